"""Giving roles to accounts and taking them; each kind in the way of the app that has it."""

from collections.abc import Collection, Iterable

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from home.registry import provided
from home.staff.actions.newcomers import tell_of_change
from home.staff.actions.sessions import end_sessions
from home.staff.given_roles import GivenRole, held_by, offered_by, ways_to_give
from home.staff.permissions import role_changes
from home.staff.roles import RoleKind


def chosen_from(by: User, keys: Iterable[str]) -> list[GivenRole]:
    """Return the roles with these keys that `by` may give. Raises PermissionDenied for any other."""
    offered = {given.key: given for given in offered_by(by)}
    try:
        return [offered[key] for key in keys]
    except KeyError:
        raise PermissionDenied from None


@transaction.atomic
def give_roles(*, user: User, keys: Iterable[str], by: User, languages: Collection[str] = ()) -> None:
    """Give all of these roles or none. Raises PermissionDenied, and ValidationError for roles apart."""
    for given in chosen_from(by, keys):
        ways_to_give()[given.role.kind].give(user=user, given=given, by=by, languages=languages)
    for refuse in provided("refusals_of_roles"):
        refuse(user)
    end_sessions(user)


@transaction.atomic
def add_roles(*, user: User, keys: Collection[str], by: User, languages: Collection[str] = ()) -> None:
    """Give roles to an account that there is; all who manage the staff hear of one for the whole site.

    Raises as `give_roles` does.
    """
    give_roles(user=user, keys=keys, by=by, languages=languages)
    if any(given.role.kind == RoleKind.ACCOUNT for given in held_by(user) if given.key in keys):
        tell_of_change(role_changes(user).filter(user=by).latest("pk"))


@transaction.atomic
def take_role(*, user: User, key: str, by: User) -> GivenRole | None:
    """Take one role of the user; return it, or None where it was taken already. Raises PermissionDenied."""
    given = next((each for each in held_by(user) if each.key == key), None)
    if given:
        ways_to_give()[given.role.kind].take(user=user, given=given, by=by)
        end_sessions(user)
    return given
