"""The list of people: what was asked, what could not be read, and one page of the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.templatetags.interface import t
from prisoner_pages.models import Prisoner
from prisoner_pages.people.filters.form import SHUFFLED, PeopleFilter
from prisoner_pages.people.filters.table import FILTERS, Offer
from prisoner_pages.people.read_models.cards import PersonCard, cards_of
from prisoner_pages.people.read_models.found import reasons_for
from prisoner_pages.public.read_models.lexicon import Lexicon
from prisoner_pages.public.read_models.pages import PageGroup, grouped
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.querysets.records import PrisonerQuerySet

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
    """Answer the parameters of the list's address. Seven queries at most, however many people."""
    offer = Offer(reader.lexicon, reader.generations)
    form = PeopleFilter(parameters, offer)
    people = form.narrow(Prisoner.objects.public()).named(reader.language)
    if form.chosen.get("order") == SHUFFLED:
        people = people.shuffled(timezone.localdate())
    paginator = Paginator(_in_order(form, people), PEOPLE_ON_A_PAGE)
    number, problem = _page_number(parameters.get("page", ""), paginator)
    page = paginator.page(number)
    return Listing(
        form=form,
        cards=_cards(page.object_list, form, people, reader.lexicon),
        total=paginator.count,
        page_obj=page,
        page_numbers=list(paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)),
        query=urlencode(form.chosen),
        page_problem=problem,
        other_pages=grouped(form.found.pages, offer.pages) if form.found else [],
    )


def _in_order(form: PeopleFilter, people: PrisonerQuerySet) -> Any:
    """Return the people as they are shown: those whom words find by how well they answer, as primary keys."""
    if form.found is None or form.chosen.get("order"):
        return people.for_cards()
    shown = set(people.order_by().values_list("pk", flat=True))
    return [pk for pk in form.found.people if pk in shown]


def _cards(part: Any, form: PeopleFilter, people: PrisonerQuerySet, lexicon: Lexicon) -> list[PersonCard]:
    shown = list(part)
    if shown and isinstance(shown[0], int):
        by_key = {each.pk: each for each in people.for_cards().filter(pk__in=shown)}
        shown = [by_key[pk] for pk in shown if pk in by_key]
    cards = cards_of(shown, lexicon=lexicon)
    if form.found is None:
        return cards
    reasons = reasons_for(shown, form.found, lexicon)
    return [replace(card, why=reasons.get(each.pk, [])) for card, each in zip(cards, shown, strict=True)]


def _page_number(text: str, paginator: Paginator) -> tuple[int, str]:
    """Return (number, problem): the page asked for, or the first with a sentence saying what is possible."""
    if not text:
        return 1, ""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_PAGE_NUMBER
    if is_number and 1 <= int(text) <= paginator.num_pages:
        return int(text), ""
    return 1, t(NO_SUCH_PAGE, page=text[:20], last=paginator.num_pages)
