"""Keeps the stored hold of letters in step with record and place, and logs its start and end."""

from django.db import transaction
from django.utils import timezone

from home.jobs.queue import do_each
from letters.choices.desk import LogAction
from letters.handling.actions.transitions import lock_with_recipient
from letters.lifecycle import AT_WORK
from letters.log.actions.entries import log_by_worker
from letters.models import Letter

REFRESH_HOLDS = "letters.refresh_holds"


def refresh_holds(prisoner_id: int | None = None, facility_id: int | None = None) -> None:
    """Look at every letter that is not printed yet, or those of one person or place; a job.

    Raises RowsFailed.
    """
    letters = Letter.objects.filter(state__in=AT_WORK)
    if prisoner_id:
        letters = letters.filter(prisoner_id=prisoner_id)
    if facility_id:
        letters = letters.filter(prisoner__facility_id=facility_id)
    do_each(list(letters.values_list("pk", flat=True)), lambda pk: refresh_hold(Letter(pk=pk)))


@transaction.atomic
def refresh_hold(letter: Letter) -> None:
    """Bring hold and need of a translation of one letter in step with record and place."""
    letter = lock_with_recipient(letter)
    found, needs = letter.hold, needs_translation(letter)
    if (found, needs) != (letter.held_because, letter.needs_translation):
        letter.needs_translation = needs
        _note_hold(letter, found)


def _note_hold(letter: Letter, found: str) -> None:
    before, today = letter.held_because, timezone.localdate()
    if before and not found:
        letter.held_days += (today - (letter.held_since or today)).days
        letter.held_since = None
    elif found and not before:
        letter.held_since = today
    letter.held_because = found
    letter.save(update_fields=["held_because", "held_since", "held_days", "needs_translation"])
    if found != before:
        log_by_worker(letter, LogAction.HELD if found else LogAction.HOLD_ENDED, detail=found or before)


def needs_translation(letter: Letter) -> bool:
    """Must a translator put the letter into a language that its recipient's place reads?"""
    place = letter.prisoner.facility
    read = place.languages_read if place else "ru"
    return letter.language not in [code.strip() for code in read.split(",")]
