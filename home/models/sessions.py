"""Sessions of staff, and the devices they are known to work on. No address, no browser, no key in clear."""

import hashlib
import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

# Two hosts of one site never agree to the second.
CLOCK_SKEW = timedelta(minutes=2)


def digest_of(secret: str | None) -> str:
    """Return what is stored of a key that a browser keeps. It is random and long: no salt is needed."""
    return hashlib.sha256((secret or "").encode()).hexdigest()


class StaffDevice(models.Model):
    """A browser in which somebody has logged in; it keeps the other half, and is named by its owner alone."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64)
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=60, blank=True)
    known_since = models.DateTimeField(default=timezone.now)
    last_login = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "digest"], name="one_device_a_person_and_key")
        ]

    def __str__(self) -> str:
        return self.name or str(_("unnamed device"))


class SessionQuerySet(models.QuerySet["StaffSession"]):
    def open(self) -> "SessionQuerySet":
        """Return those that are not over; one seen later than now is of a clock that was wrong."""
        now = timezone.now()
        return self.filter(expire_date__gt=now, seen_at__lte=now + CLOCK_SKEW)

    def of_key(self, key: str | None) -> "SessionQuerySet":
        return self.filter(session_key=digest_of(key))


class StaffSession(AbstractBaseSession):
    """One login. `session_key` is a digest: the key itself stands in the cookie of one browser."""

    session_key = models.CharField(primary_key=True, max_length=64)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    device = models.ForeignKey(StaffDevice, null=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects: ClassVar[Any] = BaseSessionManager.from_queryset(SessionQuerySet)()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.uuid)
