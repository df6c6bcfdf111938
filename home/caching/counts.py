"""How often somebody did something within the current minute, counted by all processes that share a cache.

No address is stored: who did it is hashed with a key of that minute, made of a random half that the cache
forgets and a half that only our hosts know. The same for longer windows, each with keys of its own.
"""

import secrets
from hashlib import blake2b

from django.core.cache import cache

from home.security.keyring import ring

WINDOW = 60  # seconds

_keys: dict[int, tuple[int, bytes]] = {}  # by the length of a window: which one this process is in, its key


def count(who: bytes, now: int, *, window: int = WINDOW) -> int:
    """Count one more for `who`; return the total in this window. `now` and `window` are in seconds."""
    name = name_for(who, now, window=window)
    cache.add(name, 0, timeout=2 * window)
    try:
        return cache.incr(name)
    except ValueError:  # gone in between: Redis came back, or was emptied
        cache.set(name, 1, timeout=2 * window)
        return 1


def name_for(who: bytes, now: int, *, window: int) -> str:
    """Return what stands for `who` in the cache, in this window only."""
    number = now // window
    return f"count:{window}:{number}:{blake2b(who, key=_key_of(number, window), digest_size=16).hexdigest()}"


def _key_of(number: int, window: int) -> bytes:
    known, key = _keys.get(window, (-1, b""))
    if known != number:
        name = f"count:{window}:{number}"
        cache.add(name, secrets.token_hex(32), timeout=2 * window)
        half = str(cache.get(name)).encode()
        key = blake2b(half, key=ring("form_tokens").current[1], digest_size=32).digest()
        _keys[window] = (number, key)
    return key


def forget() -> None:
    """Begin to count anew; where Redis is shared, everybody does."""
    for window, (number, _key) in list(_keys.items()):
        cache.delete(f"count:{window}:{number}")
    _keys.clear()
