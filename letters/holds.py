"""Why a letter is held, in the words of the desk: what the call to action says today. Pure."""

from typing import TYPE_CHECKING

from letters.choices.letters import HoldReason
from prisoner_pages.can_be_written_to import Call, CallReason

if TYPE_CHECKING:
    from prisoner_pages.models import Prisoner


HOLD_FOR_REASON = {
    CallReason.NONE: "",
    CallReason.IN_TRANSFER: HoldReason.IN_TRANSFER,
    CallReason.NO_CENSOR: HoldReason.FACILITY_CLOSED,
    CallReason.FACILITY_BLOCKED: HoldReason.FACILITY_CLOSED,
    CallReason.FACILITY_CLOSED: HoldReason.FACILITY_CLOSED,
    CallReason.NO_BASIS: HoldReason.CONSENT_ENDED,
    CallReason.MAIL_UNKNOWN: HoldReason.CANNOT_RECEIVE,
    CallReason.CANNOT_RECEIVE: HoldReason.CANNOT_RECEIVE,
    CallReason.INCOMMUNICADO: HoldReason.CANNOT_RECEIVE,
    CallReason.MISSING: HoldReason.CANNOT_RECEIVE,
    CallReason.HOUSE_ARREST: HoldReason.CANNOT_RECEIVE,
    CallReason.STATUS_UNKNOWN: HoldReason.CANNOT_RECEIVE,
    CallReason.ON_HOLD: HoldReason.STAFF_HOLD,
    CallReason.PAUSED: HoldReason.PAUSED,
    CallReason.PLACE_UNKNOWN: HoldReason.PLACE_UNKNOWN,
    CallReason.ADDRESS_INCOMPLETE: HoldReason.ADDRESS_INCOMPLETE,
    CallReason.NAME_INCOMPLETE: HoldReason.NAME_INCOMPLETE,
    CallReason.PLACE_STALE: HoldReason.PLACE_STALE,
    CallReason.PLACE_STOPPED: HoldReason.PLACE_STOPPED,
    CallReason.PLACE_DOUBTED: HoldReason.PLACE_DOUBTED,
}


def hold_of(prisoner: "Prisoner") -> str:
    """Return the HoldReason of letters to this person, or "" when they may go."""
    answer = prisoner.call_to_action
    if answer.call is Call.WRITE:
        return ""
    return HOLD_FOR_REASON[answer.reason] or HoldReason.CANNOT_RECEIVE


def told_reason(prisoner: "Prisoner") -> CallReason:
    """Return the CallReason a writer is told, "" when letters may go.

    Of somebody who is not public no more is said than that letters wait.
    """
    answer = prisoner.call_to_action
    if answer.call is Call.WRITE:
        return CallReason.NONE
    return answer.told_reason if prisoner.is_public else CallReason.PAUSED
