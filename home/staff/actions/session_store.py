"""The store of sessions (`SESSION_ENGINE`): a key read from the database opens nothing, for it is a digest.

When a session ends stands in its row alone, whatever its cookie says.
"""

from datetime import UTC, datetime
from typing import Any, NoReturn

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from home.models import StaffDevice, StaffSession
from home.models.sessions import digest_of
from home.staff.rules import SEEN_EVERY, ends_at

BEGUN, DEVICE = "begun", "device"


class SessionStore(db.SessionStore):
    row: StaffSession | None = None

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def load(self) -> dict[str, Any]:
        self.row = StaffSession.objects.open().of_key(self.session_key).first()
        if self.row is None:
            self._session_key = None  # a key that is not ours is never taken up
            return {}
        return self.decode(self.row.session_data)

    def exists(self, session_key: str) -> bool:
        return StaffSession.objects.of_key(session_key).exists()

    def save(self, must_create: bool = False) -> None:
        """Write what changed; raise UpdateError where the session was ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        data = dict(self.items())
        changes = {"session_data": self.encode(data), **columns_of(data)}
        if DEVICE in data:
            changes["device_id"] = Subquery(device_of(data))
        if not StaffSession.objects.of_key(self.session_key).update(**changes):
            raise UpdateError

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        made, now = super().create_model_instance(data), timezone.now()
        columns = {"begun_at": now, **columns_of(data)}
        if DEVICE in data:
            columns["device_id"] = device_of(data).first()
        return StaffSession(
            session_key=digest_of(made.session_key),
            session_data=made.session_data,
            expire_date=ends_at(columns["begun_at"], now),
            seen_at=now,
            **columns,
        )

    async def acreate_model_instance(self, data: dict[str, Any]) -> NoReturn:
        raise RuntimeError("a session is stored by synchronous code, which hashes its key")

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            StaffSession.objects.of_key(key).delete()

    def note_use(self) -> None:
        """Say that somebody uses the session: it ends half an hour later. Written once a minute."""
        now = timezone.now()
        if self.row is None or now - self.row.seen_at < SEEN_EVERY:
            return
        end = ends_at(self.row.begun_at, now)
        StaffSession.objects.of_key(self.session_key).update(seen_at=now, expire_date=end)


def device_of(data: dict[str, Any]) -> "QuerySet[StaffDevice, int]":
    """Ask for the device of a session: it may have been forgotten since the session began."""
    return StaffDevice.objects.filter(pk=data[DEVICE]).values_list("pk", flat=True)


def columns_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return what of a session's data stands in columns of its row."""
    columns: dict[str, Any] = {"user_id": data.get(SESSION_KEY)}
    if begun := data.get(BEGUN):
        columns["begun_at"] = datetime.fromtimestamp(begun, UTC)
    return columns
