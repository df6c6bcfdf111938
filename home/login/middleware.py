"""The door of the staff: closed to all who have not logged in with a second step, but for the way in."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from home.login.read_models import SecondStepState, second_step_of
from home.login.rules import AGAIN, ENROLMENT, OPEN, OPEN_TO_MACHINES, PROVEN, STAFF_PATHS
from home.login.views.proof import prove_again, prove_now
from home.settings.defaults import settings
from home.site.requests import StaffRequest


class SecondStep:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: StaffRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # An address that there isn't is closed like all others, and no view is asked about it.
        if response.status_code == 404 and request.resolver_match is None and is_closed(request.path_info):
            return way_in(request, "") or response
        return response

    def process_view(
        self, request: StaffRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        return way_in(request, match.view_name) if match and is_closed(request.path_info) else None

    def process_exception(self, request: StaffRequest, exception: Exception) -> HttpResponse | None:
        """Ask again who it is, and forget what was sent.

        allauth would keep a form in the session, as it came: its words, and the cookie with the key itself.
        """
        if not isinstance(exception, ReauthenticationRequired):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.path, resolve_url("account_login"))
        return prove_now(request)


def is_closed(path: str) -> bool:
    """Is anything asked of who comes here? A host of the staff asks on public pages, too."""
    if not settings.SECOND_STEP:
        return False
    if settings.SITE_ROLE == "staff":
        return path not in OPEN_TO_MACHINES
    return path.startswith(STAFF_PATHS)


def way_in(request: StaffRequest, name: str) -> HttpResponse | None:
    """Return where somebody is sent first, None where they may go on."""
    if name in OPEN:
        return None
    if not request.user.is_authenticated:
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":  # a script can't log in
            raise PermissionDenied
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    match second_step_of(request, request.user):
        case SecondStepState.USED:
            return prove_now(request) if needs_proof(request, name) else None
        case SecondStepState.MISSING:
            return None if name in ENROLMENT else redirect("mfa_index")
    return None if name in AGAIN else prove_again(request, request.get_full_path())


def needs_proof(request: StaffRequest, name: str) -> bool:
    return name in PROVEN and is_reauthentication_required(request, app="allauth.mfa")
