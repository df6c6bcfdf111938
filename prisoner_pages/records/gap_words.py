"""What keeps letters from being posted, as work for those who keep the records."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from prisoner_pages.can_be_written_to import HELD_PLACES, HELD_STATUSES, CallReason
from prisoner_pages.choices import FacilityMail, Status

if TYPE_CHECKING:
    from prisoner_pages.models import Prisoner

# How a gap is called in lists, and what to do about it.
GAP_LABELS = {
    CallReason.PLACE_UNKNOWN: _("no place of detention"),
    CallReason.ADDRESS_INCOMPLETE: _("address of the place incomplete"),
    CallReason.NAME_INCOMPLETE: _("no full name with patronymic in Russian"),
    CallReason.PLACE_STALE: _("place not verified for 60 days"),
    CallReason.PLACE_STOPPED: _("letters come back from the place"),
    CallReason.PLACE_DOUBTED: _("letters are said not to arrive at the place"),
}
GAP_WORK = {
    CallReason.PLACE_UNKNOWN: _("Find out where the person is held, and enter the place of detention."),
    CallReason.ADDRESS_INCOMPLETE: _("Complete the name, address and index of the place, in Russian."),
    CallReason.NAME_INCOMPLETE: _(
        "Enter the full name in Russian as in prison papers, or tick that there is no patronymic."
    ),
    CallReason.PLACE_STALE: _("Find out whether the person is still held there, and say so."),
    CallReason.PLACE_STOPPED: _("The letter desk finds out why letters come back, and lets them go again."),
    CallReason.PLACE_DOUBTED: _(
        "Letters are said not to arrive there. Find out more: a newer note that they do lets them go again."
    ),
}
# What the record itself says that letters are held by.
HELD_LABELS = {
    **{reason: Status(each).label for each, reason in HELD_STATUSES.items()},
    **{reason: FacilityMail(each).label for each, reason in HELD_PLACES.items()},
}
HELD_BY_STAFF = _("held by staff")
# The same, and what else an editor can do so that letters are taken.
ENVELOPE_WORK = {
    CallReason.STATUS_UNKNOWN: _("Enter the status: whether the person is held, and how."),
    CallReason.NO_BASIS: _("Record a basis for letters."),
    CallReason.MAIL_UNKNOWN: _("Find out whether letters reach the person, and say so."),
    CallReason.ON_HOLD: _("Letters are held. A moderator lets them go again."),
    **GAP_WORK,
}
# No letter waits for it, and an envelope wants it.
YEAR_WORK = _("Find out the year of birth.")


def gaps_in_words(record: "Prisoner") -> str:
    """Return what letters to somebody one can write to wait for, "" where they can be posted."""
    gaps = record.gaps if record.call_to_action.takes_letters else []
    return ", ".join(str(GAP_LABELS[gap]) for gap in gaps)
