"""A signed token in each public form: proof that we made the form, and when, without any cookie.

Its nonce makes a form unique: the same nonce sent twice counts once. Another ring may sign instead, for what
a public host must not be able to make.
"""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from home.security.keyring import KeyRingError, ring

TOKEN = re.compile(r"([0-9a-f]{8})\.([A-Za-z0-9_-]{22})\.([0-9]{10})\.([A-Za-z0-9_-]{43})")
# The clocks of two of our hosts may differ by this much.
CLOCK_SKEW = timedelta(minutes=2)
OF_FORMS = "form_tokens"


class InvalidFormToken(Exception):
    """Not a token of ours for this purpose, or one from the future."""


@dataclass(frozen=True)
class FormToken:
    nonce: str
    age: timedelta
    text: str  # as it stands in the form


def issue(purpose: str, *, signed_by: str = OF_FORMS, at: datetime | None = None) -> str:
    """Return a new token for the form `purpose`, made now or `at`, signed with the ring `signed_by`."""
    kid, key = ring(signed_by).current
    nonce = secrets.token_urlsafe(16)
    issued = int((at or timezone.now()).timestamp())
    return f"{kid}.{nonce}.{issued}.{_signature(key, purpose, nonce, issued)}"


def read(
    token: str | None, purpose: str, *, signed_by: str = OF_FORMS, at: datetime | None = None
) -> FormToken:
    """Return the FormToken in `token`. Raises InvalidFormToken."""
    match = TOKEN.fullmatch(token or "")
    if not match:
        raise InvalidFormToken
    kid, nonce, issued, signature = match.groups()
    try:
        key = ring(signed_by).key(kid)
    except KeyRingError:
        raise InvalidFormToken from None
    if not hmac.compare_digest(signature, _signature(key, purpose, nonce, issued)):
        raise InvalidFormToken
    age = timedelta(seconds=(at or timezone.now()).timestamp() - int(issued))
    if age < -CLOCK_SKEW:
        raise InvalidFormToken
    return FormToken(nonce, max(age, timedelta(0)), match[0])


def _signature(key: bytes, purpose: str, nonce: str, issued: int | str) -> str:
    digest = hmac.digest(key, f"{purpose}|{nonce}|{issued}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
