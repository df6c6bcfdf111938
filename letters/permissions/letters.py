"""Which letters a member of staff finds, what they may do to one, and what of it they may read."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from home.languages.info import CONTENT_LANGUAGES
from home.staff.permissions import are_two
from letters.choices.desk import Act, DeskRole, DeskWork, LogAction, Refusal
from letters.choices.letters import LetterPart
from letters.lifecycle import (
    ACCESS_ASKED_BY,
    ACCESS_GRANTED_BY,
    ACT_RULES,
    BARRED_AFTER_KEYING_IN,
    CLOSED,
    DESK_WORK,
    FOUR_EYES,
    LONE_MAY,
    acts_for,
    is_readable,
)
from letters.models import DeskMember, GlassBreak, Letter, LetterDesk, PlaceStop, Reply
from letters.querysets.desks import DeskMemberQuerySet, GlassBreakQuerySet
from letters.querysets.letters import LetterQuerySet
from letters.querysets.posting import PlaceStopQuerySet, ReplyQuerySet
from prisoner_pages.models import Prisoner

AUDIT = "letters.audit_letters"
BACKEND = "django.contrib.auth.backends.ModelBackend"


class FourEyes(PermissionDenied):
    """The same person did the step before; another one must do `act`."""

    refusal = Refusal.FOUR_EYES

    def __init__(self, act: Act) -> None:
        super().__init__(f"{act}: another person's")
        self.act = act


def seats_of(user: User) -> list[DeskMember]:
    """Return the seats this user holds today, with desks; asked once a request. Superusers have no more."""
    kept = cast(Any, user)
    if not hasattr(kept, "seats_today"):
        seats = (
            DeskMember.objects.seated().select_related("desk__partner")
            if user.is_active
            else DeskMember.objects.none()
        )
        kept.seats_today = list(seats.filter(user_id=user.pk))
    return kept.seats_today


def works_at_a_desk(user: User) -> bool:
    return bool(seats_of(user))


def is_auditor(user: User) -> bool:
    return user.is_active and user.has_perm(AUDIT)


def auditors() -> QuerySet[User]:
    """Return the accounts that hold the right to audit as their own, not as superusers."""
    holders = get_user_model().objects.with_perm(AUDIT, include_superusers=False, backend=BACKEND)
    return holders.filter(is_active=True, is_superuser=False)


def desks_for(user: User, work: DeskWork) -> list[LetterDesk]:
    """Return the desks at which the user does this work (DeskWork), each once."""
    return list({seat.desk_id: seat.desk for seat in seats_of(user) if seat.role in DESK_WORK[work]}.values())


def does(user: User, work: DeskWork) -> bool:
    return bool(desks_for(user, work))


def require_desk_work(user: User, work: DeskWork, desk_partner_id: int) -> None:
    """Raise PermissionDenied unless the user does this work at the desk of that partner."""
    if desk_partner_id not in {desk.partner_id for desk in desks_for(user, work)}:
        raise PermissionDenied


def desk_partner_of(prisoner: Prisoner) -> int:
    """Return the id of the partner whose desk handles letters to this person."""
    return prisoner.partner.letter_desk_id or prisoner.partner_id


def takes_in_for(desk: LetterDesk, prisoner: Prisoner) -> bool:
    """Does the desk bring in paper to this person: one of its own, or to whom the site takes letters?

    The letter goes to the person's own desk, whoever has typed it.
    """
    is_own = desk_partner_of(prisoner) == desk.partner_id
    return is_own or Prisoner.objects.accepting_letters().filter(pk=prisoner.pk).exists()


def desk_of(letter: Letter) -> LetterDesk | None:
    """Return the desk that handles the letter, or None while its partner has no staff."""
    partner = letter.prisoner.partner
    return LetterDesk.objects.filter(partner_id=partner.letter_desk_id or partner.pk).first()


def may_print_at(user: User, desk: LetterDesk) -> bool:
    return desk in desks_for(user, DeskWork.PRINT)


def letters_seen_by(user: User) -> LetterQuerySet:
    """Return the letters that this user finds in lists, by their seats."""
    return Letter.objects.listed_for(seats_of(user))


def stops_seen_by(user: User) -> PlaceStopQuerySet:
    """Return the stops of places that concern the desks where the user looks after the post."""
    return PlaceStop.objects.seen_from([desk.partner_id for desk in desks_for(user, DeskWork.WATCH_POST)])


def replies_seen_by(user: User) -> ReplyQuerySet:
    return Reply.objects.filter(desk__in=desks_for(user, DeskWork.LIST_REPLIES))


def replies_to_translate(user: User) -> ReplyQuerySet:
    """Return the replies that a dispatcher asks this very account to translate, by its seats today."""
    seats = [seat for seat in seats_of(user) if seat.role in DESK_WORK[DeskWork.TRANSLATE_REPLIES]]
    return Reply.objects.asked_of(user, seats)


def reply_translators(desk: LetterDesk) -> list[tuple[User, str]]:
    """Return (account, language) of all who may be asked to translate a reply of the desk, by name.

    Writers read the site in its own languages: into others nobody is asked.
    """
    seats = DeskMember.objects.seated().filter(desk=desk, role__in=DESK_WORK[DeskWork.TRANSLATE_REPLIES])
    named = seats.select_related("user").order_by("user__username", "pk")
    ours = dict(CONTENT_LANGUAGES)
    return [(seat.user, code) for seat in named for code in seat.language_codes if code in ours]


def roles_for(user: User, letter: Letter) -> set[DeskRole]:
    """Return the user's roles towards this letter; a translator has one only in their languages."""
    partner = letter.prisoner.partner
    desk_partner = partner.letter_desk_id or partner.pk
    seats = [seat for seat in seats_of(user) if seat.desk.partner_id == desk_partner]
    return {
        DeskRole(seat.role)
        for seat in seats
        if seat.role != DeskRole.TRANSLATOR or letter.language in seat.language_codes
    }


def acts_open_to(user: User, letter: Letter) -> list[Act]:
    """Return the acts that this user may do to the letter as it stands, in the order of the table."""
    return acts_for(roles_for(user, letter), letter.state)


def may_work_on(user: User, letter: Letter) -> bool:
    """Is anything left to do for this user that one takes a letter for? A closed one is nobody's work."""
    if letter.state in CLOSED:
        return False
    return bool(set(acts_open_to(user, letter)) - {Act.NOTE})


def may_ever(user: User, act: Act, letter: Letter) -> bool:
    """May one of the user's roles towards the letter do the act, in whatever state?"""
    return bool(ACT_RULES[act].by & roles_for(user, letter))


def require_role(user: User, act: Act, letter: Letter) -> None:
    """Raise PermissionDenied unless one of the user's roles towards the letter may do the act."""
    if not may_ever(user, act, letter):
        raise PermissionDenied


def require_four_eyes(user: User, act: Act, letter: Letter) -> None:
    """Raise FourEyes when the user also had a hand in what this act is to check."""
    if is_barred(user, act, letter):
        raise FourEyes(act)


def is_barred(user: User, act: Act, letter: Letter) -> bool:
    """Is the act another person's, as it checks what this user did to the letter?"""
    return had_hand_in(user, act, letter) and not may_do_alone(user, act, letter)


def had_hand_in(user: User, act: Act, letter: Letter) -> bool:
    """Did the user ever do to the letter what this act is to check?"""
    checked = checked_by(act)
    return bool(checked) and letter.log.filter(action__in=checked, by=user).exists()


def checked_by(act: Act) -> set[LogAction]:
    """Return what in a letter's log (LogAction) the act is a second look at."""
    keyed_in = {LogAction.KEYED_IN} if act in BARRED_AFTER_KEYING_IN else set()
    return keyed_in | {ACT_RULES[earlier].event for earlier in FOUR_EYES.get(act, ())}


def who_may(act: Act, letter: Letter, *, but: User) -> list[str]:
    """Return the names of those at the letter's desk who may do the act to it: by role, language, four eyes.

    Without the user `but`. Two queries.
    """
    seats = _seats_at_desk_of(letter).filter(role__in=ACT_RULES[act].by).exclude(user=but)
    able = {
        seat.user
        for seat in seats
        if seat.role != DeskRole.TRANSLATOR or letter.language in seat.language_codes
    }
    barred = set(letter.log.filter(action__in=checked_by(act)).values_list("by", flat=True))
    return sorted(user.get_username() for user in able if user.pk not in barred)


def coordinators_for(letter: Letter) -> list[str]:
    """Return the names of those who give roles at the letter's desk."""
    seats = _seats_at_desk_of(letter).in_role(DeskRole.COORDINATOR)
    return sorted({seat.user.get_username() for seat in seats})


def _seats_at_desk_of(letter: Letter) -> DeskMemberQuerySet:
    partner = desk_partner_of(letter.prisoner)
    return DeskMember.objects.seated().filter(desk__partner=partner).select_related("user")


def may_do_alone(user: User, act: Act, letter: Letter) -> bool:
    """May the user do the act though they did to the letter what it is to check?"""
    return act in LONE_MAY and is_lone_translator(user, letter)


def is_lone_translator(user: User, letter: Letter) -> bool:
    """Does the desk let this user approve their own translation, as nobody else there reads the language?"""
    desk = desk_of(letter)
    if desk is None or not desk.allows_lone_translators:
        return False
    seats = DeskMember.objects.seated().filter(desk=desk, role=DeskRole.TRANSLATOR)
    return {seat.user_id for seat in seats if letter.language in seat.language_codes} == {user.pk}


def may_read(user: User, part: LetterPart, letter: Letter) -> bool:
    """May the user open that part of the letter: by a role, or by an emergency access that holds?"""
    return is_readable(part, roles_for(user, letter), letter.state) or has_emergency_access(user, letter)


def has_emergency_access(user: User, letter: Letter, at: datetime | None = None) -> bool:
    """Was the user granted access in an emergency that holds, and are they still one who may ask for it?"""
    if not ACCESS_ASKED_BY & roles_for(user, letter):
        return False
    return GlassBreak.objects.holding(at).filter(letter=letter, asked_by=user).exists()


def may_ask_for_access(user: User, letter: Letter) -> bool:
    """May the user ask to read the letter in an emergency, as long as there is something to read?"""
    return bool(letter.sealed_body) and bool(ACCESS_ASKED_BY & roles_for(user, letter))


def may_grant_access(user: User, asked: GlassBreak) -> bool:
    """Another coordinator of the letter's desk, or an auditor; never who asked, and no superuser as such.

    Nor an account that is in one hand with that of whoever asked, as far as invitations tell.
    """
    audits = is_auditor(user) and not user.is_superuser
    may = audits or bool(ACCESS_GRANTED_BY & roles_for(user, asked.letter))
    return may and are_two(user, asked.asked_by)


def access_requests_shown_to(user: User) -> GlassBreakQuerySet:
    """Return the requests for access that the user finds: auditors all, coordinators those of their desks."""
    if is_auditor(user):
        return GlassBreak.objects.all()
    run = [seat.desk.partner_id for seat in seats_of(user) if seat.role in ACCESS_GRANTED_BY]
    return GlassBreak.objects.at_desks(run)


def require_read(user: User, part: LetterPart, letter: Letter) -> None:
    """Raise PermissionDenied unless the user may open that part."""
    if not may_read(user, part, letter):
        raise PermissionDenied
