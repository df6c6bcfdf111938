"""The list of people: what was asked, what could not be read, and one page of the answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Value
from django.forms import BoundField
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from home.caching.read_models import CONTENT, memoized_for
from home.templatetags.interface import t
from home.written_once import Asked, written_once
from prisoner_pages.models import Prisoner
from prisoner_pages.people.filters.form import SHUFFLED, WORDS, PeopleFilter
from prisoner_pages.people.filters.table import FILTERS, Offer
from prisoner_pages.people.read_models.cards import PersonCard, cards_of, people_by_keys, people_for_cards
from prisoner_pages.people.read_models.search_results import Answer, reasons_for
from prisoner_pages.public.read_models.lexicon import Lexicon
from prisoner_pages.public.read_models.pages import PageGroup, grouped
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.querysets.orders import shuffled_place

PEOPLE_ON_A_PAGE = 24
FIRST_FILTERS = [each.name for each in FILTERS if each.is_first]
# No list has page numbers as long as this; int() of a million digits takes seconds.
LONGEST_PAGE_NUMBER = 6
NO_SUCH_PAGE = _("There is no page “%(page)s”: this list has pages 1 to %(last)s. Here is the first.")


@dataclass(frozen=True)
class Listing:
    form: PeopleFilter
    cards: list[PersonCard]
    total: int
    page_obj: Any
    page_numbers: list
    query: str  # the chosen filters, urlencoded, for the links to other pages
    page_problem: str  # why another page than the one asked for is shown, or ""
    other_pages: list[PageGroup]  # that hold the words searched for

    @property
    def is_narrowed(self) -> bool:
        return bool(set(self.form.chosen) - {"order"})

    @property
    def first_filters(self) -> list[BoundField]:
        return [self.form[name] for name in FIRST_FILTERS]

    @property
    def more_filters(self) -> list[BoundField]:
        """The fields that fold away, in their order."""
        return [self.form[name] for name in self.form.fields if name not in FIRST_FILTERS]

    @property
    def has_more_filters(self) -> bool:
        """Say whether the folded fields must be open: one of them was set or could not be read."""
        folded = set(self.form.fields).difference(FIRST_FILTERS)
        return bool(folded & (set(self.form.chosen) | set(self.form.errors)))


def people_asked_for(parameters: Mapping[str, Any], reader: Reader) -> Listing:
    """Answer the parameters of the list's address. Five queries at most, however many people."""
    offer = Offer(reader.lexicon, reader.generations)
    form = PeopleFilter(parameters, offer)
    asked = parameters.get("page", "")
    if form.found and not form.chosen.get("order"):
        paginator: Paginator[Any] = BestFirst(form.found, form, reader)
    else:
        paginator = People(form, reader, from_start=not asked)
    number, problem = _page_number(asked, paginator)
    page = paginator.page(number)
    return Listing(
        form=form,
        cards=_cards(page.object_list, form, reader.lexicon),
        total=paginator.count,
        page_obj=page,
        page_numbers=list(paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)),
        query=urlencode(form.chosen),
        page_problem=problem,
        other_pages=grouped(form.found.pages, offer.pages) if form.found else [],
    )


def _cards(people: Iterable[Prisoner], form: PeopleFilter, lexicon: Lexicon) -> list[PersonCard]:
    shown = list(people)
    cards = cards_of(shown, lexicon=lexicon)
    if form.found is None:
        return cards
    reasons = reasons_for(shown, form.found, lexicon)
    return [replace(card, why=reasons.get(each.pk, [])) for card, each in zip(cards, shown, strict=True)]


class BestFirst(Paginator[Any]):
    """Those whom words find, by how well they answer: all by their keys, one page of them as people."""

    def __init__(self, found: Answer, form: PeopleFilter, reader: Reader) -> None:
        keys, self._language, today = found.people, reader.language, timezone.localdate()
        self._few: dict[int, Prisoner] | None = None
        if set(form.chosen) != {WORDS}:
            shown = set(form.narrow(Prisoner.objects.public(today)).values_list("pk", flat=True))
        elif len(keys) > PEOPLE_ON_A_PAGE:
            shown = set(_public_among(today).ask(keys=keys))
        else:  # one page holds them all: they are brought at once
            found_people = _people_among(self._language, today).ask(keys=keys) if keys else []
            self._few = {each.pk: each for each in found_people}
            shown = set(self._few)
        super().__init__([pk for pk in keys if pk in shown], PEOPLE_ON_A_PAGE)

    def page(self, number: int | str) -> Page[Any]:
        keys = list(super().page(number))
        people = people_by_keys(keys, self._language) if self._few is None else [self._few[pk] for pk in keys]
        return Page(people, int(number), self)


@written_once
def _public_among(today: date) -> QuerySet[Prisoner, int]:
    """Return which of the people whom words find may be shown."""
    return Prisoner.objects.public(today).filter(pk__in=Asked("keys")).order_by().values_list("pk", flat=True)


@written_once
def _people_among(language: str, today: date) -> QuerySet[Prisoner]:
    """Return those of them who may be shown, with what their cards show."""
    people = Prisoner.objects.public(today).filter(pk__in=Asked("keys"))
    return people.named(language, today).for_cards(today)


class People(Paginator[Prisoner]):
    """The people asked for, page by page; a list that one page holds is not counted besides."""

    def __init__(self, form: PeopleFilter, reader: Reader, *, from_start: bool) -> None:
        super().__init__([], PEOPLE_ON_A_PAGE)
        self._reader, self._today, self._from_start = reader, timezone.localdate(), from_start
        self._is_whole = not set(form.chosen) - {"order"}
        self._is_shuffled = form.chosen.get("order") == SHUFFLED
        self._people = form.narrow(Prisoner.objects.public())

    def _at(self, start: int, stop: int) -> list[Prisoner]:
        people, language = self._people, self._reader.language
        ordered = people.shuffled(self._today) if self._is_shuffled else people.by_name(language)
        shown = people_for_cards(ordered.values("pk")[start:stop], language)
        return sorted(shown, key=partial(shuffled_place, self._today)) if self._is_shuffled else shown

    @cached_property
    def _first(self) -> list[Prisoner]:
        return self._at(0, PEOPLE_ON_A_PAGE + 1)

    @cached_property
    def count(self) -> int:
        if self._is_whole:
            return _everybody(self._today, generations=self._reader.generations)
        if self._from_start and len(self._first) <= PEOPLE_ON_A_PAGE:
            return len(self._first)
        return self._people.count()

    def page(self, number: int | str) -> Page[Prisoner]:
        number = self.validate_number(number)
        start = (number - 1) * PEOPLE_ON_A_PAGE
        shown = self._at(start, start + PEOPLE_ON_A_PAGE) if start else self._first[:PEOPLE_ON_A_PAGE]
        return Page(shown, number, self)


@memoized_for(CONTENT)
def _everybody(today: date) -> int:
    return _counted(today).first() or 0


@written_once
def _counted(today: date) -> QuerySet[Prisoner, int]:
    everybody = Prisoner.objects.public(today).order_by().annotate(as_one=Value(1)).values("as_one")
    return everybody.annotate(people=Count("pk")).values_list("people", flat=True)


def _page_number(text: str, paginator: Paginator) -> tuple[int, str]:
    """Return (number, problem): the page asked for, or the first with a sentence saying what is possible."""
    if not text:
        return 1, ""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_PAGE_NUMBER
    if is_number and 1 <= int(text) <= paginator.num_pages:
        return int(text), ""
    return 1, t(NO_SUCH_PAGE, page=text[:20], last=paginator.num_pages)
