"""A link by which a colleague without a right to a translation sees it for a few days. Pure.

It names the text and who shared it; nothing is stored, so each use checks again whether that person may still
see the text. Its ring is on staff hosts alone: what a public host could sign would open any draft.
"""

from dataclasses import dataclass

from django.core import signing

from home.security.keyring import KeyRingError, ring

SALT = "home.translation.preview"
RING = "previews"
DAYS = (1, 3, 7)
A_DAY = 24 * 60 * 60  # seconds


class LinkOver(Exception):
    """Not a link of ours, or it has expired."""


@dataclass(frozen=True)
class SharedLink:
    translation_pk: int
    user_pk: int
    until: int  # seconds since 1970


def make(translation_pk: int, user_pk: int, *, until: int) -> str:
    _kid, key = ring(RING).current
    return signing.dumps([translation_pk, user_pk, until], key=key, salt=SALT)


def read(token: str, *, now: float) -> SharedLink:
    """Return the SharedLink in `token`. Raises LinkOver."""
    try:
        keys: list[str | bytes] = [*ring(RING).keys.values()]
        newest, oldest_day = keys.pop(), max(DAYS) * A_DAY
        told = signing.loads(token, key=newest, salt=SALT, max_age=oldest_day, fallback_keys=keys)
        link = SharedLink(*told)
    except (signing.BadSignature, KeyRingError):
        raise LinkOver from None
    if now >= link.until:
        raise LinkOver
    return link
