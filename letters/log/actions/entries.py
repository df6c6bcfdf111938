"""The one way into a letter's log. The letter's row must be locked by the caller, or be new."""

from django.utils import timezone

from letters.models import LetterLogEntry

WORKER = "worker"  # as the log names the installation itself


def log_by_writer(letter, action, *, before="", detail=""):
    """Log what the writer did: by the day, without a time."""
    _entry(letter, action, before, detail, day=timezone.localdate()).save()


def log_by_staff(letter, action, *, by, before="", detail=""):
    """Log what a member of staff did; `detail` is a code, never content."""
    _entry_of_staff(letter, action, by, before, detail).save()


def log_all_by_staff(letters, action, *, by):
    """Log what a member of staff did to many letters at once: triples of (letter, state before, detail)."""
    LetterLogEntry.objects.add_all(
        [_entry_of_staff(letter, action, by, before, detail) for letter, before, detail in letters]
    )


def log_by_worker(letter, action, *, before="", detail=""):
    """Log what happened by itself: a hold, a question nobody answered, the end of a time of keeping."""
    now = timezone.now()
    _entry(letter, action, before, detail, by_name=WORKER, day=timezone.localdate(now), at=now).save()


def _entry_of_staff(letter, action, by, before, detail):
    now, name = timezone.now(), by.get_username()
    return _entry(letter, action, before, detail, by=by, by_name=name, day=timezone.localdate(now), at=now)


def _entry(letter, action, before, detail, **who_and_when):
    return LetterLogEntry(
        letter=letter,
        action=action,
        detail=detail,
        state_before=before,
        state_after=letter.state,
        **who_and_when,
    )
