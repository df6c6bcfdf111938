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
from home.staff.actions.tries import count, forget, proofs_in

logger = logging.getLogger(__name__)

# What allauth calls an answer that it has looked at.
WRONG = {"incorrect_code", "incorrect_password", "enter_current_password"}
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
    """Let a session answer wrongly only so often, however many answers come at once; then it is over."""

    @wraps(view)
    def page(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        proofs, was_proven = proofs_in(request.session), is_proven(request)
        tries = count(proofs)  # before it is looked at, or many at once would all be
        if tries > MOST_WRONG:
            return _over(request)
        wrong = False
        try:
            response = view(request, *args, **kwargs)
            wrong = is_wrong(request, response)
        finally:
            if not wrong:
                count(proofs, -1)
        if wrong:
            about = {"event": "reauthentication_failed", "user": request.user.pk}
            logger.warning("Wrong proof", extra=about)
            return _over(request) if tries == MOST_WRONG else response
        if is_proven(request) and not was_proven:
            forget(proofs)
        return response

    return page


def is_wrong(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Was a code or password looked at, and wrong? An empty one is no guess, nor one that came too soon.

    Nor with a passkey: it signs.
    """
    form = (getattr(response, "context_data", None) or {}).get("form")
    if form is None or getattr(request, "wait_seconds", False):  # of `StaffBackend`
        return False
    errors = form.errors.as_data().values()
    return any(error.code in WRONG for each in errors for error in each)


def _over(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("account_login")
