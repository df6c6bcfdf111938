"""How often one may ask: counted by the secret key, else by the network, for a minute, in this process.

No address is kept: it is folded into the part its network has in common, hashed with a key that was made for
this minute and is forgotten with it.
"""

import ipaddress
import secrets
import time
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from home.settings.defaults import settings

WINDOW = 60  # seconds
PREFIXES = {4: 24, 6: 56}


@dataclass(frozen=True)
class Limit:
    """How many requests of one kind are answered within a minute."""

    by_network: int
    by_secret_key: int
    # Behind a proxy that tells no address (settings.CLIENT_ADDRESS_HEADER), all visitors are one.
    by_nobody: int


ALL = Limit(by_network=300, by_secret_key=3_000, by_nobody=6_000)
# A table is a whole list in one answer; that of 20,000 people keeps one of our threads for most of a minute.
TABLES = Limit(by_network=30, by_secret_key=300, by_nobody=600)
TABLES_OF_PEOPLE = Limit(by_network=4, by_secret_key=20, by_nobody=60)


@dataclass(frozen=True)
class Allowance:
    limit: int
    used: int
    reset: int  # seconds until the count begins anew

    @property
    def is_over(self):
        return self.used > self.limit

    @property
    def headers(self):
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset),
        }


class Counts:
    """One process's counts of the minute that runs."""

    def __init__(self):
        self._lock, self._window = Lock(), None
        self._begin(None)

    def _begin(self, window):
        self._window, self._key, self._used = window, secrets.token_bytes(32), Counter()

    def count(self, who, now):
        """Count one more for `who` (bytes); return how many that makes in this minute."""
        with self._lock:
            if self._window != now // WINDOW:
                self._begin(now // WINDOW)
            name = blake2b(who, key=self._key, digest_size=16).digest()
            self._used[name] += 1
            return self._used[name]


COUNTS = Counts()


def allowance_of(request, limit=ALL, *, purpose=""):
    """Count this request and return what is left to its sender, who is known by the secret key or network.

    What is counted for a `purpose` of its own is told to the sender instead of the count of all requests.
    """
    who, most = _who(request, limit)
    now = int(time.time())
    request.api_allowance = Allowance(
        most, COUNTS.count(f"{purpose} {who}".encode(), now), WINDOW - now % WINDOW
    )
    return request.api_allowance


def _who(request, limit):
    key = request.api_key
    if key is not None and key.is_secret:
        return f"key {key.pk}", limit.by_secret_key
    network = network_of(request)
    return (f"network {network}", limit.by_network) if network else ("nobody", limit.by_nobody)


def network_of(request):
    """Return the network a request comes from, or "" where it can't be told."""
    header = settings.CLIENT_ADDRESS_HEADER
    told = request.headers.get(header, "") if header else request.META.get("REMOTE_ADDR", "")
    text = told.rpartition(",")[2]
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    return str(ipaddress.ip_network((address, PREFIXES[address.version]), strict=False))
