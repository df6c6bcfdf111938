"""What every answer about a letter says to the browser: what to keep, what to tell others."""

from functools import wraps

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

# A step may be kept by the writer's own browser for ten minutes, so that Back shows the text again.
STEP_CACHE = "private, max-age=600"
NEVER_KEPT = "no-store"


def kept_as(cache_control, *, methods=("GET", "HEAD", "POST")):
    """Answer without cookies and referrer, kept by the browser as `cache_control` says.

    No CSRF cookie: the form carries a signed token, and a form sent from another site is refused.
    """

    def wrap(view):
        @csrf_exempt
        @require_http_methods(methods)
        @wraps(view)
        def answer(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = cache_control
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return answer

    return wrap
