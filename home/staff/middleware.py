"""What every request of staff passes through: sessions are kept open by use, forms by all means."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from home.site.middleware.response_headers import is_staff_path
from home.staff.actions.devices import cookie_in, device_cookie, know_device
from home.staff.actions.session_store import DEVICE, SessionStore
from home.staff.rules import DEVICE_KNOWN_FOR
from home.staff.views.kept_form import (
    can_be_kept,
    had_a_session,
    has_password,
    is_autosave,
    kept_form,
    not_autosaved,
)

# What pages ask for by themselves while nobody is there.
NOT_A_USE = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"}
# Forms for people who are not logged in yet: names of views begin so.
OPEN = ("wagtailadmin_login", "wagtailadmin_password_reset", "account_", "mfa_", "staff_invitation")


class StaffSessions:
    """After AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if user := getattr(request, "logged_in", None):
            remember_device(request, response, user)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not is_staff_path(request):
            return None
        if not request.user.is_authenticated and is_autosave(request):
            return not_autosaved(request)
        if not request.user.is_authenticated:
            return kept_form(request) if needs_keeping(request) else None
        if is_used(request) and isinstance(request.session, SessionStore):
            request.session.note_use()
        return None


def needs_keeping(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_open = match and match.view_name.startswith(OPEN)
    return not is_open and had_a_session(request) and can_be_kept(request) and not has_password(request)


def is_used(request: HttpRequest) -> bool:
    """Does somebody sit there? What a script fetches says nothing about that, what it sends does."""
    match = request.resolver_match
    if match and match.view_name in NOT_A_USE:
        return False
    return request.method == "POST" or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def remember_device(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    device, keys = know_device(user, cookie_in(request))
    request.session[DEVICE] = device.pk
    name, path = device_cookie()
    response.set_cookie(
        name,
        keys,
        max_age=DEVICE_KNOWN_FOR,
        path=path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
