"""How a receiver knows that an event is ours: the headers of the Standard Webhooks specification. Pure."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from uuid import UUID

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers_of(
    event_id: UUID | str, body: bytes, *, timestamp: int, signing: Iterable[str]
) -> dict[str, str]:
    """Return the headers that sign `body`, once with each of the secrets in `signing`.

    `timestamp` is that of this attempt, in seconds since 1970, so that an old one cannot be replayed.
    """
    signed = f"{event_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": str(event_id),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{_signature(secret, signed)}" for secret in signing),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
