"""Roles in a language as they are given and taken, and what is free again when somebody leaves."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import ngettext
from wagtail.models import Locale

from home.languages.info import SOURCE_LANGUAGE
from home.languages.language_names import LANGUAGE_WORDS
from home.staff.given_roles import GivenRole, Tie, WayToGive
from home.staff.roles import RoleKind, roles_of
from home.translation.models import DeskTranslation
from home.translation.permissions import leads
from home.translation.roles import ROLES
from home.translation.team.actions.roles import end_right, give_right


def may_give(user: User) -> bool:
    return user.is_active and leads(user)


def offered_by(user: User) -> list[GivenRole]:
    """In which languages is said beside the roles."""
    return [GivenRole(role) for role in roles_of(RoleKind.LANGUAGE)]


def languages() -> list[str]:
    """Return the codes of those into which pages are translated."""
    codes = Locale.objects.exclude(language_code=SOURCE_LANGUAGE).order_by("pk")
    return list(codes.values_list("language_code", flat=True))


def held_by(user: User) -> list[GivenRole]:
    rights: dict[str, set[str]] = {}
    for code, right in user.locale_roles.values_list("locale__language_code", "right").order_by("locale"):
        rights.setdefault(code, set()).add(right)
    return [
        GivenRole(role, code, LANGUAGE_WORDS.get(code, code))
        for code, held in rights.items()
        for role in roles_of(RoleKind.LANGUAGE)
        if held & set(role.rights)
    ]


@transaction.atomic
def give(*, user: User, given: GivenRole, by: User, languages: Collection[str]) -> None:
    _require(by, user)
    for locale in Locale.objects.filter(language_code__in=languages):
        for right in given.role.rights:
            give_right(user, right, locale, by=by)


@transaction.atomic
def take(*, user: User, given: GivenRole, by: User) -> None:
    _require(by, user)
    held = user.locale_roles.filter(locale__language_code=given.place, right__in=given.role.rights)
    for right in held:
        end_right(right, by=by)


def _require(by: User, user: User) -> None:
    if not leads(by) or by.pk == user.pk:
        raise PermissionDenied


def texts_of(user: User) -> list[str]:
    count = DeskTranslation.objects.filter(Q(assignee=user) | Q(reviewer=user)).count()
    words = ngettext(
        "%(count)d text that was given to them to translate or review is free for others",
        "%(count)d texts that were given to them to translate or review are free for others",
        count,
    )
    return [words % {"count": count}] if count else []


def free_texts(*, user: User, by: User) -> None:
    DeskTranslation.objects.filter(assignee=user).update(assignee=None)
    DeskTranslation.objects.filter(reviewer=user).update(reviewer=None)


WAYS = {
    RoleKind.LANGUAGE: WayToGive(
        may_give,
        offered_by,
        held_by,
        give,
        take,
        asks_languages=[role.key for role in ROLES],
        languages=languages,
    )
}
TIES = (Tie(texts_of, free_texts),)
