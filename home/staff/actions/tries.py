"""Tries of a password or a code, counted by account and device, so that who guesses slows down nobody else.

A device on which somebody has logged in before has a count of its own for that account. All others share
one, and within it each network has its own besides. Only keyed digests reach the cache, never an address.
"""

import time
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from home.models import StaffDevice
from home.site.permissions import network_of
from home.staff.actions.devices import cookie_in, digests_in
from home.staff.rules import (
    CODE_PAUSES,
    CODES_TOLD_AT,
    CODES_TOLD_EVERY,
    FREE_CODES,
    FREE_TRIES,
    FREE_TRIES_OF_A_NETWORK,
    PAUSES,
    TRIES_COUNT_FOR,
    name_to_compare,
    pause_after,
)

SECONDS = int(TRIES_COUNT_FOR.total_seconds())


@dataclass(frozen=True)
class Bucket:
    who: str
    free: int
    pauses: tuple[int, ...] = PAUSES

    @property
    def key(self) -> str:
        return "tries:" + salted_hmac("home.staff.tries", self.who, algorithm="sha256").hexdigest()

    @property
    def turn(self) -> str:
        return f"{self.key}:turn"


def buckets_of(request: HttpRequest, name: str) -> list[Bucket]:
    """Return what a try counts in: the network first, the account last."""
    if device := known_device(request, name):
        return [Bucket(f"account {device.user_id}|device {device.pk}", FREE_TRIES)]
    buckets = [Bucket(f"{name_to_compare(name)}|elsewhere", FREE_TRIES)]
    if network := network_of(request):
        # With the day in it, tries of two days can't be told to be of one network.
        buckets.insert(0, Bucket(f"{timezone.localdate()}|{network}", FREE_TRIES_OF_A_NETWORK))
    return buckets


def known_device(request: HttpRequest, name: str) -> StaffDevice | None:
    """Return the device, known for the account that this name logs in to, and for none like it."""
    digests = digests_in(cookie_in(request))
    return StaffDevice.objects.filter(digest__in=digests, user__username=name).first() if digests else None


def admit(request: HttpRequest, name: str) -> int:
    """Count a try; return 0, or how many seconds are left until the next one is taken.

    A try that is not taken is not counted. Of many at once beyond the free ones, one is taken a turn. Where
    the network has to wait, the name is not looked at: nobody fills the cache with names.
    """
    waits = (wait_of(bucket) for bucket in buckets_of(request, name))
    return next(filter(None, waits), 0)


def wait_of(bucket: Bucket) -> int:
    tries = count(bucket)
    pause = pause_after(tries, bucket.free, bucket.pauses)
    if not pause or cache.add(bucket.turn, time.time() + pause, pause):
        return 0
    count(bucket, -1)
    left = (cache.get(bucket.turn) or 0) - time.time()
    return max(1, round(left))


def count(bucket: Bucket, more: int = 1) -> int:
    cache.add(bucket.key, 0, SECONDS)
    try:
        return cache.incr(bucket.key, more)
    except ValueError:  # gone in between: Redis came back, or was emptied
        cache.set(bucket.key, 1, SECONDS)
        return 1


def forgive(request: HttpRequest, name: str) -> None:
    """Begin to count anew for the account on this device: its password was right."""
    forget(buckets_of(request, name)[-1])


def forget(bucket: Bucket) -> None:
    cache.delete_many([bucket.key, bucket.turn])


# Whoever tries a code has the password: the account is known, and the network says no more.
def codes_of(request: HttpRequest, user: User) -> Bucket:
    device = known_device(request, user.get_username())
    where = f"device {device.pk}" if device else "elsewhere"
    return Bucket(f"codes of {user.pk}|{where}", FREE_CODES, CODE_PAUSES)


def admit_code(request: HttpRequest, user: User) -> int:
    """Count a code that is tried; return 0, or how many seconds are left until the next one is taken."""
    return wait_of(codes_of(request, user))


def forgive_codes(request: HttpRequest, user: User) -> None:
    forget(codes_of(request, user))


def is_to_be_told(request: HttpRequest, user: User) -> bool:
    """After a wrong code: were there so many that the owner must hear of it, and has not just heard?"""
    if (cache.get(codes_of(request, user).key) or 0) < CODES_TOLD_AT:
        return False
    return cache.add(Bucket(f"told {user.pk}", 0).key, True, int(CODES_TOLD_EVERY.total_seconds()))


def proofs_in(session: SessionBase) -> Bucket:
    """Return what wrong answers to who sits there count in."""
    return Bucket(f"proofs in {session.session_key}", 0)
