"""Where we may send: named hosts of the public internet, over TLS.

Checked when an address is saved and again before every connection, which then uses the very address that was
checked: a name that points elsewhere a moment later changes nothing. `settings.WEBHOOKS_MAY_REACH_PRIVATE`
lets tests, and `make dev`, send to receivers on the same machine.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from home.settings.defaults import settings

PORTS = {443, 8443}
LONGEST_URL = 500
# Networks that Python considers global but that lead elsewhere: into an IPv4 network, to a local site, or to
# the metadata service of a cloud (Azure).
NOT_OURS = [
    ipaddress.ip_network(network)
    for network in (
        *("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10"),
        *("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24"),
    )
]


class AddressRefused(Exception):
    """We do not send there."""


class UnknownHost(Exception):
    """The name has no address, or none was found in time."""


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str  # with its query

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"https": 443, "http": 80}[self.scheme] else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Return the parsed address. Raises AddressRefused for anything but https to a port of PORTS."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise AddressRefused from None
    free = settings.WEBHOOKS_MAY_REACH_PRIVATE
    if not host or parts.username is not None or not _is_plain(url) or len(url) > LONGEST_URL:
        raise AddressRefused
    if parts.scheme not in (("https", "http") if free else ("https",)):
        raise AddressRefused
    port = port or (443 if parts.scheme == "https" else 80)
    if not free and port not in PORTS:
        raise AddressRefused
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path)


def resolved(target: Target) -> tuple[int, Any]:
    """Return (family, address) to connect to.

    Raises UnknownHost, and AddressRefused where any address of the name is not on the public internet.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnknownHost from None
    if not settings.WEBHOOKS_MAY_REACH_PRIVATE and not all(is_public(str(row[4][0])) for row in found):
        raise AddressRefused
    return found[0][0], found[0][4]


def is_public(address: str) -> bool:
    """Say whether this is an address on the public internet, in any notation."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False  # one with a zone ("fe80::1%eth0") is local
    if getattr(ip, "scope_id", None) or ip.is_multicast or not ip.is_global:
        return False
    return not any(ip in network for network in NOT_OURS)


def _is_plain(url: str) -> bool:
    """Say whether the address has only valid characters: no spaces, control characters or quotes."""
    return url.isascii() and url.isprintable() and not set(url) & set(' "<>\\^`{|}')
