"""Error pages: a readable sentence in the visitor's language.

They ask no database, carry nothing of the requested address, and are never stored. So the page for a person
who is paused and the page for one we never heard of are the same bytes.
"""

import re
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext_lazy as _

from home.languages.info import language_asked_for
from home.site.read_models import LastKnownShell
from home.storage import FilesAway

# Status -> (title, what happened and what to do now).
ERRORS = {
    400: (
        _("We could not read this request"),
        _("Something in the address or the form was not as it should be. Go back and try once more."),
    ),
    403: (
        _("This page is not open to you"),
        _("You may not see this page, or its form was open for too long. Go back, reload it and try again."),
    ),
    404: (
        _("There is no such page"),
        _("The address may be mistyped, or the page is no longer there. Start again from the first page."),
    ),
    410: (
        _("This page has been taken down"),
        _(
            "It was withdrawn on request; thank you for respecting that. "
            "Other people are glad of a letter too."
        ),
    ),
    413: (
        _("That was too large"),
        _("The text or picture is larger than we can take. Choose a smaller picture or shorten the text."),
    ),
    429: (
        _("Too many requests at once"),
        _("Please wait a minute and try again. What you wrote is still in your browser: go back to it."),
    ),
    500: (
        _("Something broke on our side"),
        _("The mistake is ours. If you were writing, go back: your text is still in the form."),
    ),
    503: (
        _("We cannot answer just now"),
        _("If you were writing, go back: your text is still in the form. Try again in a few minutes."),
    ),
}
RETRY_AFTER_SECONDS = {429: 60, 503: 120}
# Where a relative may look for somebody who is not shown, or come when nothing else works.
LEAD_TO_FAMILY = (404, 410, 500, 503)
OF_A_PERSON = re.compile(r"/[a-z]+/prisoners/[^/]+/[^/]*")


def language_of(request: HttpRequest) -> str:
    """Return the visitor's language: that of the address, else of the browser, else Ukrainian."""
    return language_asked_for(request.path_info, request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


def family_address(request: HttpRequest, status: int, home_url: str) -> str:
    """Return where a relative writes to us, "" where nobody of theirs is looked for.

    Below the address of a person, from there: so the page carries nothing of it all the same. In a language
    that is public: without one, as long as no home is known, nothing is said.
    """
    path, is_known = request.path_info, home_url != "/"
    if status not in LEAD_TO_FAMILY or not is_known or path.startswith("/admin/"):
        return ""
    is_of_a_person = path.startswith(home_url) and OF_A_PERSON.fullmatch(path)
    return "tell-us/" if is_of_a_person else f"{home_url}tell-us/"


def error_response(
    request: HttpRequest, status: int, *, kept_text: str = "", words: tuple[str, str] | None = None
) -> HttpResponse:
    """Return the page for one of `ERRORS`; `kept_text` is shown in a field to copy: no letter is lost.

    `words` are a title and a text of its own, where more is known than the status tells.
    """
    language = language_of(request)
    title, text = words or ERRORS[status]
    with translation.override(language):
        shell = LastKnownShell(request)
        context = {
            "shell": shell,
            "title": title,
            "text": text,
            "kept_text": kept_text,
            "family_url": family_address(request, status, shell.home_url),
        }
        response = render(request, "errors/error.html", context, status=status)
    response.kept_text = kept_text  # type: ignore[attr-defined]
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language"])
    response.headers["Content-Language"] = language
    if status in RETRY_AFTER_SECONDS:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS[status])
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_large = isinstance(exception, (RequestDataTooBig, TooManyFilesSent))
    return error_response(request, 413 if too_large else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    unreachable = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError, FilesAway))
    return error_response(request, 503 if unreachable else 500)
