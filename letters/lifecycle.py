"""The states of a letter, which follows which, and what the writer is told of each. Pure."""

from letters.choices import LetterState as S
from letters.choices import PublicState

TRANSITIONS = {
    S.RECEIVED: {S.ACCEPTED, S.ASKED, S.REJECTED, S.WITHDRAWN, S.ERASED},
    # Answered with the code within 30 days: received again. Unanswered: rejected.
    S.ASKED: {S.RECEIVED, S.REJECTED, S.WITHDRAWN, S.ERASED},
    # Straight to approved when the facility reads the letter's language and a second person has read it.
    S.ACCEPTED: {S.TRANSLATED, S.APPROVED, S.ASKED, S.REJECTED, S.WITHDRAWN, S.ERASED},
    S.TRANSLATED: {S.APPROVED, S.ASKED, S.REJECTED, S.WITHDRAWN, S.ERASED},
    S.APPROVED: {S.PRINTED, S.REJECTED, S.WITHDRAWN, S.ERASED},
    # Back to approved when pulled before posting.
    S.PRINTED: {S.POSTED, S.APPROVED, S.ERASED},
    S.POSTED: {S.ANSWERED, S.RETURNED, S.ERASED},
    S.ANSWERED: {S.ERASED},
    # Back to approved when addressed anew.
    S.RETURNED: {S.APPROVED, S.ERASED},
    S.REJECTED: {S.ERASED},
    S.WITHDRAWN: {S.ERASED},
    S.ERASED: set(),
}

PUBLIC_STATES = {
    S.RECEIVED: PublicState.RECEIVED,
    S.ASKED: PublicState.WAITING,
    S.ACCEPTED: PublicState.IN_PREPARATION,
    S.TRANSLATED: PublicState.IN_PREPARATION,
    S.APPROVED: PublicState.IN_PREPARATION,
    S.PRINTED: PublicState.IN_PREPARATION,
    S.POSTED: PublicState.SENT,
    S.ANSWERED: PublicState.SENT,
    S.RETURNED: PublicState.SENT,
    S.REJECTED: PublicState.CLOSED,
    S.WITHDRAWN: PublicState.CLOSED,
    S.ERASED: PublicState.CLOSED,
}

# A hold stops printing and posting only; a letter in these states waits while it lasts.
WAITS_WHEN_HELD = frozenset({S.RECEIVED, S.ACCEPTED, S.TRANSLATED, S.APPROVED})


class InvalidTransition(Exception):
    """A letter in this state cannot go to that one."""

    def __init__(self, before, after):
        super().__init__(f"{before} -> {after}")


def check_transition(before, after):
    """Raise InvalidTransition unless a letter may go from `before` to `after`."""
    if S(after) not in TRANSITIONS[S(before)]:
        raise InvalidTransition(before, after)


def public_state(state, *, held):
    """Return what the status page says of a letter; `held` is computed from record and facility."""
    if held and state in WAITS_WHEN_HELD:
        return PublicState.WAITING
    return PUBLIC_STATES[S(state)]
