"""A cache that all processes share, in Redis; while that is away, each process goes on by itself.

Only plain values travel: numbers, texts, lists and tables of them, as JSON. Whoever can write to Redis can
then change a count, but makes no process run anything, as a pickled object would. Other values stay in the
process that kept them, as they would without Redis.
"""

import json
import logging
import time
from collections.abc import Mapping
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# While Redis is away it is asked again no sooner than this.
ASKED_AGAIN_AFTER = 10  # seconds
# When each Redis that is away may be asked again, by its address: Django makes a cache for each thread.
AWAY_UNTIL: dict[str, float] = {}


class PlainSerializer:
    """JSON instead of pickle; whole numbers as Redis itself counts them."""

    def dumps(self, value: Any) -> int | str:
        return value if type(value) is int else json.dumps(value)

    def loads(self, stored: bytes) -> Any:
        try:
            return int(stored)
        except ValueError:
            return json.loads(stored)


def is_plain(value: Any) -> bool:
    """Say whether JSON gives this value back as it was; a subclass, such as a named tuple, it would not."""
    if type(value) is list:
        return all(map(is_plain, value))
    if type(value) is dict:
        return all(type(key) is str for key in value) and all(map(is_plain, value.values()))
    return value is None or type(value) in (int, float, str, bool)


class SharedCache(BaseCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._server = server
        options = {key: value for key, value in params.get("OPTIONS", {}).items() if key != "MAX_ENTRIES"}
        ours = {"serializer": PlainSerializer, "retry": Retry(NoBackoff(), 0)}
        self.redis = RedisCache(server, {**params, "OPTIONS": {**options, **ours}})
        self.here = LocMemCache(f"beside {server}", _of_this_process(params))

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        cache = self.redis if is_plain(value) else self.here
        return bool(self._do("add", key, value, timeout=timeout, version=version, cache=cache))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        kept = self.here.get(key, _NOTHING, version=version)
        if kept is not _NOTHING:
            return kept
        try:
            return self._do("get", key, default, version=version)
        except ValueError:  # somebody else has written there
            return default

    def set(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self.delete(key, version=version)
        cache = self.redis if is_plain(value) else self.here
        self._do("set", key, value, timeout=timeout, version=version, cache=cache)

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        here = self.here.touch(key, timeout, version=version)
        return bool(self._do("touch", key, timeout, version=version)) or here

    def delete(self, key: str, version: int | None = None) -> bool:
        here = self.here.delete(key, version=version)
        return bool(self._do("delete", key, version=version)) or here

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Return the new value. Raises ValueError for a key that is not there."""
        return int(self._do("incr", key, delta, version=version))

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self.here.has_key(key, version=version) or bool(self._do("has_key", key, version=version))

    def clear(self) -> None:
        """Forget what this process keeps; what others count in Redis stays until its time is over."""
        self.here.clear()

    def is_away(self) -> bool:
        """Ask Redis now, whatever it answered lately."""
        AWAY_UNTIL.pop(self._server, None)
        self._do("get", "asked")
        return self._server in AWAY_UNTIL

    def _do(self, verb: str, *args: Any, cache: BaseCache | None = None, **options: Any) -> Any:
        if cache is not self.here and time.monotonic() >= AWAY_UNTIL.get(self._server, 0):
            try:
                answer = getattr(self.redis, verb)(*args, **options)
            except RedisError as fault:
                self._note_away(fault)
            else:
                AWAY_UNTIL.pop(self._server, None)
                return answer
        return getattr(self.here, verb)(*args, **options)

    def _note_away(self, fault: RedisError) -> None:
        AWAY_UNTIL[self._server] = time.monotonic() + ASKED_AGAIN_AFTER
        logger.warning("Redis is away", extra={"event": "redis_away", "error": type(fault).__name__})


_NOTHING = object()


def _of_this_process(params: Mapping[str, Any]) -> dict[str, Any]:
    most = params.get("OPTIONS", {}).get("MAX_ENTRIES", 300)
    return {**params, "OPTIONS": {"MAX_ENTRIES": most}}
