"""One act for many letters: each is done or refused by itself, and the list says which and why."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from letters.choices.desk import Act
from letters.handling.actions.opening import require_read_first
from letters.handling.actions.refusals import REFUSED, refusal_of
from letters.handling.actions.simple_acts import do_plainly
from letters.handling.actions.transitions import lock_letter, lock_row
from letters.handling.actions.undo import TooLate, undo
from letters.models import BulkAct, BulkOutcome, Letter

# More than a page of groups at once would keep the person waiting; the rest stays ticked for the next time.
MOST_AT_ONCE = 300


def do_to_all(
    act: Act,
    *,
    uuid: UUID,
    chosen: Sequence[tuple[Letter, int]],
    by: User,
    detail: str = "",
    chosen_count: int | None = None,
) -> BulkAct:
    """Do the act to each of `chosen`, pairs of (letter, version as seen); return the BulkAct.

    `uuid` is the form's: sent again, what was done is not done twice, and what was not reached goes on.
    Raises PermissionDenied when the form was another person's or for another act.
    """
    count = len(chosen) if chosen_count is None else chosen_count
    bulk, _made = BulkAct.objects.get_or_create(
        uuid=uuid, defaults={"act": act, "by": by, "detail": detail, "chosen_count": count}
    )
    if (bulk.by_id, bulk.act) != (by.pk, act):
        raise PermissionDenied
    for letter, version in chosen[:MOST_AT_ONCE]:
        _do_to_one(bulk, letter, version, by)
    return bulk


def _do_to_one(bulk: BulkAct, letter: Letter, version: int, by: User) -> None:
    try:
        _do_once(bulk, letter, version, by)
    except REFUSED as error:
        BulkOutcome.objects.get_or_create(bulk=bulk, letter=letter, defaults={"refusal": refusal_of(error)})


@transaction.atomic
def _do_once(bulk: BulkAct, letter: Letter, version: int, by: User) -> None:
    lock_row(letter)
    if bulk.outcomes.filter(letter=letter).exists():
        return
    act = Act(bulk.act)
    require_read_first(act, letter=letter, by=by)
    done = do_plainly(act, letter=letter, by=by, version=version, detail=bulk.detail)
    BulkOutcome.objects.create(bulk=bulk, letter=letter, version=done.version)


def undo_all(*, bulk: BulkAct, by: User, only: int | None = None) -> None:
    """Take the act back for every letter where that can be, or for the outcome with pk `only`.

    What cannot be undone keeps its reason in the outcome. Raises PermissionDenied for another's act.
    """
    if bulk.by_id != by.pk:
        raise PermissionDenied
    waiting = bulk.outcomes.filter(refusal="", undone_at=None)
    for outcome in waiting.filter(pk=only) if only else waiting:
        _undo_one(outcome, by)


def _undo_one(outcome: BulkOutcome, by: User) -> None:
    try:
        with transaction.atomic():
            _undo_step(outcome, by)
    except REFUSED as error:
        outcome.undo_refusal = refusal_of(error)
        outcome.save(update_fields=["undo_refusal"])


def _undo_step(outcome: BulkOutcome, by: User) -> None:
    letter = lock_letter(outcome.letter)
    # After a note or somebody else's step only the letter's page can tell what may be undone.
    if letter.version != outcome.version:
        raise TooLate
    undo(letter=letter, by=by, version=outcome.version)
    outcome.undone_at, outcome.undo_refusal = timezone.now(), ""
    outcome.save(update_fields=["undone_at", "undo_refusal"])
