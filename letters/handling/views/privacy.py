"""What every answer about a letter says to the browser: what to keep, what to tell others."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from letters.handling.view_types import View

# A step may be kept by the writer's own browser for ten minutes, so that Back shows the text again.
STEP_CACHE = "private, max-age=600"
NEVER_KEPT = "no-store"


def step_cache(request: HttpRequest) -> str:
    """At an event the device goes from hand to hand, and nobody may go back to what another wrote."""
    return NEVER_KEPT if request.GET.get("event") or request.POST.get("event") else STEP_CACHE


def kept_as(
    cache_control: str | Callable[[HttpRequest], str],
    *,
    methods: Sequence[str] = ("GET", "HEAD", "POST"),
    is_listed: bool = False,
) -> Callable[[View], View]:
    """Answer without cookies and referrer, kept by the browser as `cache_control` says.

    No CSRF cookie: the form carries a signed token, and a form sent from another site is refused. Search
    engines list it only if it `is_listed`, and only as nothing was asked of it.
    """

    def wrap(view: View) -> View:
        @csrf_exempt
        @require_http_methods(methods)
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = (
                cache_control(request) if callable(cache_control) else cache_control
            )
            response.headers["Referrer-Policy"] = "no-referrer"
            if not is_listed or request.GET:
                response.headers["X-Robots-Tag"] = "noindex"
            return response

        return answer

    return wrap
