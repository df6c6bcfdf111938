"""One act done to many records: each by itself, done or refused in words, and undone for ten minutes.

Whoever asked waits a few seconds for it; what is left by then the worker does.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from time import monotonic
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, override
from wagtail.users.models import UserProfile

from home.jobs.queue import enqueue
from prisoner_pages.facts.actions.changes import lock_record, log_record
from prisoner_pages.models import BulkChange, BulkResult, Prisoner
from prisoner_pages.permissions.partners import require
from prisoner_pages.records.actions.acts import ACTS, filled_in
from prisoner_pages.records.actions.states import changed_since, digest, put_back, state_of

logger = logging.getLogger(__name__)

BULK, FORGET = "prisoner_pages.bulk_change", "prisoner_pages.forget_bulk_changes"
UNDO_WITHIN = timedelta(minutes=10)
FACTS_KEPT_FOR, KEPT_FOR = timedelta(days=1), timedelta(days=30)
PATIENCE_SECONDS, TURN_SECONDS = 4, 60  # of whoever asked; of the worker, which others wait for too
NOT_YOURS = _("The record belongs to another partner now, or this is not yours to do.")
FAULT = _("A fault of the program. Nothing was changed here; tell an administrator.")
STOPPED = _("Stopped before it came to this record.")
CHANGED_SINCE = _("The record has been changed since.")


class TooLate(Exception):
    """More than ten minutes have passed."""


# --- Doing ----------------------------------------------------------------------------------------
@transaction.atomic
def begin_change(
    name: str, *, uuid: UUID, people: Iterable[int], values: Mapping[str, str], by: User
) -> BulkChange:
    """Write down what is to be done to whom, for the worker; return it, or what the same form asked before.

    `values` are those of the act's form, as they were sent. Raises PermissionDenied for another's form.
    """
    require(ACTS[name].is_for_many)
    change, is_new = BulkChange.objects.get_or_create(
        uuid=uuid, defaults={"act": name, "values": dict(values), "by": by}
    )
    require((change.by_id, change.act) == (by.pk, name))
    if is_new:
        BulkResult.objects.bulk_create(
            (BulkResult(change=change, prisoner_id=pk) for pk in people), batch_size=500
        )
        enqueue(BULK, change=change.pk)
    return change


def carry_on(change: BulkChange, *, seconds: float = PATIENCE_SECONDS) -> bool:
    """Go on with what waits, forward or back, for as long; say whether something is left."""
    step = _undo_next if change.undo_asked_at else _do_next
    until = monotonic() + seconds
    while step(change):
        if monotonic() > until:
            return True
    return False


def bulk_change(change: int) -> None:
    """The worker's turn at a change, beside whoever asked for it: each takes what nobody is at."""
    for found in BulkChange.objects.filter(pk=change).select_related("by"):
        with override(UserProfile.get_for_user(found.by).get_preferred_language()):
            if carry_on(found, seconds=TURN_SECONDS):
                enqueue(BULK, change=change)


@transaction.atomic
def _do_next(change: BulkChange) -> bool:
    result = change.results.waiting().select_for_update(skip_locked=True).first()
    if result is None:
        return False
    result.refusal = _refused(lambda: _do(change, result))
    result.done_at = None if result.refusal else timezone.now()
    result.save()
    return True


def _do(change: BulkChange, result: BulkResult) -> None:
    act, by = ACTS[change.act], change.by
    record = act.lock(Prisoner(pk=result.prisoner_id))
    require(act.may(by, record.partner))
    form = act.form(change.values, by=by)
    if not form.is_valid():
        raise ValidationError([fault for faults in form.errors.values() for fault in faults])
    before = state_of(record)
    act.run(record, by=by, **filled_in(form))
    after = state_of(record)
    result.before, result.after = changed_since(before, after), digest(after)


def _refused(do: Callable[[], None]) -> str:
    """Do it in a savepoint of its own; return in words why it could not be done, or ""."""
    try:
        with transaction.atomic():
            do()
    except PermissionDenied:
        return str(NOT_YOURS)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    except Exception as fault:
        if not connection.is_usable():
            raise
        logger.warning("Row failed", exc_info=fault, extra={"event": "bulk_row_failed"})
        return str(FAULT)
    return ""


# --- And back -------------------------------------------------------------------------------------
def can_be_undone(change: BulkChange) -> bool:
    act = ACTS.get(change.act)
    if act is None or not act.can_be_undone:
        return False
    return change.undo_asked_at is None and timezone.now() - change.at <= UNDO_WITHIN


@transaction.atomic
def ask_undo(change: BulkChange, *, by: User) -> BulkChange:
    """Stop what still waits, and take back all that was done. Raises TooLate, and PermissionDenied."""
    change = BulkChange.objects.select_for_update(of=("self",)).select_related("by").get(pk=change.pk)
    require(change.by_id == by.pk)
    if not can_be_undone(change):
        raise TooLate
    change.undo_asked_at = timezone.now()
    change.save(update_fields=["undo_asked_at"])
    change.results.waiting().update(refusal=str(STOPPED))
    enqueue(BULK, change=change.pk)
    return change


@transaction.atomic
def _undo_next(change: BulkChange) -> bool:
    result = change.results.to_undo().select_for_update(skip_locked=True).first()
    if result is None:
        return False
    result.undo_refusal = _refused(lambda: _undo(change, result))
    result.undone_at = None if result.undo_refusal else timezone.now()
    result.save()
    return True


def _undo(change: BulkChange, result: BulkResult) -> None:
    record = lock_record(Prisoner(pk=result.prisoner_id))
    require(ACTS[change.act].may(change.by, record.partner))
    if digest(state_of(record)) != result.after:
        raise ValidationError(CHANGED_SINCE)
    put_back(record, result.before or {}, by=change.by)
    log_record(record, "undo_bulk_change", by=change.by, act=change.act)


def forget_old_changes() -> None:
    """What nobody can undo any more is kept as who did what to whom, without the facts."""
    now = timezone.now()
    BulkResult.objects.filter(change__at__lt=now - FACTS_KEPT_FOR).exclude(before=None).update(before=None)
    BulkChange.objects.filter(at__lt=now - FACTS_KEPT_FOR).exclude(values={}).update(values={})
    BulkChange.objects.filter(at__lt=now - KEPT_FOR).delete()
