"""Where a list goes on: signed, so that it holds what we put in and is good for one list only."""

import base64
import hashlib
import hmac
import json

from django.utils.translation import gettext_lazy as _

from home.headless.answers.api.problems import Problem, fault
from home.security.keyring import KeyRingError, ring

BROKEN = _("This cursor is not one of ours, or belongs to another list. Start again without it.")
SIGNATURE_CHARS = 32
LONGEST = 480  # characters


def issue(place, *, purpose):
    """Return a cursor for `place` (what JSON can hold), good for the list that `purpose` names."""
    kid, key = ring("form_tokens").current
    content = _encoded(json.dumps(place, separators=(",", ":")).encode())
    return f"{kid}.{content}.{_signature(key, purpose, content)}"


def read(cursor, *, purpose):
    """Return what was put into a cursor. Raises a Problem (400)."""
    kid, content, signature = _parts(cursor)
    try:
        key = ring("form_tokens").key(kid)
    except KeyRingError:
        raise _broken() from None
    if not hmac.compare_digest(signature, _signature(key, purpose, content)):
        raise _broken()
    return json.loads(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4)))


def _parts(cursor):
    parts = cursor.split(".")
    if len(cursor) > LONGEST or not cursor.isascii() or len(parts) != 3:
        raise _broken()
    return parts


def _broken():
    return Problem(400, BROKEN, errors=[fault("cursor", BROKEN)])


def _signature(key, purpose, content):
    digest = hmac.digest(key, f"cursor|{purpose}|{content}".encode(), hashlib.sha256)
    return _encoded(digest)[:SIGNATURE_CHARS]


def _encoded(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
