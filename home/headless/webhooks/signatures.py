"""How a receiver knows that an event is ours: the headers of the Standard Webhooks specification. Pure."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret():
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers_of(event_id, body, *, timestamp, signing):
    """Return the headers that sign `body`, once with each of the secrets in `signing`.

    `timestamp` is seconds since 1970: when this attempt was made, so that an old one cannot be sent anew.
    """
    signed = f"{event_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": str(event_id),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{_signature(secret, signed)}" for secret in signing),
    }


def _signature(secret, signed):
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
