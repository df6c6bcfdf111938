"""Who sees, invites and closes the accounts of others."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.models import Invitation
from home.models.invitations import InvitationQuerySet
from home.staff.given_roles import gives_roles, held_by, offered_by
from home.staff.roles import RoleKind
from home.staff.rules import SAME_HAND_FOR, hand_of

# What is logged of accounts that others change.
CHANGED = "home.change_account"
GIVEN = "home.give_role"
BY_ANOTHER_HAND = (CHANGED, GIVEN)
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
    """Are these two people, as far as can be told: neither was made or changed by the other of late?

    Nor by a third person, who could hold both accounts. Asked wherever a second person confirms.
    """
    return one is not None and other is not None and other.pk not in of_one_hand(one)


def of_one_hand(user: User) -> set[int]:
    """Return the accounts that are no second person beside this one, which is among them."""
    return set(hand_of(user.pk, _young_pairs(user)))


def _young_pairs(asking: User) -> set[tuple[int, int]]:
    """Return (account, who invited or changed it) of the last days; asked once a request."""
    kept = cast(Any, asking)
    if not hasattr(kept, "young_pairs"):
        since = timezone.now() - SAME_HAND_FOR
        invited = Invitation.objects.used_since(since).values_list("account", "by")
        kept.young_pairs = {*invited, *_changed_since(since)}
    return kept.young_pairs


def _changed_since(moment: datetime) -> Iterator[tuple[int, int]]:
    """Yield (account, who changed it), from the log: what opens it, or that it works for the whole site."""
    changes = ModelLogEntry.objects.get_for_model(get_user_model()).filter(
        action__in=BY_ANOTHER_HAND, timestamp__gte=moment, user__isnull=False
    )
    for account, by, action, data in changes.values_list("object_id", "user", "action", "data"):
        if action == CHANGED or data.get("role", "").startswith(f"{RoleKind.ACCOUNT}:"):
            yield int(account), by


def role_changes(user: User) -> QuerySet[ModelLogEntry]:
    """Return what the log says of roles that the account was given."""
    return cast(Any, ModelLogEntry.objects.for_instance(user)).filter(action=GIVEN)


def may_close(by: User, user: User) -> bool:
    """Nobody closes their own account; those that work for the whole site are closed by administrators."""
    if not manages_staff(by) or by.pk == user.pk:
        return False
    works_for_all = any(given.role.kind == RoleKind.ACCOUNT for given in held_by(user))
    return by.is_superuser or not (user.is_superuser or works_for_all)
