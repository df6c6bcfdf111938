"""Sessions of staff begin with a login, and end by a choice of their owner or when their rights change."""

from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from home.models import StaffDevice, StaffSession
from home.models.sessions import SessionQuerySet
from home.staff.actions.session_store import BEGUN
from home.staff.rules import DEVICE_KNOWN_FOR

FORGET_SESSIONS = "home.forget_sessions"


def begin(session: SessionBase) -> None:
    """Count the longest time from this login on."""
    session[BEGUN] = timezone.now().timestamp()


def sessions_of(user: User) -> SessionQuerySet:
    return StaffSession.objects.open().filter(user=user)


def end_sessions(*people: User | int) -> int:
    """End all sessions of these people at once; return how many. For whatever changes what they may do."""
    return StaffSession.objects.filter(user__in=people).delete()[0]


@transaction.atomic
def end_other_sessions(user: User, *, key: str | None) -> int:
    """End all sessions of the user but the one with this key; return how many.

    With them all devices but that of the session are known no more.
    """
    here = StaffSession.objects.of_key(key)
    StaffDevice.objects.filter(user=user).exclude(pk__in=_devices_of(here)).delete()
    return StaffSession.objects.filter(user=user).exclude(pk__in=here.values("pk")).delete()[0]


@transaction.atomic
def end_session(user: User, uuid: UUID) -> int:
    """End one session of the user's own, whose device is known no more; return how many: one, or none."""
    ended = StaffSession.objects.filter(user=user, uuid=uuid)
    StaffDevice.objects.filter(user=user, pk__in=_devices_of(ended)).delete()
    return ended.delete()[0]


def forget_devices(*people: User | int) -> None:
    """Know no device of these people any more: the next login on each is a new one, and told by mail."""
    StaffDevice.objects.filter(user__in=people).delete()


def _devices_of(sessions: SessionQuerySet) -> list[int]:
    return list(sessions.exclude(device=None).values_list("device_id", flat=True))


def name_device(user: User, uuid: UUID, name: str) -> None:
    StaffDevice.objects.filter(user=user, uuid=uuid).update(name=name)


@transaction.atomic
def forget_sessions() -> None:
    """Delete what is over: sessions, and devices that nobody has logged in on for long. Daily."""
    now = timezone.now()
    StaffSession.objects.filter(expire_date__lte=now).delete()
    StaffDevice.objects.filter(last_login__lt=now - DEVICE_KNOWN_FOR).delete()
