"""Doors to the list of people, already narrowed: for those who do not know yet whom to write to."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.forms import BoundField, Form
from django.http import HttpRequest
from django.utils import timezone

from home.caching.read_models import CONTENT, current, memoized_for
from home.caching.written_once import Question, written_once
from prisoner_pages.models import CampaignPage, Prisoner
from prisoner_pages.people.filters.form import FilterChoice
from prisoner_pages.people.filters.table import FILTERS, Offer, Pairs
from prisoner_pages.public.read_models.lexicon import Choices, lexicon_in
from prisoner_pages.public.read_models.reader import Reader, reader_of
from prisoner_pages.querysets.records import PrisonerQuerySet

OPEN = {"letters": "open"}


@dataclass(frozen=True)
class Doors:
    fields: list[BoundField]  # filters; only what leads to somebody who takes letters
    birthdays: str  # the query of those whose birthday is this month and may be told, or ""
    lead_to_somebody: bool


@dataclass(frozen=True)
class _Behind:
    choices: dict[str, list[Any]]  # by the name of a filter
    has_birthdays: bool
    has_anybody: bool


def front_page_doors(request: HttpRequest) -> dict[str, Any] | None:
    doors = doors_for(reader_of(request))
    return {"doors": doors} if doors.lead_to_somebody else None


def doors_for(reader: Reader) -> Doors:
    today = timezone.localdate()
    behind = _behind(today, reader.lexicon.language, generations=reader.generations)
    form = Form(auto_id="filter_%s")
    for each in FILTERS:
        if choices := behind.choices.get(each.name):
            choices = [("", each.nothing_chosen), *choices]
            form.fields[each.name] = FilterChoice(label=each.label, choices=choices)
    birthdays = urlencode({**OPEN, "birthday_month": today.month}) if behind.has_birthdays else ""
    return Doors(list(form), birthdays, behind.has_anybody)


@memoized_for(CONTENT)
def _behind(today: date, language: str) -> _Behind:
    people = Prisoner.objects.accepting_letters()
    generations = current()
    lexicon = lexicon_in(language, generations=generations)
    return _Behind(
        choices={
            "interest": _among(lexicon.interest_choices, _said_of_them("interest", today)),
            "occupation": _among(lexicon.occupation_choices, _said_of_them("occupation", today)),
            "campaign": _that_ask_for(people, Offer(lexicon, generations).titles_of(CampaignPage), today),
        },
        has_birthdays=people.born_in_month(today.month).exists(),
        has_anybody=people.exists(),
    )


def _among(choices: Choices, said: Question[int]) -> list[tuple[int, str]]:
    found = set(said.ask())
    return [choice for choice in choices if choice[0] in found]


@written_once
def _said_of_them(word: str, today: date) -> QuerySet[Any, int]:
    """The words that are said of anybody who takes letters."""
    through: Any = getattr(Prisoner, f"{word}s").through
    people = Prisoner.objects.accepting_letters(today)
    return through.objects.filter(prisoner__in=people).values_list(word, flat=True).distinct()


def _that_ask_for(people: PrisonerQuerySet, titles: Pairs, today: date) -> list[tuple[str, str]]:
    """Return the campaigns that are not over and name any of these people."""
    going_on = {page.slug: page for page in CampaignPage.objects.live().source().not_over(today)}
    return [
        (slug, title)
        for slug, title in titles
        if slug in going_on and people.addressed_by(going_on[slug]).exists()
    ]
