"""No letter is lost when something breaks or refuses it: its form comes back, with the same token."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.site.views.errors import ERRORS, error_response, language_of
from letters.handling.views.privacy import NEVER_KEPT, STEP_CACHE
from letters.writing.forms.state import Writing
from letters.writing.views.steps import kept_page

STEP_PATH = re.compile(r"/[a-z]{2,3}/letters/write/([-a-zA-Z0-9_]+)/(?:[-a-z]+/)?")
OURS = (
    _("We could not take your letter just now"),
    _("The fault is ours. Your letter is below, nothing is lost: wait a minute, then send it again."),
)
# What the input guard refuses and the writer can mend: status -> (title, what to do).
MENDABLE = {
    400: (
        _("We could not read all of your letter"),
        _(
            "Part of the form could not be read. Below is your letter as it reached us: look it through,"
            " then send it again."
        ),
    ),
    413: (
        ERRORS[413][0],
        _(
            "Your letter is below, nothing is lost. Choose a smaller picture or shorten the text,"
            " then send it again."
        ),
    ),
}


class KeepTextMiddleware:
    """Wraps all other middleware, so that their faults and refusals are answered too.

    Needs no database: the answer is the same whoever the letter is for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        step = STEP_PATH.fullmatch(request.path_info)
        if request.method != "POST" or not step:
            return response
        if response.status_code >= 500:
            return in_its_form(request, step[1], Writing.sent(request), 503, *OURS)
        if gives_nothing_back(response) or hasattr(request, "refused_form"):
            return self.given_back(request, step[1], response)
        return response

    def given_back(self, request: HttpRequest, slug: str, refusal: HttpResponseBase) -> HttpResponseBase:
        writing = Writing.read_from(getattr(request, "refused_form", request.POST))
        if not writing.body:
            return refusal
        status = refusal.status_code
        if status in MENDABLE:
            return in_its_form(request, slug, writing, status, *MENDABLE[status])
        return error_response(request, status, kept_text=writing.body)


def gives_nothing_back(response: HttpResponseBase) -> bool:
    """Is this an error page without the text? A view that refuses a letter shows it in a page of its own."""
    return getattr(response, "kept_text", None) == ""


def in_its_form(
    request: HttpRequest, slug: str, writing: Writing, status: int, title: str | Promise, text: str | Promise
) -> HttpResponse:
    language = language_of(request)
    with translation.override(language):
        kept = kept_page(request, slug=slug, writing=writing, status=status, title=title, text=text)
    kept.headers["Cache-Control"] = NEVER_KEPT if writing.values["event"] else STEP_CACHE
    kept.headers["Referrer-Policy"] = "no-referrer"
    kept.headers["Content-Language"] = language
    return kept
