"""Headers of every answer: what may run, what may be stored, what other sites are told.

A view that sets one of these headers itself takes precedence.
"""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from home.settings.defaults import settings
from home.site.middleware.input_guard import STAFF_PREFIX

# What no page of ours needs: camera, location, payment, sensors.
SWITCHED_OFF = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "usb",
)


def permissions_policy(*allowed: str) -> str:
    """Return the header that switches everything off but the `allowed`, which our own pages alone may use."""
    return ", ".join(f"{feature}={'(self)' if feature in allowed else '()'}" for feature in SWITCHED_OFF)


ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": permissions_policy(),
    "Referrer-Policy": "strict-origin",
    "X-Content-Type-Options": "nosniff",
}
# Where even the name of our site must not be passed on; after the language prefix, too.
NO_REFERRER_PREFIXES = ("/letters/",)


class SecurityHeaders(CSPMiddleware):
    """Content-Security-Policy from the settings (for visitors, staff, previews) and the headers above."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only:
            parts.config = policy_for(request)
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        for name, value in headers_for(request).items():
            response.headers.setdefault(name, value)
        if is_page(response):
            # Revalidated each time (an ETag makes that cheap): facts about people change at once.
            response.headers.setdefault(
                "Cache-Control", "private, no-cache" if is_staff_path(request) else "no-cache"
            )
        return super().process_response(request, response)


def policy_for(request: HttpRequest) -> dict[str, Any] | None:
    """Return the policy for previews and staff; None stands for that of visitors."""
    # Wagtail requests the page as a visitor would, at its public address, and gives it to the panel.
    if getattr(request, "in_preview_panel", False):
        return settings.PREVIEW_CONTENT_SECURITY_POLICY
    return settings.STAFF_CONTENT_SECURITY_POLICY if is_staff_path(request) else None


def headers_for(request: HttpRequest) -> dict[str, str]:
    headers = dict(ALWAYS)
    below_language = "/" + request.path_info.lstrip("/").partition("/")[2]
    if any(path.startswith(NO_REFERRER_PREFIXES) for path in (request.path_info, below_language)):
        headers["Referrer-Policy"] = "no-referrer"
    if is_staff_path(request):
        # Nothing leaves the site; with `no-referrer` a browser sends `Origin: null` and nobody could log in.
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = permissions_policy("publickey-credentials-get")  # passkeys
    if settings.SITE_ROLE == "staff":
        headers["X-Robots-Tag"] = "noindex, nofollow"
    if request.path_info.startswith(settings.MEDIA_URL):
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # partners show our pictures on their sites
    return headers


def is_staff_path(request: HttpRequest) -> bool:
    return request.path_info.startswith(STAFF_PREFIX)


def is_page(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")
