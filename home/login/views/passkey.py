"""Login with a passkey alone: nobody is known yet, so nothing of it is stored here before it succeeds.

What a passkey has to sign lies in a signed cookie of five minutes and is taken once: in a session it would be
a row of the database for whoever asks.
"""

from typing import Any

from allauth.account.mixins import NextRedirectMixin
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.login.forms import LoginForm
from home.models.sessions import digest_of
from home.site.statuses import UNFILLED

COOKIE = SALT = "passkey"
SECONDS = 300


class PasskeyLogin(NextRedirectMixin, LoginWebAuthnView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if asked := request.session.pop(STATE_SESSION_KEY, None):
            response.set_cookie(
                COOKIE,
                signing.dumps(asked, salt=SALT),
                max_age=SECONDS,
                path=request.path,
                secure=request.is_secure(),
                httponly=True,
                samesite="Strict",
            )
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.session[STATE_SESSION_KEY] = asked_of(request)
        try:
            return super().post(request, *args, **kwargs)
        finally:
            request.session.pop(STATE_SESSION_KEY, None)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say so on the page: a message would travel in a session."""
        context = self.get_context_data(form=LoginForm(request=self.request), passkey_failed=True)
        return render(self.request, "account/login.html", context, status=UNFILLED)


def asked_of(request: HttpRequest) -> Any:
    """Return what the browser was given to be signed, None where that is too old, was used or is not ours."""
    given = request.COOKIES.get(COOKIE, "")
    try:
        asked = signing.loads(given, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return asked if cache.add(f"passkey:{digest_of(given)}", True, SECONDS) else None
