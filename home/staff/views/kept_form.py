"""A form of staff whose session is over comes back with all that was typed, to be sent again.

Nothing of it is stored here: it travels in the page, which nobody else is shown. Files can't.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from home.site.middleware.response_headers import is_staff_path
from home.site.permissions import from_another_site
from home.site.views import errors
from home.staff.kept_fields import KEPT, kept_fields

OVER = 403  # what a view behind a login answers to somebody without one
MULTIPART = "multipart/form-data"
# Wagtail's forms, which save by themselves what is typed: names of views begin so.
EDITORS = ("wagtailadmin_pages:", "wagtailsnippets_")


def can_be_kept(request: HttpRequest) -> bool:
    """Is this a form that somebody sent from a page of ours, in a window that will show our answer?"""
    return (
        request.method == "POST"
        and is_staff_path(request)
        and is_of_this_site(request)
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        and request.headers.get("X-Requested-With") != "XMLHttpRequest"
        and any(kept_fields(request.POST))
    )


def is_of_this_site(request: HttpRequest) -> bool:
    """Only a browser that says so itself is believed."""
    says = request.headers.get("Sec-Fetch-Site") == "same-origin" or request.headers.get("Origin")
    return bool(says) and not from_another_site(request)


def had_a_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or KEPT in request.POST


def is_autosave(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_editor = match is not None and match.view_name.startswith(EDITORS)
    return is_editor and request.method == "POST" and not request.accepts("text/html")


def not_autosaved(request: HttpRequest) -> JsonResponse:
    """Tell the form on the screen what to do; it keeps what was typed."""
    words = _("Your login has ended. Press the button that saves: what you typed stays while you log in.")
    return JsonResponse({"success": False, "error_code": "locked", "error_message": words}, status=OVER)


def kept_form(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "fields": list(kept_fields(request.POST)),
        "files": [file.name for _name, files in request.FILES.lists() for file in files],
        "address": request.get_full_path(),
        "enctype": MULTIPART if request.content_type == MULTIPART else "application/x-www-form-urlencoded",
        "marker": KEPT,
        "login": login_in_another_tab(),
        "is_logged_in": request.user.is_authenticated,
    }
    answer = render(request, "home/staff/kept_form.html", context, status=OVER)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def login_in_another_tab() -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': reverse('logged_in_again')})}"


@sensitive_post_parameters()
def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form of staff whose CSRF token is missing or of an older login (`CSRF_FAILURE_VIEW`)."""
    if is_autosave(request):
        return not_autosaved(request)
    if can_be_kept(request) and not has_password(request):
        return kept_form(request)
    return errors.error_response(request, 403)


def has_password(request: HttpRequest) -> bool:
    """A password is never sent back."""
    return any("password" in name for name, _value in kept_fields(request.POST))
