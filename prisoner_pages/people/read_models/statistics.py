"""Our own numbers of the people shown: they reveal nothing about a person that the pages don't."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from home.caching.read_models import CONTENT, memoized_for
from home.headless.answers.schemas import Shape
from prisoner_pages.campaigns.read_models.counters import STEP
from prisoner_pages.can_be_written_to import call_to_action
from prisoner_pages.choices import Origin, Scope, Status
from prisoner_pages.facts.can_be_written_to_words import GROUP_WORDS
from prisoner_pages.models import CampaignPage, Consent, Prisoner, Sentence
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


FEWEST = 5  # people: a smaller group is not told by itself
OTHER_REASONS = _("for other reasons")


@dataclass(frozen=True)
class WhoCanGetLetters:
    """`waiting` of the `open` ones are written to, but their letters wait; None where they are few."""

    open: int
    waiting: int | None
    closed: list[tuple[Promise, int | None]]  # a reason, and how many: the most first, None for few


@memoized_for(CONTENT)
def who_can_get_letters(day: date, campaign: CampaignPage | None) -> WhoCanGetLetters:
    """Count the people shown, or a campaign's recipients, by what becomes of a letter to them.

    Two queries, and `generations` besides.
    """
    people = Prisoner.objects.public(day)
    if campaign:
        people = people.addressed_by(campaign)
    letters = Exists(Consent.objects.valid_for(Scope.LETTERS, day).filter(prisoner=OuterRef("pk")))
    rows = people.order_by().annotate(wished=letters).values_list("status", "mail_status", "wished")
    taking, closed = 0, Counter[Promise]()
    for status, mail_status, wished, count in rows.annotate(count=models.Count("pk")):
        answer = call_to_action(
            status=status,
            mail_status=mail_status,
            facility_mail=None,  # a place and what lacks only make letters wait
            bases={Scope.LETTERS} if wished else set(),
            on_hold=False,
            is_paused=False,
            gaps=[],
        )
        if answer.takes_letters:
            taking += count
        else:
            closed[GROUP_WORDS.get(answer.told_reason or answer.call, OTHER_REASONS)] += count
    waiting = taking - people.postable(day).count()
    return WhoCanGetLetters(taking, waiting if waiting >= FEWEST else None, _merged(closed))


def _merged(groups: Mapping[Promise, int]) -> list[tuple[Promise, int | None]]:
    """Put small groups among the other reasons, and the next one too where these would be few."""
    found = sorted(groups.items(), key=lambda group: -group[1])
    kept = [group for group in found if group[1] >= FEWEST and group[0] is not OTHER_REASONS]
    others = sum(groups.values()) - sum(count for _words, count in kept)
    if 0 < others < FEWEST and kept:
        others += kept.pop()[1]
    rest = [(OTHER_REASONS, others if others >= FEWEST else None)] if others else []
    return [*kept, *rest]
