"""Where a list continues: signed, so that it contains what we put in and is valid for one list only."""

import base64
import hashlib
import hmac
import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from home.headless.answers.api.problems import Problem, fault
from home.security.keyring import KeyRingError, ring

BROKEN = _("This cursor is not one of ours, or belongs to another list. Start again without it.")
SIGNATURE_CHARS = 32
LONGEST = 480  # characters


def issue(place: Any, *, purpose: str) -> str:
    """Return a cursor for `place` (any JSON value), valid for the list that `purpose` names."""
    kid, key = ring("form_tokens").current
    content = _encoded(json.dumps(place, separators=(",", ":")).encode())
    return f"{kid}.{content}.{_signature(key, purpose, content)}"


def read(cursor: str, *, purpose: str) -> Any:
    """Return the place in a cursor. Raises a Problem (400)."""
    kid, content, signature = _parts(cursor)
    try:
        key = ring("form_tokens").key(kid)
    except KeyRingError:
        raise _broken() from None
    if not hmac.compare_digest(signature, _signature(key, purpose, content)):
        raise _broken()
    return json.loads(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4)))


def _parts(cursor: str) -> list[str]:
    parts = cursor.split(".")
    if len(cursor) > LONGEST or not cursor.isascii() or len(parts) != 3:
        raise _broken()
    return parts


def _broken() -> Problem:
    return Problem(400, BROKEN, errors=[fault("cursor", BROKEN)])


def _signature(key: bytes, purpose: str, content: str) -> str:
    digest = hmac.digest(key, f"cursor|{purpose}|{content}".encode(), hashlib.sha256)
    return _encoded(digest)[:SIGNATURE_CHARS]


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
