"""What is told to whoever asks whether this process is alive, and whether it can do its work."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from home.health.views import plain
from home.site.views.readiness import reason_to_wait


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; needs no database."""
    return plain("ok\n")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether this process can do its work, or in fixed words why it cannot."""
    reason = reason_to_wait()
    return plain(f"{reason}\n", status=503) if reason else plain("ready\n")
