"""What actions on a record share: a fact changes at once, and no draft can bring it back."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.caching.transaction_marks import is_first
from home.jobs.queue import enqueue, enqueue_once
from home.pages.actions.audit_log import note
from prisoner_pages.models import Facility, FactUpdate, Prisoner

MERGED = _("This record was merged with another of the same person: do it there.")
REFRESH_HOLDS, SETTLE_POST = "letters.refresh_holds", "prisoner_pages.settle_post"


def lock_record(record: Prisoner) -> Prisoner:
    """Return the stored record, locked until the transaction ends.

    Raises ValidationError for one that was merged into another meanwhile.
    """
    # A letter that arrives refers to the record: one that never ends must not keep a pause waiting.
    stored = Prisoner.everyone.select_for_update(no_key=True).get(pk=record.pk)
    if stored.merged_into_id:
        raise ValidationError(MERGED)
    return stored


def change_record(record: Prisoner, *, change: Callable[[Prisoner], None], by: User | None) -> None:
    """Apply `change(record)` to the locked live record and to the draft that waits on it, if there is one.

    Without the second step the draft, once approved, would restore the old fact. The draft keeps its
    authors: an action never makes its doer the last editor of somebody else's draft, and whoever wrote a
    part of it still approves none of it (prisoner_pages.models.workflow).
    """
    waiting = record.latest_revision if record.has_unpublished_changes else None
    draft, authors = waiting and waiting.as_object(), authors_of_draft(record)
    change(record)
    record.save()
    revision = record.save_revision(user=by, changed=False, log_action=False, clean=False)
    if record.live:
        record.live_revision = revision
        record.save(update_fields=["live_revision"])
    if draft is not None:
        change(draft)
        save_draft(draft, authors)


def authors_of_draft(thing: Any) -> list[User | None]:
    """Return who wrote the revisions newer than the public one, each once, the last one last."""
    newer = thing.revisions.filter(pk__gt=thing.live_revision_id or 0).order_by("-pk")
    return list(dict.fromkeys(revision.user for revision in newer.select_related("user")))[::-1]


def save_draft(draft: Any, authors: Iterable[User | None]) -> None:
    """Save a draft anew after the public revision, under each of its authors."""
    for author in authors or [None]:
        draft.save_revision(user=author, log_action=False, clean=False)


def letters_follow(record: Prisoner | Facility) -> None:
    """Let the letters to this person be held or go, as the record now says; `record` may also be a place."""
    kind = "prisoner_id" if isinstance(record, Prisoner) else "facility_id"
    if is_first((REFRESH_HOLDS, kind, record.pk)):
        enqueue(REFRESH_HOLDS, **{kind: record.pk})
    if isinstance(record, Prisoner):
        # With one more or one less held there a place may tell more or less.
        enqueue_once(SETTLE_POST)


def nobody_has_written(record: Prisoner) -> None:
    """Let `letters_follow` look for no letters in this step: the record is made in it."""
    is_first((REFRESH_HOLDS, "prisoner_id", record.pk))


def note_update(record: Prisoner, group: str, on: date | None = None) -> None:
    """Add the day to the public update log of the record."""
    FactUpdate.objects.get_or_create(prisoner=record, group=group, changed_on=on or timezone.localdate())


def log_record(record: Model, action: str, *, by: User | None, **data: Any) -> None:
    """Write the audit entry: ids and codes only, never a text or a private value."""
    note(record, f"prisoner_pages.{action}", by=by, data=data)
