"""Telling what is kept of pages that the number of letters which they show has changed."""

from collections.abc import Iterable

from django.db.models import Q

from home.caching.kept_whole import LETTERS_COUNTED
from home.caching.read_models import bump, lock
from letters.lifecycle import IN_FIGURES
from letters.models import Letter
from prisoner_pages.campaigns.read_models.counters import STEP
from prisoner_pages.choices import FigureSubject
from prisoner_pages.models import Figure

Counted = tuple[Letter, int]  # by how much it changes the number that counts it


def note_counted(moved: Iterable[tuple[Letter, str]]) -> None:
    """Tell it for letters that have left a state: pairs of (letter, state before; "" where it stayed).

    Only where a number passes one of its steps: whoever saw that a page is made anew, and nothing on it has
    changed, would know of a single letter. Call it as the last step of the change.
    """
    counted = [(letter, by) for letter, before in moved if (by := _change(letter, before))]
    figures = _beside(counted) if counted else []
    if not figures:
        return
    lock(LETTERS_COUNTED)  # of two at once, the second must count what the first has changed
    if any(_passes_a_step(figure, counted) for figure in figures):
        bump(LETTERS_COUNTED)


def _change(letter: Letter, before: str) -> int:
    return (letter.state in IN_FIGURES) - (before in IN_FIGURES) if before else 0


def _beside(counted: Iterable[Counted]) -> list[Figure]:
    """Return the published figures beside which these letters may be counted."""
    campaigns = {letter.campaign_id for letter, _by in counted} - {None}
    events = {letter.event_id for letter, _by in counted} - {None}
    if not campaigns and not events:
        return []
    figures = Figure.objects.about(FigureSubject.LETTERS).exclude(counted_until=None)
    return list(figures.filter(Q(campaign__in=campaigns) | Q(event__in=events)))


def _passes_a_step(figure: Figure, counted: Iterable[Counted]) -> bool:
    by = sum(change for letter, change in counted if _is_beside(letter, figure))
    if not by:
        return False
    page = {"campaign": figure.campaign_id} if figure.campaign_id else {"event": figure.event_id}
    letters = Letter.objects.filter(**page, state__in=IN_FIGURES, received_on__gt=figure.counted_until)
    ours = letters.count()
    return ours // STEP != (ours - by) // STEP


def _is_beside(letter: Letter, figure: Figure) -> bool:
    if figure.counted_until is None or letter.received_on <= figure.counted_until:
        return False
    if figure.campaign_id:
        return letter.campaign_id == figure.campaign_id
    return letter.event_id == figure.event_id
