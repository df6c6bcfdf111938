"""What allauth asks of a project: whom it mails and how, when it asks again, and how secrets are kept."""

import logging
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy as _

from home.login.actions.mails import OF_ALLAUTH, queue_login_mail
from home.login.qr_code import qr_svg
from home.login.read_models import last_login_at, steps_of
from home.login.rules import YOUNG_LOGIN_SECONDS
from home.security.encryption import PrivateTextError, decrypt_text, encrypt_text
from home.security.keyring import KeyRingError, KeysLocked

logger = logging.getLogger(__name__)

# Where a secret of a second step is kept, as `encrypt_text` seals it in.
PLACE = "mfa.authenticator|secret"


class StaffAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "username_password_mismatch": _("The user name or the password is incorrect."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "incorrect_code": _("This code is incorrect or has already been used. Wait for the next one."),
        "incorrect_password": _("This password is incorrect."),
        "enter_current_password": _("This is not your current password."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth would count wrong passwords by account, so that anybody could lock its owner out."""

    def is_safe_url(self, url: str) -> bool:
        """Nobody is sent on to another host, were it one of ours."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def is_reauthentication_required(self, *, app: str, **about: Any) -> bool:
        """Whoever logged in just now and has no second step sets one up without a second password."""
        is_asked: bool = super().is_reauthentication_required(app=app, **about)
        if not is_asked or steps_of(self.request.user).exists():
            return is_asked
        return time.time() - last_login_at(self.request, self.request.user) > YOUNG_LOGIN_SECONDS

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return how somebody proves again who they are: by a second step if there is one, an app first."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        second = [each for each in methods if each["id"].startswith("mfa_")]
        if not second or not steps_of(user).exists():
            return methods
        has_app = steps_of(user).filter(type=Authenticator.Type.TOTP).exists()
        return second if has_app else second[::-1]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        queue_login_mail(OF_ALLAUTH[template_prefix], user)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """To the address of the account, whatever was typed; the link is made when the mail leaves."""
        queue_login_mail(OF_ALLAUTH["account/email/password_reset_key"], user)


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is incorrect or has already been used. Wait for the next one."),
        "cannot_delete_authenticator": _("This is your only second step: add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt_text(text, PLACE).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Where the key is gone, no code is right any more: chance stands in for the secret.

        Raises KeysLocked, which the page says.
        """
        try:
            return decrypt_text(encrypted_text.encode("ascii"), PLACE)
        except KeysLocked:
            raise
        except (PrivateTextError, KeyRingError) as fault:
            logger.error("Second step unreadable", extra={"event": "login", "error": type(fault).__name__})
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays, or a stolen session could set up its own."""
        return steps_of(authenticator.user).exclude(pk=authenticator.pk).exists()

    def build_totp_svg(self, url: str) -> str:
        return qr_svg(url)

    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return gettext("Letters to Free Crimea")

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return gettext("Passkey %(number)s") % {"number": steps_of(user).filter(type=type).count() + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        name = user.get_username()
        return {**super().get_public_key_credential_user_entity(user), "display_name": name, "name": name}
