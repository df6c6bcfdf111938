"""Doors to people, already narrowed: for those who do not know yet whom to write to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dates import MONTHS

from home.caching.read_models import CONTENT, current, memoized_for
from home.written_once import written_once
from prisoner_pages.models import CampaignPage, Prisoner
from prisoner_pages.people.filters.form import FilterChoice, PeopleFilter
from prisoner_pages.people.filters.table import FILTERS, Offer, Pairs
from prisoner_pages.public.read_models.lexicon import Choices, lexicon_in
from prisoner_pages.public.read_models.reader import Reader, reader_of
from prisoner_pages.querysets.records import PrisonerQuerySet

OPEN = {"letters": "open"}
MONTH = "birthday_month"
OF_PEOPLE = ("interest", "occupation", MONTH)
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


@memoized_for(CONTENT)
def _behind(today: date, language: str, campaign: CampaignPage | None) -> _Behind:
    everybody = Prisoner.objects.accepting_letters()
    people = everybody.addressed_by(campaign) if campaign else everybody
    generations = current()
    lexicon = lexicon_in(language, generations=generations)

    def said(word: str) -> Iterable[int]:
        return _said_of(people, word) if campaign else _said_of_all(word, today).ask()

    return _Behind(
        choices={
            "interest": _among(lexicon.interest_choices, said("interest")),
            "occupation": _among(lexicon.occupation_choices, said("occupation")),
            MONTH: list(MONTHS.items()),
            "campaign": _that_ask_for(people, Offer(lexicon, generations).titles_of(CampaignPage), today),
        },
        has_birthdays=people.born_in_month(today.month).exists(),
        has_anybody=people.exists(),
    )


def _among(choices: Choices, said: Iterable[int]) -> list[tuple[int, str]]:
    found = set(said)
    return [choice for choice in choices if choice[0] in found]


@written_once
def _said_of_all(word: str, today: date) -> QuerySet[Any, int]:
    return _said_of(Prisoner.objects.accepting_letters(today), word)


def _said_of(people: PrisonerQuerySet, word: str) -> QuerySet[Any, int]:
    """The words that are said of any of them."""
    through: Any = getattr(Prisoner, f"{word}s").through
    return through.objects.filter(prisoner__in=people).values_list(word, flat=True).distinct()


def _that_ask_for(people: PrisonerQuerySet, titles: Pairs, today: date) -> list[tuple[str, str]]:
    """Return the campaigns that are not over and name any of these people."""
    going_on = {page.slug: page for page in CampaignPage.objects.live().source().not_over(today)}
    return [
        (slug, title)
        for slug, title in titles
        if slug in going_on and people.addressed_by(going_on[slug]).exists()
    ]
