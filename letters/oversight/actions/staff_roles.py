"""Seats as roles that are given and taken, and letters that are free again when somebody leaves."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from home.languages.language_names import LANGUAGE_WORDS
from home.languages.ordering import by_alphabet
from home.staff.given_roles import GivenRole, Tie, WayToGive
from home.staff.roles import RoleKind, roles_of
from letters.choices.desk import DeskRole
from letters.models import DeskMember, Letter, LetterDesk
from letters.oversight.actions.desks import seat, unseat
from letters.oversight.rules import ROLES_APART
from letters.permissions.seats import administers, desks_shown_to, gives_seats, holds_too_much, may_seat


def offered_by(user: User) -> list[GivenRole]:
    """The seats that this user may give, at each desk."""
    desks = (
        desks_shown_to(user)
        .filter(partner__closed_on=None)
        .select_related("partner")
        .order_by(*by_alphabet("partner__name_uk"))
    )
    return [
        GivenRole(role, desk.partner.slug, str(desk))
        for desk in desks
        for role in roles_of(RoleKind.DESK)
        if may_seat(user, desk, role.key)
    ]


def held_by(user: User) -> list[GivenRole]:
    roles = {role.key: role for role in roles_of(RoleKind.DESK)}
    seats = DeskMember.objects.filter(user=user).select_related("desk__partner").order_by("desk", "role")
    return [GivenRole(roles[each.role], each.desk.partner.slug, str(each.desk)) for each in seats]


def give(*, user: User, given: GivenRole, by: User, languages: Collection[str]) -> None:
    codes = ",".join(languages) if given.role.key == DeskRole.TRANSLATOR else ""
    desk = LetterDesk.objects.get(partner__slug=given.place)
    seat(desk=desk, user=user, role=given.role.key, by=by, languages=codes)


def take(*, user: User, given: GivenRole, by: User) -> None:
    for member in DeskMember.objects.filter(
        user=user, desk__partner__slug=given.place, role=given.role.key
    ).select_related("desk", "user"):
        unseat(member=member, by=by)


def refuse_too_much(user: User) -> None:
    """Raise ValidationError where roles of the account must stand apart, whoever gave them."""
    roles = DeskMember.objects.filter(user=user).values_list("role", flat=True)
    if holds_too_much(roles, is_administrator=administers(user)):
        raise ValidationError(ROLES_APART)


def letters_of(user: User) -> list[str]:
    count = Letter.objects.filter(claimed_by=user).count()
    words = ngettext(
        "%(count)d letter that they were working on goes back to the queue",
        "%(count)d letters that they were working on go back to the queue",
        count,
    )
    return [words % {"count": count}] if count else []


def free_letters(*, user: User, by: User) -> None:
    Letter.objects.filter(claimed_by=user).update(claimed_by=None, claimed_until=None)


WAYS = {
    RoleKind.DESK: WayToGive(
        gives_seats,
        offered_by,
        held_by,
        give,
        take,
        asks_languages=[DeskRole.TRANSLATOR.value],
        languages=lambda: list(LANGUAGE_WORDS),
    )
}
TIES = (Tie(letters_of, free_letters),)
