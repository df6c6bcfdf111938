"""How far somebody has come on the way in: has a second step been set up, and used in this session?"""

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from home.day.entries import DayEntry, DaySubject
from home.login.permissions import may_reset
from home.models import SecondStepReset
from home.staff.permissions import invitations_of, may_invite

RECOVERY_CODES = Authenticator.Type.RECOVERY_CODES


class SecondStepState(Enum):
    MISSING = "missing"  # the account has none
    UNUSED = "unused"  # it has one, which was not used in this session
    USED = "used"


def second_step_of(request: HttpRequest, user: User) -> SecondStepState:
    """Ask the database each time: a step that was taken away counts no more from the next request on."""
    own = dict(Authenticator.objects.filter(user=user).values_list("pk", "type"))
    if not set(own.values()) - {RECOVERY_CODES}:
        return SecondStepState.MISSING
    used = {each.get("id") for each in get_authentication_records(request, user) if each["method"] == "mfa"}
    return SecondStepState.USED if used & own.keys() else SecondStepState.UNUSED


def steps_of(user: User) -> QuerySet[Authenticator]:
    """Return the second steps of somebody; recovery codes stand in for one and are none."""
    return Authenticator.objects.filter(user=user).exclude(type=RECOVERY_CODES)


@dataclass(frozen=True)
class Holder:
    """Somebody of the staff, with what they prove themselves by."""

    user: User
    has_app: bool
    passkeys: int
    waits: bool  # a reset is asked for

    @property
    def has_step(self) -> bool:
        return self.has_app or self.passkeys > 0


def holders() -> list[Holder]:
    """Return all active accounts by name."""
    kinds: dict[int, list[str]] = defaultdict(list)
    for user, kind in Authenticator.objects.values_list("user_id", "type"):
        kinds[user].append(kind)
    waiting = set(SecondStepReset.objects.waiting().values_list("user_id", flat=True))
    users = User.objects.filter(is_active=True).order_by("username")
    return [
        Holder(
            user,
            Authenticator.Type.TOTP in kinds[user.pk],
            kinds[user.pk].count(Authenticator.Type.WEBAUTHN),
            user.pk in waiting,
        )
        for user in users
    ]


def last_login_at(request: HttpRequest, user: User) -> float:
    """Return when this session last learned who it is, in seconds; 0 where it never did."""
    return max((each["at"] for each in get_authentication_records(request, user)), default=0.0)


DAY_ENTRIES = (
    DayEntry(
        "open-invitations",
        DaySubject.STAFF,
        _("Invitations that nobody has accepted yet"),
        may_invite,
        invitations_of,
        lambda: reverse("staff_invitations"),
    ),
    DayEntry(
        "second-steps",
        DaySubject.STAFF,
        _("Lost second steps of login: somebody else confirms"),
        may_reset,
        lambda _user: SecondStepReset.objects.waiting(),
        lambda: reverse("second_steps:index"),
    ),
)
