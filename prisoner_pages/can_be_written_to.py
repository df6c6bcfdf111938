"""Whether one can write to a person, and if not, why: tables, and the answer they give, pure."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from prisoner_pages.choices import FacilityMail, FactGroup, MailStatus, Scope, Status
from prisoner_pages.policies import HEALTH_PLACES, is_fresh

if TYPE_CHECKING:
    from prisoner_pages.models import Facility


# --- Call to action ------------------------------------------------------------------------------
class Call(StrEnum):
    WRITE = "write"
    HELD = "held"  # write anyway, we keep it
    IMPOSSIBLE = "impossible"
    FREED = "freed"
    IN_MEMORY = "in_memory"
    NAME_ONLY = "name_only"


class CallReason(StrEnum):
    """Why a letter is held or cannot be written; each has one fixed sentence on the site."""

    NONE = ""
    IN_TRANSFER = "in_transfer"
    NO_CENSOR = "no_censor"
    FACILITY_BLOCKED = "facility_blocked"
    FACILITY_CLOSED = "facility_closed"
    NO_BASIS = "no_basis"
    MAIL_UNKNOWN = "mail_unknown"
    CANNOT_RECEIVE = "cannot_receive"
    INCOMMUNICADO = "incommunicado"
    MISSING = "missing"
    HOUSE_ARREST = "house_arrest"
    STATUS_UNKNOWN = "status_unknown"
    ON_HOLD = "on_hold"
    PAUSED = "paused"
    PLACE_UNKNOWN = "place_unknown"
    ADDRESS_INCOMPLETE = "address_incomplete"
    NAME_INCOMPLETE = "name_incomplete"
    PLACE_STALE = "place_stale"
    PLACE_STOPPED = "place_stopped"
    PLACE_DOUBTED = "place_doubted"  # never told: see TOLD_AS


# That letters do not arrive is known from somebody close to those who are held there, and of one who is held
# alone a reason of its own would tell that they spoke.
TOLD_AS = {CallReason.PLACE_DOUBTED: CallReason.ON_HOLD}


@dataclass(frozen=True)
class CallToAction:
    call: Call
    reason: CallReason = CallReason.NONE

    @property
    def told_reason(self) -> CallReason:
        """The reason as anybody outside is told it."""
        return TOLD_AS.get(self.reason, self.reason)

    @property
    def takes_letters(self) -> bool:
        return self.call in (Call.WRITE, Call.HELD)

    @property
    def shows_facts(self) -> bool:
        return self.call is not Call.NAME_ONLY

    @property
    def shows_place(self) -> bool:
        """Say whether the place of detention is told as a fact of today.

        Where somebody free or dead was held, and what a court did, belongs to the record of the persecution
        and was public in its sources: it stays in the timeline, with its dates. It is no place of theirs any
        more: not named as one, not disputed, and no filter finds them by it.
        """
        return self.call in (Call.WRITE, Call.HELD, Call.IMPOSSIBLE)


# What a status alone decides; WRITE means: go on and ask consent, mail and facility.
CALL_FOR_STATUS: dict[str, CallToAction] = {
    Status.UNKNOWN: CallToAction(Call.IMPOSSIBLE, CallReason.STATUS_UNKNOWN),
    Status.DETAINED: CallToAction(Call.WRITE),
    Status.HOUSE_ARREST: CallToAction(Call.IMPOSSIBLE, CallReason.HOUSE_ARREST),
    Status.ON_TRIAL: CallToAction(Call.WRITE),
    Status.SENTENCED: CallToAction(Call.WRITE),
    Status.IN_TRANSFER: CallToAction(Call.HELD, CallReason.IN_TRANSFER),
    Status.INCOMMUNICADO: CallToAction(Call.IMPOSSIBLE, CallReason.INCOMMUNICADO),
    Status.HOSPITAL: CallToAction(Call.WRITE),
    Status.RELEASED: CallToAction(Call.FREED),
    Status.RELEASED_UNDER_CONTROL: CallToAction(Call.NAME_ONLY),
    Status.EXCHANGED: CallToAction(Call.FREED),
    Status.DIED: CallToAction(Call.IN_MEMORY),
    Status.MISSING: CallToAction(Call.IMPOSSIBLE, CallReason.MISSING),
}
CALL_FOR_MAIL_STATUS: dict[str, CallToAction] = {
    MailStatus.CAN: CallToAction(Call.WRITE),
    MailStatus.UNKNOWN: CallToAction(Call.IMPOSSIBLE, CallReason.MAIL_UNKNOWN),
    MailStatus.CANNOT: CallToAction(Call.IMPOSSIBLE, CallReason.CANNOT_RECEIVE),
}
CALL_FOR_FACILITY: dict[str, CallToAction] = {
    FacilityMail.OPEN: CallToAction(Call.WRITE),
    FacilityMail.UNKNOWN: CallToAction(Call.WRITE),
    FacilityMail.NO_CENSOR: CallToAction(Call.HELD, CallReason.NO_CENSOR),
    FacilityMail.BLOCKED: CallToAction(Call.HELD, CallReason.FACILITY_BLOCKED),
    FacilityMail.CLOSED: CallToAction(Call.HELD, CallReason.FACILITY_CLOSED),
}
# Where one can write and nothing is posted for now, and by which reason.
HELD_STATUSES = {key: said.reason for key, said in CALL_FOR_STATUS.items() if said.call is Call.HELD}
HELD_PLACES = {key: said.reason for key, said in CALL_FOR_FACILITY.items() if said.call is Call.HELD}
OPEN_STATUSES = frozenset(
    status for status, answer in CALL_FOR_STATUS.items() if answer.call in (Call.WRITE, Call.HELD)
)
# Letters to whoever is held so, and there, go to the post unless something else keeps them.
POSTED_STATUSES = frozenset(status for status, answer in CALL_FOR_STATUS.items() if answer.call is Call.WRITE)
POSTING_PLACES = frozenset(mail for mail, answer in CALL_FOR_FACILITY.items() if answer.call is Call.WRITE)
NAME_ONLY_STATUSES = frozenset(
    status for status, answer in CALL_FOR_STATUS.items() if answer.call is Call.NAME_ONLY
)


# What of a record the call to action reads, beside its place, its bases and the last check of its place.
CALL_COLUMNS = (
    "slug",
    "live",
    "status",
    "mail_status",
    "held_at",
    "paused_at",
    "answers_refused_at",
    "name_ru",
    "has_no_patronymic",
    "facility",
)


def call_to_action(
    *,
    status: str,
    mail_status: str,
    facility_mail: str | None,
    bases: Container[str],
    on_hold: bool,
    is_paused: bool,
    gaps: Sequence[CallReason],
) -> CallToAction:
    """Return what becomes of a letter to this person now: page, form, API, queue and printer ask this alone.

    `facility_mail` is None where no facility is known; `bases` is the set of scopes valid today;
    `on_hold` tells that staff hold this person's letters; `gaps` is what `gaps_in` found. The strongest
    obstacle is named.
    """
    by_status = CALL_FOR_STATUS[status]
    if by_status.call not in (Call.WRITE, Call.HELD):
        return by_status
    if is_paused:
        return CallToAction(Call.HELD, CallReason.PAUSED)
    if Scope.LETTERS not in bases:
        return CallToAction(Call.IMPOSSIBLE, CallReason.NO_BASIS)
    by_mail = CALL_FOR_MAIL_STATUS[mail_status]
    if by_mail.call is not Call.WRITE:
        return by_mail
    if on_hold:
        return CallToAction(Call.HELD, CallReason.ON_HOLD)
    if by_status.call is Call.HELD:
        return by_status
    by_place = CALL_FOR_FACILITY[facility_mail] if facility_mail else CallToAction(Call.WRITE)
    if by_place.call is Call.HELD or not gaps:
        return by_place
    return CallToAction(Call.HELD, gaps[0])


# --- What an envelope still lacks ----------------------------------------------------------------
# Surname, name and patronymic: without the last a prison tells two people of one name apart by chance.
PARTS_OF_ENVELOPE_NAME = 3


# In the order in which they are named.
GAPS = (
    CallReason.PLACE_UNKNOWN,
    CallReason.ADDRESS_INCOMPLETE,
    CallReason.NAME_INCOMPLETE,
    CallReason.PLACE_STALE,
    CallReason.PLACE_STOPPED,
    CallReason.PLACE_DOUBTED,
)
# Of these a place is the cause, and the same for all who are held there.
GAPS_OF_PLACES = frozenset(
    {CallReason.ADDRESS_INCOMPLETE, CallReason.PLACE_STOPPED, CallReason.PLACE_DOUBTED}
)

# Of these nothing in a record is the cause: who looks after the post finds out.
GAPS_OF_POST = frozenset({CallReason.PLACE_STOPPED, CallReason.PLACE_DOUBTED})


def is_envelope_name(name: str, *, has_no_patronymic: bool) -> bool:
    """Say whether this is the whole name in Russian, by which a prison sorts its post."""
    return len(name.split()) >= PARTS_OF_ENVELOPE_NAME - has_no_patronymic


def gaps_in(
    *, facility: "Facility | None", has_envelope_name: bool, place_verified_on: date | None, today: date
) -> list[CallReason]:
    """Return the CallReasons for which a letter could not be posted today, the strongest first.

    Each is work for an editor, or for who looks after the post. `facility` and `place_verified_on` are None
    where the place is not known, or was never verified.
    """
    is_stale = not is_fresh(FactGroup.PLACE, place_verified_on, today)
    found = {
        CallReason.PLACE_UNKNOWN: facility is None,
        CallReason.ADDRESS_INCOMPLETE: facility is not None and not facility.address_is_complete,
        CallReason.NAME_INCOMPLETE: not has_envelope_name,
        CallReason.PLACE_STALE: facility is not None and is_stale,
        CallReason.PLACE_STOPPED: facility is not None and facility.letters_stopped_on is not None,
        CallReason.PLACE_DOUBTED: facility is not None and facility.letters_are_doubted,
    }
    return [gap for gap in GAPS if found[gap]]


# --- As a record answers -------------------------------------------------------------------------
class WrittenTo:
    """What a record says of letters to its person, as of today: its columns, put to the tables above."""

    status: Any
    mail_status: Any
    facility: Any
    name_ru: Any
    has_no_patronymic: Any
    held_at: Any
    paused_at: Any
    answers_refused_at: Any
    bases: Any
    place_verified_on: Any

    @property
    def refuses_answers(self) -> bool:
        """Say whether answering would bring punishment, to this person or to whoever is held there."""
        at_place = self.facility is not None and self.facility.answers_refused
        return self.answers_refused_at is not None or at_place

    @property
    def has_envelope_name(self) -> bool:
        return is_envelope_name(self.name_ru, has_no_patronymic=self.has_no_patronymic)

    @property
    def gaps(self) -> list[CallReason]:
        """What keeps a letter to this person from being posted today, though somebody could mend it."""
        return gaps_in(
            facility=self.facility,
            has_envelope_name=self.has_envelope_name,
            place_verified_on=self.place_verified_on,
            today=timezone.localdate(),
        )

    @property
    def call_to_action(self) -> CallToAction:
        return call_to_action(
            status=self.status,
            mail_status=self.mail_status,
            facility_mail=self.facility.mail_status if self.facility else None,
            bases=self.bases,
            on_hold=self.held_at is not None,
            is_paused=self.paused_at is not None,
            gaps=self.gaps,
        )

    @property
    def letters_arrived_in(self) -> date | None:
        """The first day of the month in which letters are last known to arrive where the person is held.

        None where that is not known or must not be told, where the place is not told, and where letters wait.
        """
        place = self.facility
        if place is None or place.letters_arrived_in is None or self.call_to_action.call is not Call.WRITE:
            return None
        is_told = place.kind not in HEALTH_PLACES or Scope.HEALTH in self.bases
        return place.letters_arrived_in if is_told else None
