"""Places, words and figures as separate lists, in all languages, cached until something changes."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Prefetch, QuerySet, Value
from django.utils import timezone

from home.caching.read_models import BESIDE_PEOPLE, CONTENT, Numbers, memoized_for
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


@memoized_for(BESIDE_PEOPLE)
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


def words_told(kind: str, today: date, *, generations: Numbers) -> frozenset[int]:
    """Return the words of a kind that the page of anybody names, by primary key, and cases that hold such.

    They are often one person's own phrase, so a list with all of them would tell of who is paused or a draft.
    """
    return _words_told(today, generations=generations)[kind]


@memoized_for(CONTENT, BESIDE_PEOPLE)
def _words_told(today: date, generations: Numbers) -> dict[str, frozenset[int]]:
    """Return the words told, by their kind. One query."""
    told: dict[str, set[int]] = {kind: set() for kind in LISTED_VOCABULARIES}
    for kind, word in _told(today).ask():
        told[kind].add(word)
    told["case"] |= _larger_than(told["case"], _parts_of(generations=generations))
    return {kind: frozenset(words) for kind, words in told.items()}


@written_once
def _told(today: date) -> QuerySet[Any, tuple[str, int]]:
    told = [_told_of(kind, vocabulary, today) for kind, vocabulary in LISTED_VOCABULARIES.items()]
    return told[0].union(*told[1:], all=True)


def _told_of(kind: str, vocabulary: Vocabulary, today: date) -> QuerySet[Any, tuple[str, int]]:
    people = vocabulary.of_whom(Prisoner.objects.public(today).showing_facts())
    words = vocabulary.model.objects.said_of(people, vocabulary.links).order_by()
    return words.values_list(Value(kind), "pk")


@memoized_for(BESIDE_PEOPLE)
def _parts_of() -> dict[int, int]:
    """Return {case: the larger one that it is part of}. One query."""
    return dict(CaseGroup.objects.exclude(parent=None).values_list("pk", "parent_id"))


def _larger_than(cases: Collection[int], parts_of: Mapping[int, int]) -> set[int]:
    """Return the cases that hold these, and those that hold such."""
    found: set[int] = set()
    for case in cases:
        larger = parts_of.get(case)
        while larger and larger not in found:
            found.add(larger)
            larger = parts_of.get(larger)
    return found


@memoized_for(BESIDE_PEOPLE)
def places() -> list[Facility]:
    """Return every place of detention with its postal history, the newest first. Two queries."""
    history = Prefetch("mail_history", FacilityMailStatus.objects.order_by("-since", "-pk"))
    return list(Facility.objects.prefetch_related(history))


@memoized_for(BESIDE_PEOPLE)
def published_figures() -> list[Figure]:
    """Return every published figure. One query."""
    return list(Figure.objects.shown())
