"""Who watches over a desk, who gives whom a seat at it, and what no account may hold at once."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from letters.choices.desk import DeskRole
from letters.models import DeskMember, LetterDesk
from letters.permissions.letters import is_auditor, seats_of
from letters.querysets.desks import LetterDeskQuerySet
from prisoner_pages.permissions.partners import is_coordinator

# One account must never read letters, send them out and rule the site: no administrator holds all of these.
NEVER_TOGETHER = {DeskRole.SCREENER, DeskRole.DISPATCHER}
# Who makes accounts rules the site, whether as a superuser or by this permission.
ADMINISTER = "auth.change_user"


def desks_run_by(user: User) -> list[LetterDesk]:
    """Return the desks that the user coordinates, by a seat at each."""
    return [seat.desk for seat in seats_of(user) if seat.role == DeskRole.COORDINATOR]


def watches_over_desks(user: User) -> bool:
    """Coordinators, of a desk or across partners, and auditors."""
    return user.is_active and bool(desks_run_by(user) or is_coordinator(user) or is_auditor(user))


def runs_desk(user: User, desk: LetterDesk) -> bool:
    """Does the user coordinate this desk, by a seat at it?"""
    return desk in desks_run_by(user)


def desks_shown_to(user: User) -> LetterDeskQuerySet:
    """Return the desks whose settings and seats the user may look at."""
    if is_coordinator(user) or is_auditor(user):
        return LetterDesk.objects.all()
    return LetterDesk.objects.filter(pk__in=[desk.pk for desk in desks_run_by(user)])


def may_change_desk(user: User, desk: LetterDesk) -> bool:
    return runs_desk(user, desk) or is_coordinator(user)


def may_seat(user: User, desk: LetterDesk, role: str) -> bool:
    """May the user give that role at the desk to somebody else?

    Coordinators across partners name the coordinators of desks, and these everybody else at their own: so no
    single person brings a reader in from nothing.
    """
    return is_coordinator(user) if role == DeskRole.COORDINATOR else runs_desk(user, desk)


def gives_seats(user: User) -> bool:
    """May the user give any seat at some desk?"""
    return is_coordinator(user) or bool(desks_run_by(user))


def may_unseat(user: User, member: DeskMember) -> bool:
    """Taking a right away is quick: also by coordinators across partners, and by whoever holds the seat."""
    return user.pk == member.user_id or is_coordinator(user) or may_seat(user, member.desk, member.role)


def administers(user: User) -> bool:
    return user.is_superuser or user.has_perm(ADMINISTER)


def holds_too_much(roles: Iterable[str], *, is_administrator: bool) -> bool:
    """Would an account with these roles read letters, send them out and rule the site at once?"""
    return is_administrator and set(roles) >= NEVER_TOGETHER


def accounts_that_hold_too_much() -> list[User]:
    """Return the active accounts whose roles must stand apart, whatever desks they are at."""
    held: dict[User, set[DeskRole]] = {}
    for seat in DeskMember.objects.seated().filter(role__in=NEVER_TOGETHER).select_related("user"):
        held.setdefault(seat.user, set()).add(DeskRole(seat.role))
    return [user for user, roles in held.items() if holds_too_much(roles, is_administrator=administers(user))]
