"""Telling what is kept of pages that the number of letters which they show has changed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from home.caching.kept_whole import LETTERS_COUNTED
from home.caching.read_models import bump, lock
from letters.lifecycle import IN_FIGURES
from letters.models import Letter
from letters.querysets.letters import LetterQuerySet
from prisoner_pages.campaigns.read_models.appeals import asking_for_many
from prisoner_pages.campaigns.read_models.counters import STEP
from prisoner_pages.choices import FigureSubject
from prisoner_pages.models import CampaignPage, Figure

Keys = Collection[int | None]
Counted = tuple[Letter, int]  # by how much it changes the number that counts it
FROM_THE_FIRST_DAY = date.min


@dataclass(frozen=True)
class Shown:
    """A number of letters that a page shows: those of this campaign or event that came after a day."""

    of: str  # the column of a letter
    pk: int
    after: date

    def counts(self, letter: Letter) -> bool:
        return getattr(letter, self.of) == self.pk and letter.received_on > self.after

    @property
    def letters(self) -> LetterQuerySet:
        return Letter.objects.filter(**{self.of: self.pk}, state__in=IN_FIGURES, received_on__gt=self.after)


def note_counted(moved: Iterable[tuple[Letter, str]]) -> None:
    """Tell it for letters that have left a state: pairs of (letter, state before; "" where it stayed).

    Only where a number passes one of its steps: whoever saw that a page is made anew, and nothing on it has
    changed, would know of a single letter. Call it as the last step of the change.
    """
    counted = [(letter, by) for letter, before in moved if (by := _change(letter, before))]
    shown = _shown(counted)
    if not shown:
        return
    lock(LETTERS_COUNTED)  # of two at once, the second must count what the first has changed
    if any(_passes_a_step(number, counted) for number in shown):
        bump(LETTERS_COUNTED)


def _change(letter: Letter, before: str) -> int:
    return (letter.state in IN_FIGURES) - (before in IN_FIGURES) if before else 0


def _shown(counted: Iterable[Counted]) -> list[Shown]:
    """Return the numbers that may count these letters."""
    campaigns = {letter.campaign_id for letter, _by in counted} - {None}
    events = {letter.event_id for letter, _by in counted} - {None}
    if not campaigns and not events:
        return []
    return [*_beside_figures(campaigns, events), *_beside_goals(campaigns)]


def _beside_figures(campaigns: Keys, events: Keys) -> Iterable[Shown]:
    figures = Figure.objects.about(FigureSubject.LETTERS).exclude(counted_until=None)
    for figure in figures.filter(Q(campaign__in=campaigns) | Q(event__in=events)):
        of = "campaign_id" if figure.campaign_id else "event_id"
        yield Shown(of, getattr(figure, of), figure.counted_until or date.max)


def _beside_goals(campaigns: Keys) -> Iterable[Shown]:
    hoping = CampaignPage.objects.live().filter(pk__in=campaigns).with_goal_alone() if campaigns else ()
    return [Shown("campaign_id", each.pk, FROM_THE_FIRST_DAY) for each in asking_for_many(list(hoping))]


def _passes_a_step(number: Shown, counted: Iterable[Counted]) -> bool:
    by = sum(change for letter, change in counted if number.counts(letter))
    if not by:
        return False
    ours = number.letters.count()
    return ours // STEP != (ours - by) // STEP
