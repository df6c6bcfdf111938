"""Our own numbers of the people shown: they reveal nothing about a person that the pages don't."""

from collections import Counter

from django.db import models
from django.db.models import Exists, OuterRef
from pydantic import Field

from home.headless.answers.schemas import Shape
from prisoner_pages.campaigns.read_models.counters import STEP
from prisoner_pages.choices import Origin, Scope, Status
from prisoner_pages.models import Consent, Sentence
from prisoner_pages.policies import shown_status
from prisoner_pages.public.read_models.words import Word, Words
from prisoner_pages.querysets.records import PrisonerQuerySet


class Count(Shape):
    value: Word
    people: int


class Statistics(Shape):
    """How many people are shown, and where they stand. Small numbers are not told."""

    people: int
    taking_letters: int
    statuses: list[Count]
    # In whole STEPs: a person who comes or goes doesn't tell the origin.
    crimean_tatars: int | None = Field(
        description="Rounded down to a step of five; null where few. Those count too of whom it is not shown."
    )


def statistics_of(people: PrisonerQuerySet, words: Words) -> Statistics:
    """Count these people, by status without those of whom only the name is shown. Four queries."""
    tatars = people.filter(origin=Origin.CRIMEAN_TATAR).count()
    statuses = _statuses(people.showing_facts())
    return Statistics.of(
        people=people.count(),
        taking_letters=people.accepting_letters().count(),
        statuses=[Count.of(value=words.word(status), people=count) for status, count in statuses.items()],
        crimean_tatars=tatars // STEP * STEP or None,
    )


def _statuses(people: PrisonerQuerySet) -> dict[Status, int]:
    health = Consent.objects.valid().for_scope(Scope.HEALTH).filter(prisoner=OuterRef("pk"))
    sentences = Sentence.objects.filter(prisoner=OuterRef("pk"))
    rows = people.order_by().annotate(health=Exists(health), sentenced=Exists(sentences))
    counted: Counter[Status] = Counter()
    for status, health, sentenced, count in rows.values_list("status", "health", "sentenced").annotate(
        count=models.Count("pk")
    ):
        bases = {Scope.HEALTH} if health else set()
        counted[shown_status(status, bases=bases, is_sentenced=sentenced)] += count
    return {status: counted[status] for status in Status if counted[status]}
