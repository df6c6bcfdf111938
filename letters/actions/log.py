"""The one way into a letter's log."""

from django.utils import timezone

from letters.models import LetterLogEntry


def log_by_writer(letter, action):
    """Log what the writer did: by the day, without a time."""
    LetterLogEntry(letter=letter, action=action, day=timezone.localdate(), state_after=letter.state).save()


def log_by_staff(letter, action, *, by):
    """Log what a member of staff did; the letter's row must be locked by the caller."""
    now = timezone.now()
    LetterLogEntry(
        letter=letter,
        action=action,
        by=by,
        by_name=by.get_username(),
        day=timezone.localdate(now),
        at=now,
        state_after=letter.state,
    ).save()
