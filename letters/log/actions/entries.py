"""The one way into a letter's log. The letter's row must be locked by the caller, or be new."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from letters.choices.desk import LogAction
from letters.log.actions.counted import note_counted
from letters.models import Letter, LetterLogEntry

WORKER = "worker"  # as the log names the installation itself


def log_by_writer(letter: Letter, action: LogAction, *, before: str = "", detail: str = "") -> None:
    """Log what the writer did: by the day, without a time."""
    _entry(letter, action, before, detail, day=timezone.localdate()).save()
    note_counted([(letter, before)])


def log_by_staff(letter: Letter, action: LogAction, *, by: User, before: str = "", detail: str = "") -> None:
    """Log what a member of staff did; `detail` is a code, never content."""
    _entry_of_staff(letter, action, by, before, detail).save()
    note_counted([(letter, before)])


def log_all_by_staff(letters: Sequence[tuple[Letter, str, str]], action: LogAction, *, by: User) -> None:
    """Log what a member of staff did to many letters at once: triples of (letter, state before, detail)."""
    LetterLogEntry.objects.add_all(
        [_entry_of_staff(letter, action, by, before, detail) for letter, before, detail in letters]
    )
    note_counted((letter, before) for letter, before, _detail in letters)


def log_by_worker(letter: Letter, action: LogAction, *, before: str = "", detail: str = "") -> None:
    """Log what happened by itself: a hold, a question nobody answered, the end of a time of keeping."""
    now = timezone.now()
    _entry(letter, action, before, detail, by_name=WORKER, day=timezone.localdate(now), at=now).save()
    note_counted([(letter, before)])


def _entry_of_staff(letter: Letter, action: LogAction, by: User, before: str, detail: str) -> LetterLogEntry:
    now, name = timezone.now(), by.get_username()
    return _entry(letter, action, before, detail, by=by, by_name=name, day=timezone.localdate(now), at=now)


def _entry(
    letter: Letter, action: LogAction, before: str, detail: str, **who_and_when: Any
) -> LetterLogEntry:
    return LetterLogEntry(
        letter=letter,
        action=action,
        detail=detail,
        state_before=before,
        state_after=letter.state,
        **who_and_when,
    )
