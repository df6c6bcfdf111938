"""Errors of the API: `application/problem+json` (RFC 9457) in the language asked for."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from home.languages.info import CONTENT_LANGUAGES
from home.site.views.errors import ERRORS, RETRY_AFTER_SECONDS, language_of
from home.templatetags import interface

CONTENT_TYPE = "application/problem+json"
# In addition to home.site.views.errors.ERRORS, whose sentences are for readers of a page.
TITLES = {
    401: _("This key is not known"),
    405: _("This address does not take that method"),
    406: _("There is no answer in this form"),
    409: _("This was sent before, with other content"),
    415: _("The body is in a form that we do not read"),
    422: _("Something in what was sent is not as it should be"),
}


class Problem(Exception):
    """The request can't be answered; `retry_after` is in seconds, `more` are members of the answer."""

    def __init__(
        self, status: int, detail: object = "", *, retry_after: int | None = None, **more: Any
    ) -> None:
        super().__init__(status)
        self.status, self.detail, self.more = status, detail, more
        self.retry_after = retry_after or RETRY_AFTER_SECONDS.get(status)


def fault(parameter: str, message: object, **more: Any) -> dict[str, Any]:
    """Return one entry of `errors`: a parameter or a field of the body, and what is wrong with it."""
    return {"parameter": parameter, "message": message, **more}


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    language = asked_language(request)
    with translation.override(language):
        content = _content(problem, language)
        written = json.dumps(content, ensure_ascii=False, default=str)
    response = HttpResponse(written, status=problem.status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = content["lang"]
    patch_vary_headers(response, ["Accept-Language"])
    if problem.retry_after:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _content(problem: Problem, language: str) -> dict[str, Any]:
    title, text = ERRORS.get(problem.status, ("", ""))
    title = TITLES.get(problem.status, title)
    detail = problem.detail or text or title
    content = {
        "type": "about:blank",
        "title": title,
        "status": problem.status,
        "detail": detail,
        "lang": _shown_in(detail, language),
        **problem.more,
    }
    if errors := content.get("errors"):
        content["errors"] = [{**error, "lang": _shown_in(error["message"], language)} for error in errors]
    return content


def _shown_in(sentence: Any, language: str) -> str:
    """Return the language in which a sentence is shown: the one asked for may lack it."""
    return interface.language_of(getattr(sentence, "words", sentence)) or language


def asked_language(request: HttpRequest) -> str:
    """Return the language for sentences: that of `?locale=`, else the visitor's, as on any page."""
    wished = request.GET.get("locale", "")
    return wished if wished in dict(CONTENT_LANGUAGES) else language_of(request)
