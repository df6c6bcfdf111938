"""What is kept for a short while, and where: in Redis, so that all processes count together, or in each."""

from collections.abc import Mapping
from typing import Any

# Counters of networks, accounts and links, each for minutes: a flood must not push the others out.
MOST_KEPT = 50_000
# Longer than a Redis nearby ever takes; while it hangs, one request in ten seconds waits this long.
PATIENCE_SECONDS = 0.5


def caches(
    environ: Mapping[str, str], patience_seconds: float = PATIENCE_SECONDS
) -> dict[str, dict[str, Any]]:
    """Return Django's CACHES. Hosts of one role share what is counted; those of another never read it."""
    url = environ.get("REDIS_URL")
    return {
        "default": _shared(url, environ, patience_seconds) if url else _of_one_process(),
        # None: another process would go on showing the address of a rendition that a pause has deleted.
        "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }


def _of_one_process() -> dict[str, Any]:
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": MOST_KEPT},
    }


def _shared(url: str, environ: Mapping[str, str], patience_seconds: float) -> dict[str, Any]:
    return {
        "BACKEND": "home.caching.shared_cache.SharedCache",
        "LOCATION": url,
        # A user of Redis with rights to `public:*` alone keeps a seized public host from what staff count.
        "KEY_PREFIX": environ.get("SITE_ROLE") or "all",
        "OPTIONS": {
            "MAX_ENTRIES": MOST_KEPT,
            "socket_timeout": patience_seconds,
            "socket_connect_timeout": patience_seconds,
        },
    }
