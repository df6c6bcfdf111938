"""The common ground of actions on a record: a fact changes at once, and no draft can bring it back."""

from django.utils import timezone
from wagtail.log_actions import log

from prisoner_pages.models import FactUpdate, Prisoner


def lock_record(record):
    """Return the stored record, locked until the transaction ends."""
    return Prisoner.objects.select_for_update().get(pk=record.pk)


def change_record(record, *, change, by):
    """Apply `change(record)` to the locked live record and to the draft that waits on it, if there is one.

    Without the second step the draft, once approved, would restore the old fact. The draft keeps its
    author: an action never makes its doer the last editor of somebody else's draft.
    """
    draft_revision = record.latest_revision if record.has_unpublished_changes else None
    draft = draft_revision.as_object() if draft_revision else None
    change(record)
    record.save()
    revision = record.save_revision(user=by, changed=False, log_action=False, clean=False)
    if record.live:
        record.live_revision = revision
        record.save(update_fields=["live_revision"])
    if draft is not None:
        change(draft)
        draft.save_revision(user=draft_revision.user, log_action=False, clean=False)


def note_update(record, group, on=None):
    """Add the day to the public update log of the record."""
    FactUpdate.objects.get_or_create(prisoner=record, group=group, changed_on=on or timezone.localdate())


def log_record(record, action, *, by, **data):
    """Write the audit entry: ids and codes only, never a text or a private value."""
    log(record, f"prisoner_pages.{action}", user=by, data=data)
