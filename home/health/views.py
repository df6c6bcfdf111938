"""Figures for monitoring, in Prometheus' text: for this machine itself, or with a token."""

import hmac

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from home.health.figures import Gauges
from home.health.request_figures import of_all_processes
from home.registry import provided
from home.settings.defaults import settings

# What a proxy adds; whoever comes through one is somebody else, wherever the proxy stands.
FORWARDED = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded", "via")
# A socket of this machine has no address.
THIS_MACHINE = {"127.0.0.1", "::1", ""}


def plain(text: str, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell the figures of all processes of this host; everybody else learns that there is no such page."""
    if not may_see(request):
        return plain("not found\n", status=404)
    figures = [each for each in provided("figures") if settings.SITE_ROLE != "public" or not each.of_staff]
    now = CollectorRegistry()
    now.register(Gauges(figures))
    response = plain("")
    response.content = generate_latest(of_all_processes()) + generate_latest(now)
    response.headers["Content-Type"] = CONTENT_TYPE_LATEST
    return response


def may_see(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return request.META.get("REMOTE_ADDR", "") in THIS_MACHINE and not is_forwarded
