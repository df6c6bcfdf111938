"""What is asked of where a request comes from: another site, and which network."""

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.request import HttpHeaders

from home.settings.defaults import settings

# Of an address, so much says whose it is.
PREFIXES = {4: 24, 6: 56}


def from_another_site(request: HttpRequest) -> bool:
    """Say whether the form was sent from a page of another site, according to the browser.

    `Origin: null` alone proves nothing: with `Referrer-Policy: no-referrer` a browser sends it from our own
    pages too. Every browser of recent years says more in `Sec-Fetch-Site`.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site and site not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if not origin or origin == "null":
        return False
    return urlsplit(origin).netloc.lower() != request.get_host().lower()


def network_of(request: HttpRequest, *, prefixes: Mapping[int, int] = PREFIXES) -> str:
    return network_in(request.META, prefixes=prefixes)


def network_in(environ: Mapping[str, Any], *, prefixes: Mapping[int, int] = PREFIXES) -> str:
    """Return the network a request comes from, or "" where it is unknown.

    What a header says of it is believed only where the settings name the header of our own proxy.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    name = HttpHeaders.to_wsgi_name(header) if header else "REMOTE_ADDR"
    text = environ.get(name, "").rpartition(",")[2]
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_loopback:
        return ""
    return str(ipaddress.ip_network((address, prefixes[address.version]), strict=False))
