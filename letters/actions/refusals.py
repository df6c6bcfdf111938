"""Which errors of actions are answers to a person and not faults, by the code of their words."""

from django.core.exceptions import PermissionDenied, ValidationError

from letters.actions.approving import NeedsTranslation, NotReady
from letters.actions.correcting import CorrectionBegun
from letters.actions.moderation import DrawingUndecided, WriterMustBeAsked
from letters.actions.moves import ClaimedByOther, LetterHeld, Stale, TooManyClosed
from letters.actions.open import TooManyOpened, Unread
from letters.actions.returns import NothingLeft, SamePlace
from letters.actions.undo import TooLate
from letters.choices import Refusal
from letters.lifecycle import InvalidTransition
from letters.permissions import FourEyes
from letters.sealing import UnsealError

# The first that fits counts: the more special error stands before the one it is a kind of.
REFUSAL_OF = {
    Stale: Refusal.STALE,
    ClaimedByOther: Refusal.CLAIMED,
    LetterHeld: Refusal.HELD,
    InvalidTransition: Refusal.NOT_NOW,
    FourEyes: Refusal.FOUR_EYES,
    TooManyOpened: Refusal.CAPPED,
    TooManyClosed: Refusal.CLOSED_ENOUGH,
    Unread: Refusal.UNREAD,
    PermissionDenied: Refusal.NOT_ALLOWED,
    DrawingUndecided: Refusal.NO_DECISION,
    WriterMustBeAsked: Refusal.ASK_FIRST,
    NotReady: Refusal.NOT_READY,
    NeedsTranslation: Refusal.NEEDS_TRANSLATION,
    CorrectionBegun: Refusal.CORRECTION_BEGUN,
    SamePlace: Refusal.SAME_PLACE,
    NothingLeft: Refusal.NOTHING_LEFT,
    ValidationError: Refusal.INCOMPLETE,
    UnsealError: Refusal.SEALED,
    TooLate: Refusal.TOO_LATE,
}
REFUSED = tuple(REFUSAL_OF)


def refusal_of(error):
    """Return the Refusal that says why."""
    return next(refusal for kind, refusal in REFUSAL_OF.items() if isinstance(error, kind))
