"""Leaving: one act ends all that an account may do, and frees what it holds."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _, ngettext
from wagtail.log_actions import log

from home.models import Invitation, StaffDevice
from home.staff.actions.invitations import take_back_all_of
from home.staff.actions.sessions import end_sessions, sessions_of
from home.staff.given_roles import held_by, ties, ways_to_give
from home.staff.permissions import may_close


def what_would_end(user: User) -> list[str]:
    """Say in sentences what `close_account` would do, for whoever is about to do it."""
    roles = [_("The role will end: %(role)s") % {"role": given.words} for given in held_by(user)]
    held = [sentence for tie in ties() for sentence in tie.found(user)]
    return [
        *roles,
        *held,
        *_sessions(user),
        *_invitations(user),
        _("Nobody will be able to log in to this account"),
    ]


def _sessions(user: User) -> list[str]:
    count = sessions_of(user).count()
    words = ngettext("%(count)d open session will end", "%(count)d open sessions will end", count)
    return [words % {"count": count}] if count else []


def _invitations(user: User) -> list[str]:
    count = Invitation.objects.waiting().filter(by=user).count()
    words = ngettext(
        "%(count)d invitation they sent will be withdrawn",
        "%(count)d invitations they sent will be withdrawn",
        count,
    )
    return [words % {"count": count}] if count else []


@transaction.atomic
def close_account(*, user: User, by: User) -> None:
    """End rights, seats, sessions, devices and invitations of the user, and free what they hold.

    The account stays, for the log to name it; what it did stays, too. Raises PermissionDenied.
    """
    if not may_close(by, user):
        raise PermissionDenied
    user = get_user_model().objects.select_for_update().get(pk=user.pk)
    roles = held_by(user)
    for given in roles:
        ways_to_give()[given.role.kind].take(user=user, given=given, by=by)
    for tie in ties():
        tie.end(user=user, by=by)
    take_back_all_of(user, by=by)
    _shut(user)
    log(
        user,
        "home.close_account",
        user=by,
        title=user.get_username(),
        data={"roles": [given.key for given in roles]},
    )


def _shut(user: User) -> None:
    user.groups.clear()
    user.user_permissions.clear()
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "is_staff", "is_superuser", "password"])
    StaffDevice.objects.filter(user=user).delete()
    end_sessions(user)
