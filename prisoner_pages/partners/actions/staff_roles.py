"""Roles at a partner and for the whole site, as they are given and taken."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from wagtail.log_actions import log

from home.staff.given_roles import GivenRole, WayToGive
from home.staff.roles import Role, RoleKind, roles_of
from prisoner_pages.models import Partner
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.permissions.partners import is_coordinator, require

# --- For the whole site: administrators give them, nobody else ------------------------------------


def may_give_site_roles(user: User) -> bool:
    return user.is_active and user.is_superuser


def site_roles_offered_by(user: User) -> list[GivenRole]:
    return [GivenRole(role) for role in roles_of(RoleKind.ACCOUNT)]


def site_roles_held_by(user: User) -> list[GivenRole]:
    names = set(user.groups.values_list("name", flat=True))
    return [
        GivenRole(role)
        for role in roles_of(RoleKind.ACCOUNT)
        if (user.is_superuser if role.is_superuser else role.group in names)
    ]


@transaction.atomic
def give_site_role(*, user: User, given: GivenRole, by: User, **_languages: Any) -> None:
    require(may_give_site_roles(by) and by.pk != user.pk)
    _set_site_role(user, given.role, has=True)
    _log(user, "give_role", given, by)


@transaction.atomic
def take_site_role(*, user: User, given: GivenRole, by: User) -> None:
    require(may_give_site_roles(by) and by.pk != user.pk)
    _set_site_role(user, given.role, has=False)
    _log(user, "take_role", given, by)


def _set_site_role(user: User, role: Role, *, has: bool) -> None:
    if role.is_superuser:
        user.is_superuser = user.is_staff = has
        user.save(update_fields=["is_superuser", "is_staff"])
    elif has:
        user.groups.add(group_of(role))
    else:
        user.groups.remove(*Group.objects.filter(name=role.group))


# --- At a partner: coordinators give them ---------------------------------------------------------


def partner_roles_offered_by(user: User) -> list[GivenRole]:
    return list(_at(Partner.objects.open()))


def partner_roles_held_by(user: User) -> list[GivenRole]:
    groups = set(user.groups.values_list("pk", flat=True))
    return [
        given
        for partner in Partner.objects.of(user)
        for given in _at([partner])
        if getattr(partner, f"{given.role.group}_id") in groups
    ]


def _at(partners: Any) -> Iterator[GivenRole]:
    """Yield the roles at each partner that has a workspace."""
    for partner in partners:
        for role in roles_of(RoleKind.PARTNER):
            if getattr(partner, f"{role.group}_id"):
                yield GivenRole(role, partner.slug, str(partner))


@transaction.atomic
def give_partner_role(*, user: User, given: GivenRole, by: User, **_languages: Any) -> None:
    require(is_coordinator(by) and by.pk != user.pk)
    user.groups.add(_group_at(given))
    _log(user, "give_role", given, by)


@transaction.atomic
def take_partner_role(*, user: User, given: GivenRole, by: User) -> None:
    require(is_coordinator(by) and by.pk != user.pk)
    user.groups.remove(_group_at(given))
    _log(user, "take_role", given, by)


def _group_at(given: GivenRole) -> Group:
    return getattr(Partner.objects.get(slug=given.place), given.role.group)


def _log(user: User, action: str, given: GivenRole, by: User) -> None:
    log(user, f"home.{action}", user=by, title=user.get_username(), data={"role": given.key})


WAYS = {
    RoleKind.ACCOUNT: WayToGive(
        may_give_site_roles, site_roles_offered_by, site_roles_held_by, give_site_role, take_site_role
    ),
    RoleKind.PARTNER: WayToGive(
        is_coordinator, partner_roles_offered_by, partner_roles_held_by, give_partner_role, take_partner_role
    ),
}
