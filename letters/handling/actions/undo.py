"""Taking back one's own last step, for ten minutes."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from home.registry import provided_by_name
from letters.choices.desk import Act, LogAction, Refusal
from letters.choices.letters import TextStage
from letters.handling.actions.text_versions import drop_last_version, forget_approval
from letters.handling.actions.transitions import Stale, lock_letter
from letters.lifecycle import ACT_RULES
from letters.log.actions.entries import log_by_staff
from letters.models import Letter, LetterLogEntry
from letters.permissions.letters import may_ever, require_role

UNDO_WITHIN = timedelta(minutes=10)
# The text that a step kept goes with it; what was typed stays with the letter.
KEPT: dict[str, TextStage] = {
    LogAction.TRANSLATED: TextStage.HANDED_OVER,
    LogAction.APPROVED: TextStage.APPROVED,
    LogAction.APPROVED_AS_IS: TextStage.APPROVED,
}
ACT_OF: dict[str, Act] = {each.event: act for act, each in ACT_RULES.items() if each.can_be_undone}
CAN_BE_UNDONE = set(ACT_OF)


class TooLate(Exception):
    """The step is not this person's last one, is older than ten minutes, or cannot be taken back."""

    refusal = Refusal.TOO_LATE


@transaction.atomic
def undo(*, letter: Letter, by: User, version: int) -> Letter:
    """Bring the letter back to the state before the last step and return it.

    Raises TooLate, Stale, and PermissionDenied where the step is not this person's to do any more.
    """
    letter = lock_letter(letter)
    if letter.version != version:
        raise Stale(letter)
    step = _own_last_step(letter, by)
    if step is None:
        raise TooLate
    require_role(by, ACT_OF[step.action], letter)
    letter.state, letter.state_since = step.state_before, timezone.localdate()
    letter.closed_because, letter.duplicate_of = "", None
    letter.version += 1
    letter.save(update_fields=["state", "state_since", "closed_because", "duplicate_of", "version"])
    log_by_staff(letter, LogAction.UNDONE, by=by, before=step.state_after, detail=step.action)
    if step.action in KEPT:
        drop_last_version(letter, KEPT[step.action])
        forget_approval(letter)
    # What the step changed beside the letter: function(letter, detail of the step).
    takes_back = provided_by_name("steps_taken_back")
    if step.action in takes_back:
        takes_back[step.action](letter, step.detail)
    return letter


def can_undo(letter: Letter, by: User) -> bool:
    """Is the last step of the letter this person's own, and may it still be taken back?"""
    step = _own_last_step(letter, by)
    return step is not None and may_ever(by, ACT_OF[step.action], letter)


def _own_last_step(letter: Letter, by: User) -> LetterLogEntry | None:
    """Return the last step where it is this person's and may still be taken back, else None."""
    step = letter.log.exclude(state_before="").order_by("-number").first()
    if step is None or step.at is None or step.by_id != by.pk or step.action not in CAN_BE_UNDONE:
        return None
    is_fresh = step.state_after == letter.state and timezone.now() - step.at <= UNDO_WITHIN
    return step if is_fresh else None
