"""Pages of login, which are allauth's views: in the reader's language, under the strict policy, not kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import PasswordChangeView, PasswordResetFromKeyView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from csp.decorators import csp
from django.conf import settings as of_project
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView
from wagtail.users.models import UserProfile

from home.languages.info import ADMIN_LANGUAGES
from home.security.encryption import PrivateTextError, decrypt_text, encrypt_text
from home.site.requests import StaffRequest
from home.site.views.errors import language_of

View = Callable[..., HttpResponseBase]
RESET_KEY = "_password_reset_key"  # under which allauth keeps the key of a link in the session
# Where it lies, as `encrypt_text` seals it in.
PLACE = "session|key of a new password"


def login_page(view: View) -> View:
    """Answer as all pages of login do, under the policy of visitors: no script and no style in the page."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = _language_for(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
        response.headers["Content-Language"] = language
        response.headers["Cache-Control"] = "no-store"
        return response

    return csp(of_project.CONTENT_SECURITY_POLICY["DIRECTIVES"])(never_cache(page))


def ends_session(view: View) -> View:
    """Have the browser forget pages that it kept for Back; texts not saved at the page desk stay."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache"'
        return response

    return page


def _language_for(request: HttpRequest) -> str:
    """Return the language of somebody's admin, else that of the browser where the admin speaks it."""
    if isinstance(request.user, User):
        return str(UserProfile.get_for_user(request.user).get_preferred_language())
    language = language_of(request)
    return language if language in dict(ADMIN_LANGUAGES) else "en"


class ChangePassword(PasswordChangeView):
    post = FormView.post  # scripts get the page, too: `proof_page` looks at its form for wrong passwords

    def dispatch(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever has no password gets one through the mail for a forgotten one."""
        if not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


class NewPassword(PasswordResetFromKeyView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """allauth keeps the key of the link in the session: sealed, or who reads that table could use it."""
        session = request.session
        if RESET_KEY in session:
            session[RESET_KEY] = opened(session[RESET_KEY])
        try:
            return super().dispatch(request, *args, **kwargs)
        finally:
            if key := session.pop(RESET_KEY, ""):
                session[RESET_KEY] = encrypt_text(key, PLACE).decode("ascii")

    def form_valid(self, form: Any) -> HttpResponseBase:
        """With a new password all sessions end, so this one does before it is written to once more."""
        if self.request.user == self.reset_user:
            logout(self.request)
        return super().form_valid(form)


def opened(sealed: str) -> str:
    """Return the key of a link, "" where it opens no more. Raises KeysLocked, which the page says."""
    try:
        return decrypt_text(sealed.encode(), PLACE)
    except PrivateTextError:
        return ""


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponseBase:
        """allauth asks for the app alone whether it may go."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)
