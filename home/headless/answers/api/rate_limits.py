"""How often one may ask: counted by secret key or else by network, for a minute (home.caching.counts).

No address is stored: it is reduced to its network and hashed.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from home.caching.counts import WINDOW, count
from home.caching.kept_whole import ToldToEach
from home.headless.answers.api.front_ends import KeyedRequest
from home.headless.answers.response_policies import COUNTED
from home.site.permissions import network_in


@dataclass(frozen=True)
class Limit:
    """How many requests of one kind are answered within a minute."""

    by_network: int
    by_secret_key: int
    # Behind a proxy that passes no address (settings.CLIENT_ADDRESS_HEADER), all visitors count as one.
    by_nobody: int


ALL = Limit(by_network=300, by_secret_key=3_000, by_nobody=6_000)
# A table is a whole list in one answer; that of 20,000 people occupies a thread for most of a minute.
TABLES = Limit(by_network=30, by_secret_key=300, by_nobody=600)
TABLES_OF_PEOPLE = Limit(by_network=4, by_secret_key=20, by_nobody=60)


@dataclass(frozen=True)
class Allowance:
    limit: int
    used: int
    reset: int  # seconds until the count restarts

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset),
        }


class ApiRequest(KeyedRequest):
    """A request below /api/, which was counted."""

    api_allowance: Allowance


def allowance_of(request: ApiRequest, limit: Limit = ALL, *, purpose: str = "") -> Allowance:
    """Count this request and return the allowance of its sender, identified by secret key or network.

    A count for a separate `purpose` is reported to the sender instead of the count of all requests.
    """
    key = request.api_key
    if key is not None and key.is_secret:
        request.api_allowance = _counted(f"{purpose} key {key.pk}", limit.by_secret_key)
    else:
        request.api_allowance = _counted_by_network(request.META, limit, purpose=purpose)
    return request.api_allowance


def _counted_by_network(environ: Mapping[str, Any], limit: Limit, *, purpose: str = "") -> Allowance:
    network = network_in(environ)
    who, most = (f"network {network}", limit.by_network) if network else ("nobody", limit.by_nobody)
    return _counted(f"{purpose} {who}", most)


def _counted(who: str, most: int) -> Allowance:
    now = int(time.time())
    return Allowance(most, count(who.encode(), now), WINDOW - now % WINDOW)


def _told_of_kept(environ: Mapping[str, Any]) -> dict[str, str] | None:
    """Count somebody without a key who is given a kept answer; None for one who asks too often."""
    allowance = _counted_by_network(environ, ALL)
    return None if allowance.is_over else allowance.headers


# A kept answer is counted like any other: the limit is for whoever draws off everything, too.
COUNTED_EACH = ToldToEach(frozenset(COUNTED), _told_of_kept)
