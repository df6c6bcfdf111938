"""What somebody sees of their own sessions."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from home.models import StaffSession


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
