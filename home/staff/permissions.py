"""Who sees, invites and closes the accounts of others."""

from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from home.models import Invitation
from home.models.invitations import InvitationQuerySet
from home.staff.given_roles import gives_roles, held_by, offered_by
from home.staff.roles import RoleKind
from home.staff.rules import SAME_HAND_FOR, hand_of

# Coordinators of the site and administrators have it; who runs a desk invites to it without.
MANAGE_STAFF = "home.manage_staff"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def manages_staff(user: User) -> bool:
    return user.is_active and user.has_perm(MANAGE_STAFF)


def managers() -> QuerySet[User]:
    """Return the accounts that manage the staff: coordinators of the site, and administrators."""
    return cast(Any, get_user_model().objects).with_perm(MANAGE_STAFF, backend=BACKEND)


def may_invite(user: User) -> bool:
    """Whoever may give a role may invite somebody to it."""
    return user.is_active and gives_roles(user)


def invitations_of(user: User) -> InvitationQuerySet:
    """Return the waiting invitations that the user sees, sends again and takes back."""
    waiting = Invitation.objects.waiting().select_related("by").order_by("-sent_at")
    return waiting if manages_staff(user) else waiting.filter(by=user)


def may_send_again(user: User, invitation: Invitation) -> bool:
    """Whoever sends it again offers its roles anew, so they must be able to give them."""
    return set(invitation.roles) <= {given.key for given in offered_by(user)}


def are_two(one: User | None, other: User | None) -> bool:
    """Are these two people, as far as can be told: neither came by a young invitation of the other's?

    Nor by those of a third person, who could hold both accounts. Asked wherever a second person confirms.
    """
    if one is None or other is None:
        return False
    inviters = _young_inviters(one)
    return hand_of(one.pk, inviters) != hand_of(other.pk, inviters)


def _young_inviters(asking: User) -> dict[int, int]:
    """Return {account: who invited it} of the last days; asked once a request."""
    kept = cast(Any, asking)
    if not hasattr(kept, "young_inviters"):
        young = Invitation.objects.used_since(timezone.now() - SAME_HAND_FOR)
        kept.young_inviters = dict(young.values_list("account", "by"))
    return kept.young_inviters


def may_close(by: User, user: User) -> bool:
    """Nobody closes their own account; those that work for the whole site are closed by administrators."""
    if not manages_staff(by) or by.pk == user.pk:
        return False
    works_for_all = any(given.role.kind == RoleKind.ACCOUNT for given in held_by(user))
    return by.is_superuser or not (user.is_superuser or works_for_all)
