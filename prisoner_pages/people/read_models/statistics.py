"""Our own numbers of the people shown: they reveal nothing about a person that the pages don't."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from prisoner_pages.campaigns.read_models.counters import STEP
from prisoner_pages.choices import Origin, Scope, Status
from prisoner_pages.models import Consent, Sentence
from prisoner_pages.policies import shown_status
from prisoner_pages.querysets.records import PrisonerQuerySet


@dataclass(frozen=True)
class PeopleNumbers:
    people: int
    taking_letters: int
    statuses: dict[Status, int]  # as the pages say them, without people of whom only the name is shown
    crimean_tatars: int  # in whole STEPs: a person who comes or goes doesn't tell the origin


def numbers_of_people(people: PrisonerQuerySet) -> PeopleNumbers:
    """Count these people (a QuerySet). Four queries."""
    tatars = people.filter(origin=Origin.CRIMEAN_TATAR).count()
    return PeopleNumbers(
        people=people.count(),
        taking_letters=people.accepting_letters().count(),
        statuses=_statuses(people.showing_facts()),
        crimean_tatars=tatars // STEP * STEP,
    )


def _statuses(people: PrisonerQuerySet) -> dict[Status, int]:
    health = Consent.objects.valid().for_scope(Scope.HEALTH).filter(prisoner=OuterRef("pk"))
    sentences = Sentence.objects.filter(prisoner=OuterRef("pk"))
    rows = people.order_by().annotate(health=Exists(health), sentenced=Exists(sentences))
    counted: Counter[Status] = Counter()
    for status, health, sentenced, count in rows.values_list("status", "health", "sentenced").annotate(
        count=Count("pk")
    ):
        bases = {Scope.HEALTH} if health else set()
        counted[shown_status(status, bases=bases, is_sentenced=sentenced)] += count
    return {status: counted[status] for status in Status if counted[status]}
