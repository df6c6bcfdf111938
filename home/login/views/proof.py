"""Asking again who sits here, by a passkey, a code or the password, before something that counts.

Whoever finds an open screen changes no account and opens no file.
"""

import logging
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from home.login.views.pages import View
from home.site.requests import StaffRequest

logger = logging.getLogger(__name__)

WRONG = "wrong_proofs"
# Then the session is over: a stolen one is no place to guess.
MOST_WRONG = 5


def is_proven(request: StaffRequest) -> bool:
    """Did this person prove in this session within the last ten minutes who they are?"""
    return did_recently_reauthenticate(request)


def prove_now(request: StaffRequest) -> HttpResponse:
    """Ask who it is before something that counts; of a form that came so, nothing is kept."""
    if request.method != "POST":
        return prove_again(request, request.get_full_path())
    messages.warning(request, _("Confirm first that it is you. Then send the form once more."))
    return prove_again(request, page_before(request))


def page_before(request: HttpRequest) -> str:
    """Return the page with the form that was sent: many addresses of forms are no pages."""
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() and before.path else request.path


def prove_again(request: StaffRequest, then: str) -> HttpResponse:
    """Send somebody to the page where they prove who they are, and from there on."""
    if link := proof_link(request, then):
        return redirect(link)
    raise PermissionDenied


def proof_link(request: StaffRequest, then: str) -> str:
    """Return where this person proves who they are, to be led on to `then`; "" where there is no way."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    return f"{ways[0]['url']}?{urlencode({'next': then})}" if ways else ""


def proof_page(view: View) -> View:
    @wraps(view)
    def page(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method != "POST":
            return response
        if is_proven(request):
            request.session.pop(WRONG, None)
            request.session.cycle_key()  # what was copied before opens nothing from now on
            return response
        logger.warning("Wrong proof", extra={"event": "reauthentication_failed", "user": request.user.pk})
        request.session[WRONG] = request.session.get(WRONG, 0) + 1
        if request.session[WRONG] < MOST_WRONG:
            return response
        logout(request)
        return redirect("account_login")

    return page
