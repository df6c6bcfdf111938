"""Whether a form may be taken, by where it was sent from."""

from urllib.parse import urlsplit

from django.http import HttpRequest


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
