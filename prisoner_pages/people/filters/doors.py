"""Doors to people, already narrowed: for those who do not know yet whom to write to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet, Value
from django.forms import BoundField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dates import MONTHS

from home.caching.read_models import BESIDE_PEOPLE, CONTENT, Numbers, memoized_for
from home.written_once import written_once
from prisoner_pages.models import CampaignPage, Prisoner
from prisoner_pages.people.filters.form import FilterChoice, PeopleFilter
from prisoner_pages.people.filters.table import FILTERS, Offer, Pairs
from prisoner_pages.public.read_models.lexicon import LEXICON, Choices, lexicon_in
from prisoner_pages.public.read_models.reader import Reader, reader_of
from prisoner_pages.querysets.records import PrisonerQuerySet

OPEN = {"letters": "open"}
MONTH = "birthday_month"
OF_WORDS = ("interest", "occupation")
OF_PEOPLE = (*OF_WORDS, MONTH)
ANYBODY, BORN = "anybody", "born this month"
ALL = (*OF_PEOPLE, "campaign")


@dataclass(frozen=True)
class Doors:
    """`form` has what leads to somebody who takes letters, and what was asked, of any month."""

    form: PeopleFilter
    path: str  # to which they lead
    kept: Mapping[str, str]  # goes along with each
    has_birthdays: bool
    lead_to_somebody: bool
    anchor: str = ""  # of the list on the page that they lead to

    @property
    def fields(self) -> list[BoundField]:
        return [self.form[name] for name in self.form.fields if name != MONTH]

    @property
    def birthdays(self) -> str:
        """The address of those whose birthday is this month and may be told, or ""."""
        query = urlencode({**self.kept, MONTH: timezone.localdate().month})
        return f"{self.path}?{query}{self.anchor}" if self.has_birthdays else ""

    @property
    def told(self) -> list[tuple[Any, Any]]:
        """Return (label, words) of each that was gone through."""
        fields: dict[str, Any] = self.form.fields
        chosen = self.form.chosen
        words = {name: {str(value): said for value, said in fields[name].choices} for name in chosen}
        return [(fields[name].label, words[name][value]) for name, value in chosen.items()]


@dataclass(frozen=True)
class _Behind:
    choices: dict[str, Pairs]  # by the name of a filter
    has_birthdays: bool
    has_anybody: bool


def front_page_doors(request: HttpRequest) -> dict[str, Any] | None:
    doors = doors_for(reader_of(request))
    return {"doors": doors} if doors.lead_to_somebody else None


def doors_for(reader: Reader) -> Doors:
    """Return the doors to the list of people."""
    return _doors(reader, {}, ALL, None, path=f"/{reader.language}/prisoners/", kept=OPEN)


def doors_back(
    reader: Reader,
    asked: Mapping[str, str],
    *,
    path: str,
    anchor: str,
    kept: Mapping[str, str],
    campaign: CampaignPage | None,
) -> Doors:
    """Return the doors back to the page that was `asked`; of a campaign, to its recipients alone.

    A value behind no door is explained at its field, and narrows nothing. Where somebody writes for a
    campaign or at an event (`kept`), no other campaign is offered.
    """
    names = OF_PEOPLE if kept else ALL
    return _doors(reader, asked, names, campaign, path=path, anchor=anchor, kept=kept)


def _doors(
    reader: Reader,
    asked: Mapping[str, str],
    names: Collection[str],
    campaign: CampaignPage | None,
    **where: Any,
) -> Doors:
    today, generations = timezone.localdate(), reader.generations
    behind = _behind(today, reader.lexicon.language, campaign, generations=generations)
    form = PeopleFilter(asked, Offer(reader.lexicon, generations))
    form.fields = {
        each.name: FilterChoice(label=each.label, choices=[("", each.nothing_chosen), *choices])
        for each in FILTERS
        if each.name in names and (choices := behind.choices[each.name])
    }
    return Doors(form, has_birthdays=behind.has_birthdays, lead_to_somebody=behind.has_anybody, **where)


@memoized_for(CONTENT, BESIDE_PEOPLE, LEXICON)
def _behind(today: date, language: str, campaign: CampaignPage | None, generations: Numbers) -> _Behind:
    everybody = Prisoner.objects.accepting_letters(today)
    people = everybody.addressed_by(campaign) if campaign else everybody
    lexicon = lexicon_in(language, generations=generations)
    found: dict[str, set[int]] = {what: set() for what in (*OF_WORDS, BORN, ANYBODY)}
    for what, key in _leading_to(people, today) if campaign else _leading_to_all(today).ask():
        found[what].add(key)
    return _Behind(
        choices={
            "interest": _among(lexicon.interest_choices, found["interest"]),
            "occupation": _among(lexicon.occupation_choices, found["occupation"]),
            MONTH: list(MONTHS.items()),
            "campaign": _that_ask_for(
                people, Offer(lexicon, generations).titles_of(CampaignPage), today, generations
            ),
        },
        has_birthdays=bool(found[BORN]),
        has_anybody=bool(found[ANYBODY]),
    )


def _among(choices: Choices, said: Collection[int]) -> list[tuple[int, str]]:
    return [choice for choice in choices if choice[0] in said]


@written_once
def _leading_to_all(today: date) -> QuerySet[Any, tuple[str, int]]:
    return _leading_to(Prisoner.objects.accepting_letters(today), today)


def _leading_to(people: PrisonerQuerySet, today: date) -> QuerySet[Any, tuple[str, int]]:
    """Return (of OF_WORDS, a word said of any of them), and one of them as ANYBODY and as BORN this month."""
    born_now = people.born_in_month(today.month, today)
    words = [_said_of(people, word) for word in OF_WORDS]
    return words[0].union(*words[1:], _one_of(people, ANYBODY), _one_of(born_now, BORN), all=True)


def _said_of(people: PrisonerQuerySet, word: str) -> QuerySet[Any, tuple[str, int]]:
    field: Any = getattr(Prisoner, f"{word}s")
    said = field.field.related_model.objects.said_of(people, field.through.objects).order_by()
    return said.values_list(Value(word), "pk")


def _one_of(people: PrisonerQuerySet, what: str) -> QuerySet[Any, tuple[str, int]]:
    return people.order_by().only_places(0, 1).order_by().values_list(Value(what), "pk")


def _that_ask_for(
    people: PrisonerQuerySet, titles: Pairs, today: date, generations: Numbers
) -> list[tuple[str, str]]:
    """Return the campaigns that are not over and name any of these people."""
    going_on = _going_on(today, generations=generations)
    return [
        (slug, title)
        for slug, title in titles
        if slug in going_on and people.addressed_by(going_on[slug]).exists()
    ]


@memoized_for(BESIDE_PEOPLE)
def _going_on(today: date) -> dict[str, CampaignPage]:
    return {page.slug: page for page in CampaignPage.objects.live().source().not_over(today)}
