"""Places, words and figures as separate lists, in all languages, cached until something changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from home.caching.read_models import CONTENT, Numbers, memoized_for
from home.languages.info import SOURCE_LANGUAGE
from home.written_once import written_once
from prisoner_pages.models import (
    CaseGroup,
    Facility,
    FacilityMailStatus,
    Figure,
    Interest,
    Occupation,
    Prisoner,
    Word,
)
from prisoner_pages.querysets.records import PrisonerQuerySet


class Vocabulary(NamedTuple):
    """Words that a record says of its person, and of whom the page tells them among those who show facts."""

    model: type[Word]
    links: Any
    of_whom: Callable[[PrisonerQuerySet], PrisonerQuerySet]


# By the name of the filter that takes their ids.
LISTED_VOCABULARIES = {
    "case": Vocabulary(CaseGroup, Prisoner.cases.through.objects, PrisonerQuerySet.all),
    "interest": Vocabulary(Interest, Prisoner.interests.through.objects, PrisonerQuerySet.still_held),
    "occupation": Vocabulary(Occupation, Prisoner.occupations.through.objects, PrisonerQuerySet.all),
}


@dataclass(frozen=True)
class WordEverywhere:
    """A word by the id of its source, at which records point; `names` by language."""

    pk: int
    names: dict[str, str]
    parent: int | None


@memoized_for(CONTENT)
def words_everywhere(kind: str) -> list[WordEverywhere]:
    """Return the published words of a kind. One query; takes `generations` besides (home.caching)."""
    model = LISTED_VOCABULARIES[kind].model
    parent = "parent_id" if kind == "case" else "pk"
    rows = model.objects.published().order_by("pk")
    sources: dict[UUID, tuple[int, int | None]] = {}
    names: dict[UUID, dict[str, str]] = {}
    for pk, key, language, name, above in rows.values_list(
        "pk", "translation_key", "locale__language_code", "name", parent
    ):
        names.setdefault(key, {})[language] = name
        if language == SOURCE_LANGUAGE:
            sources[key] = pk, above if above != pk else None
    return [WordEverywhere(pk, names[key], above) for key, (pk, above) in sources.items()]


def words_listed(kind: str, *, generations: Numbers) -> list[WordEverywhere]:
    """Return the words of a kind that may be listed: those that are told of somebody."""
    words = words_everywhere(kind, generations=generations)
    told = words_told(kind, timezone.localdate(), generations=generations)
    return [word for word in words if word.pk in told]


@memoized_for(CONTENT)
def words_told(kind: str, today: date) -> frozenset[int]:
    """Return the words of a kind that the page of anybody names, by primary key, and cases that hold such.

    They are often one person's own phrase, so a list with all of them would tell of who is paused or a draft.
    """
    told = frozenset(_told(kind, today).ask())
    return _with_larger(told) if kind == "case" else told


@written_once
def _told(kind: str, today: date) -> QuerySet[Any, int]:
    model, links, of_whom = LISTED_VOCABULARIES[kind]
    people = of_whom(Prisoner.objects.public(today).showing_facts())
    return links.filter(prisoner__in=people).values_list(model._meta.model_name, flat=True).distinct()


def _with_larger(cases: frozenset[int]) -> frozenset[int]:
    larger = frozenset(CaseGroup.objects.filter(parts__in=cases).values_list("pk", flat=True))
    return cases if larger <= cases else _with_larger(cases | larger)


@memoized_for(CONTENT)
def places() -> list[Facility]:
    """Return every place of detention with its postal history, the newest first. Two queries."""
    history = Prefetch("mail_history", FacilityMailStatus.objects.order_by("-since", "-pk"))
    return list(Facility.objects.prefetch_related(history))


@memoized_for(CONTENT)
def published_figures() -> list[Figure]:
    """Return every published figure. One query."""
    return list(Figure.objects.shown())
