"""What the site says of writing to a person: one fixed sentence for each call to action and each reason."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prisoner_pages.can_be_written_to import Call, CallReason

CALL_WORDS = {
    Call.WRITE: _("You can write to this person."),
    Call.HELD: _("You can write. We keep your letter and send it as soon as it can arrive."),
    Call.IMPOSSIBLE: _("Letters cannot be sent to this person now."),
    Call.FREED: _("This person is free. Letters to prison are no longer needed."),
    Call.IN_MEMORY: _("This page is kept in memory. Letters are no longer taken."),
    Call.NAME_ONLY: _("Letters to this person are not taken."),
}
WAIT_FOR_NOW = _("Letters to this person wait for now; we keep them safe.")
REASON_WORDS: dict[CallReason, Promise | str] = {
    CallReason.NONE: "",
    CallReason.IN_TRANSFER: _("The person is being moved to another place, and nobody knows for how long."),
    CallReason.NO_CENSOR: _("There is no censor at the place of detention now, so letters lie there unread."),
    CallReason.FACILITY_BLOCKED: _("The place of detention does not let letters through now."),
    CallReason.FACILITY_CLOSED: _(
        "The place of detention has been closed, and the new one is not known yet."
    ),
    CallReason.NO_BASIS: _("We have not been told that letters are wished for."),
    CallReason.MAIL_UNKNOWN: _("We do not know yet whether letters arrive."),
    CallReason.CANNOT_RECEIVE: _("Letters are not handed to this person."),
    CallReason.INCOMMUNICADO: _("The person is held without any contact with the outside."),
    CallReason.MISSING: _("We do not know where the person is."),
    CallReason.HOUSE_ARREST: _("The person is at home under arrest and may not receive letters from us."),
    CallReason.STATUS_UNKNOWN: _("We do not know where and how the person is held."),
    CallReason.ON_HOLD: WAIT_FOR_NOW,
    # No more is said than of anybody whose letters wait: a pause is quiet.
    CallReason.PAUSED: WAIT_FOR_NOW,
    CallReason.PLACE_DOUBTED: WAIT_FOR_NOW,
    CallReason.PLACE_UNKNOWN: _("We do not know where the person is held, and keep letters until we do."),
    CallReason.ADDRESS_INCOMPLETE: _(
        "We do not have the whole postal address of the place of detention, and keep letters until we do."
    ),
    CallReason.NAME_INCOMPLETE: _(
        "We do not have the full name with patronymic for the envelope, and keep letters until we do."
    ),
    CallReason.PLACE_STALE: _(
        "We have not made sure lately where the person is held, and keep letters until we have."
    ),
    CallReason.PLACE_STOPPED: _(
        "Letters have come back from the place of detention, and we keep new ones until we know why."
    ),
}
# Of several people: "12 — …".
GROUP_WORDS: dict[CallReason | Call, Promise] = {
    CallReason.NO_BASIS: _("we have not been told that letters are wished for"),
    CallReason.MAIL_UNKNOWN: _("it is not known yet whether letters arrive"),
    CallReason.CANNOT_RECEIVE: _("letters are not handed over"),
    CallReason.INCOMMUNICADO: _("held without any contact with the outside"),
    CallReason.MISSING: _("nobody knows where they are"),
    CallReason.HOUSE_ARREST: _("under arrest at home, where letters are not allowed"),
    CallReason.STATUS_UNKNOWN: _("it is not known where and how they are held"),
    Call.FREED: _("already free"),
    Call.IN_MEMORY: _("no longer alive; their pages are kept in memory"),
}
