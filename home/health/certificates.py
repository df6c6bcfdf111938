"""How long the certificates of our own addresses still hold, as visitors meet them."""

import socket
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificate

SECONDS = 5


def days_left(address: str) -> int | None:
    """Return the days that the certificate of an https address holds, negative once it is over.

    None for another kind of address. Raises OSError where nobody answers.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        return None
    # Not verified: one that is over must be read, too.
    pem = ssl.get_server_certificate((parts.hostname, parts.port or 443), timeout=SECONDS)
    until = load_pem_x509_certificate(pem.encode()).not_valid_after_utc
    return (until - datetime.now(UTC)).days


NOBODY_ANSWERS = (OSError, ssl.SSLError, socket.gaierror)
