"""A writer's address as the database may know it, and the link that proves it. Pure.

Only the staff side holds the key: a public host can neither find an address nor make a link.
"""

import base64
import hashlib
import hmac
import re
from uuid import UUID

from home.security.keyring import ring

LINK = re.compile(r"[A-Za-z0-9_-]{43}")


def address_index(email: str) -> str:
    """Return the keyed index of an address; the domain's and the name's capitals do not matter."""
    return _keyed("index", email.strip().casefold()).hexdigest()


def link_token(index: str) -> str:
    """Return the token of the confirmation link for the address with this index."""
    return base64.urlsafe_b64encode(_keyed("link", index).digest()).decode().rstrip("=")


def erasure_token(request_uuid: UUID) -> str:
    """Return the token of the link that confirms the request to erase with this uuid."""
    return base64.urlsafe_b64encode(_keyed("erase", str(request_uuid)).digest()).decode().rstrip("=")


def link_digest(token: str) -> str:
    """Return how a link is stored: the database cannot make one."""
    return hashlib.sha256(token.encode()).hexdigest()


def _keyed(label: str, text: str) -> hmac.HMAC:
    _kid, key = ring("mail_index").current
    return hmac.new(key, f"{label}|{text}".encode(), hashlib.sha256)
