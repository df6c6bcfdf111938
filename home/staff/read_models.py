"""What somebody sees of their own sessions, and which names and addresses are had by others."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from home.models import StaffSession
from home.staff.rules import look_of

NAME_TAKEN = gettext_lazy("This name is taken, or one that looks like it. Choose another.")


@dataclass(frozen=True)
class SessionShown:
    session: StaffSession
    is_here: bool  # the one in which this page is asked for


def own_sessions(user: User, *, key: str | None) -> list[SessionShown]:
    """Return the user's open sessions, the one with this key first, then the one seen last."""
    here = set(StaffSession.objects.of_key(key).values_list("pk", flat=True))
    rows = StaffSession.objects.open().filter(user=user).select_related("device").order_by("-seen_at")
    shown = [SessionShown(row, row.pk in here) for row in rows]
    return sorted(shown, key=lambda each: not each.is_here)


def has_account(email: str, *, but: User | None = None) -> bool:
    """Does somebody other than `but` log in to an account with this address?"""
    return _others(but).filter(email__iexact=email, is_active=True).exists()


def is_name_taken(name: str, *, but: User | None = None) -> bool:
    """Has an account other than `but`, open or closed, a name that can be read as this one?"""
    wanted = look_of(name)
    return any(look_of(each) == wanted for each in _others(but).values_list("username", flat=True))


def _others(but: User | None) -> QuerySet[User]:
    accounts = get_user_model().objects.all()
    return accounts.exclude(pk=but.pk) if but else accounts
