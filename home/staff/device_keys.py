"""The cookie by which a browser is known again: a key for each account that logged in there. Pure."""

import re
import secrets
from collections.abc import Iterable

KEY = re.compile(r"[A-Za-z0-9_-]{43}")
SEPARATOR = "."
MOST = 5  # accounts that share a browser; of more, the oldest is forgotten


def new_key() -> str:
    return secrets.token_urlsafe(32)


def keys_in(cookie: str) -> list[str]:
    return [key for key in cookie.split(SEPARATOR)[:MOST] if KEY.fullmatch(key)]


def cookie_of(keys: Iterable[str]) -> str:
    """Return what the browser keeps of these keys, the newest last."""
    return SEPARATOR.join([*dict.fromkeys(keys)][-MOST:])
