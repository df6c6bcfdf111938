"""Why a letter is held: computed from what the record and the place say today. Pure."""

from datetime import timedelta

from letters.choices import HoldReason
from prisoner_pages.choices import FactGroup
from prisoner_pages.policies import FRESH_DAYS, Call, CallReason

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
}


def hold_of(prisoner, *, place_verified_on, is_place_stopped, today):
    """Return the HoldReason of letters to this person, or "" when they may go.

    `place_verified_on` is None where the place was never verified.
    """
    if prisoner.paused_at:
        return HoldReason.PAUSED
    call = prisoner.call_to_action
    if call.call is not Call.WRITE:
        return HOLD_FOR_REASON[call.reason] or HoldReason.CANNOT_RECEIVE
    if not prisoner.facility_id or not prisoner.facility.address_is_complete:
        return HoldReason.ADDRESS_INCOMPLETE
    if place_verified_on is None or today - place_verified_on > timedelta(days=FRESH_DAYS[FactGroup.PLACE]):
        return HoldReason.PLACE_STALE
    return HoldReason.PLACE_STOPPED if is_place_stopped else ""
