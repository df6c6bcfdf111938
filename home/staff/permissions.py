"""Who sees, invites and closes the accounts of others."""

from django.contrib.auth.models import User

from home.models import Invitation
from home.models.invitations import InvitationQuerySet
from home.staff.given_roles import gives_roles, held_by
from home.staff.roles import RoleKind

# Coordinators of the site and administrators have it; who runs a desk invites to it without.
MANAGE_STAFF = "home.manage_staff"


def manages_staff(user: User) -> bool:
    return user.is_active and user.has_perm(MANAGE_STAFF)


def may_invite(user: User) -> bool:
    """Whoever may give a role may invite somebody to it."""
    return user.is_active and gives_roles(user)


def invitations_of(user: User) -> InvitationQuerySet:
    """Return the waiting invitations that the user sees, sends again and takes back."""
    waiting = Invitation.objects.waiting().select_related("by").order_by("-sent_at")
    return waiting if manages_staff(user) else waiting.filter(by=user)


def may_close(by: User, user: User) -> bool:
    """Nobody closes their own account; those that work for the whole site are closed by administrators."""
    if not manages_staff(by) or by.pk == user.pk:
        return False
    works_for_all = any(given.role.kind == RoleKind.ACCOUNT for given in held_by(user))
    return by.is_superuser or not (user.is_superuser or works_for_all)
