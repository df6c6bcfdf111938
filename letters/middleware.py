"""No letter is lost when something breaks: the text comes back in the form, with the same token."""

import re

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from home.errors import language_of
from letters.views.privacy import STEP_CACHE
from letters.views.steps import kept_page
from letters.writing import Writing

STEP_PATH = re.compile(r"/[a-z]{2,3}/letters/write/([-a-zA-Z0-9_]+)/(?:[-a-z]+/)?")
TITLE = _("We could not take your letter just now")
TEXT = _("The fault is ours. Your letter is below, nothing is lost: wait a minute, then send it again.")


class KeepTextMiddleware:
    """Stands before all that may fail, so that a fault of a middleware is answered too. Asks no database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        step = STEP_PATH.fullmatch(request.path_info)
        if response.status_code < 500 or request.method != "POST" or not step:
            return response
        language = language_of(request)
        with translation.override(language):
            kept = kept_page(
                request, slug=step[1], writing=Writing.sent(request), status=503, title=TITLE, text=TEXT
            )
        kept.headers["Cache-Control"] = STEP_CACHE
        kept.headers["Referrer-Policy"] = "no-referrer"
        kept.headers["Content-Language"] = language
        return kept
