"""What will be removed: announced in `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) with every answer.

Nothing is renamed in version 1 or removed from it otherwise: tests/snapshots/api.json ensures that.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.http import http_date


@dataclass(frozen=True)
class Retirement:
    deprecated_on: date
    gone_on: date
    instead: str  # address of what to use


# Path below /api/ without its arguments, as its route is written -> Retirement.
RETIRING: dict[str, Retirement] = {}


def headers_for(route: str) -> dict[str, str]:
    """Return the headers for a route, {} for what stays."""
    retirement = RETIRING.get(route)
    if retirement is None:
        return {}
    return {
        "Deprecation": f"@{_seconds(retirement.deprecated_on)}",
        "Sunset": http_date(_seconds(retirement.gone_on)),
        "Link": f'<{retirement.instead}>; rel="successor-version"',
    }


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
