"""How often somebody did something within the current minute, counted by all processes that share a cache.

No address is stored: who did it is hashed with a key of that minute, made of a random half that the cache
forgets and a half that only our hosts know.
"""

import secrets
from hashlib import blake2b

from django.core.cache import cache

from home.security.keyring import ring

WINDOW = 60  # seconds
KEPT = 2 * WINDOW

_keys: dict[int, bytes] = {}  # of the window that this process is in


def count(who: bytes, now: int) -> int:
    """Count one more for `who`; return the total in this minute. `now` is in seconds since 1970."""
    window = now // WINDOW
    name = f"count:{window}:{blake2b(who, key=_key_of(window), digest_size=16).hexdigest()}"
    cache.add(name, 0, timeout=KEPT)
    try:
        return cache.incr(name)
    except ValueError:  # gone in between: Redis came back, or was emptied
        cache.set(name, 1, timeout=KEPT)
        return 1


def _key_of(window: int) -> bytes:
    if window not in _keys:
        _keys.clear()
        name = f"count:{window}"
        cache.add(name, secrets.token_hex(32), timeout=KEPT)
        half = str(cache.get(name)).encode()
        _keys[window] = blake2b(half, key=ring("form_tokens").current[1], digest_size=32).digest()
    return _keys[window]


def forget() -> None:
    """Begin to count anew; where Redis is shared, everybody does."""
    for window in list(_keys):
        cache.delete(f"count:{window}")
    _keys.clear()
