"""Which errors of actions are answers to a person and no faults, and the Refusal of each."""

from django.core.exceptions import PermissionDenied, ValidationError

from letters.choices.desk import Refusal
from letters.handling.actions.transitions import ClaimedByOther, LetterHeld, Stale, WantedBack
from letters.handling.actions.undo import TooLate
from letters.lifecycle import InvalidTransition
from letters.sealing.sealed_box import LettersLocked, UnsealError

# Our errors have an attribute `refusal`; these kinds are not ours, or know nothing of letters.
REFUSAL_OF: dict[type[Exception], Refusal] = {
    PermissionDenied: Refusal.NOT_ALLOWED,
    ValidationError: Refusal.INCOMPLETE,
    LettersLocked: Refusal.LOCKED,  # before the kind that it is one of
    UnsealError: Refusal.SEALED,
}
REFUSED: tuple[type[Exception], ...] = (
    Stale,
    ClaimedByOther,
    LetterHeld,
    WantedBack,
    InvalidTransition,
    TooLate,
    *REFUSAL_OF,
)


def refusal_of(error: Exception) -> Refusal:
    """Return the code that says why; `error` is one of `REFUSED`."""
    kinds = (refusal for kind, refusal in REFUSAL_OF.items() if isinstance(error, kind))
    return getattr(error, "refusal", None) or next(kinds)
