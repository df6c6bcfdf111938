"""The forms of login: allauth's, in our words. Their labels stand above the fields, so none is in them."""

import struct
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, ngettext

from home.staff.actions.tries import admit_code, forgive_codes

Words = dict[str, tuple[Any, Any]]


class Worded(forms.Form):
    """Says each field in our words: (label, hint). One that is left empty is named: two may be."""

    words: Words = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
            self.fields[name].error_messages["required"] = format_lazy(_("“{field}” is empty."), field=label)
            self.fields[name].widget.attrs.pop("placeholder", None)


class LoginForm(Worded, account.LoginForm):
    words = {"login": (_("User name"), ""), "password": (_("Password"), "")}

    def clean(self) -> dict[str, Any] | None:
        """Say how long to wait after too many wrong passwords, whether there is such an account or not."""
        try:
            return super().clean()
        except forms.ValidationError:
            seconds = getattr(self.request, "wait_seconds", 0)
            if not seconds:
                raise
            raise too_soon(
                ngettext(
                    "Too many wrong passwords. Wait %(count)d second, then try again.",
                    "Too many wrong passwords. Wait %(count)d seconds, then try again.",
                    seconds,
                ),
                seconds,
            ) from None


def too_soon(words: str, seconds: int) -> forms.ValidationError:
    return forms.ValidationError(words % {"count": seconds}, code="too_soon")


class PasswordAgainForm(Worded, account.ReauthenticateForm):
    words = {"password": (_("Password"), "")}


class ForgottenPasswordForm(Worded, account.ResetPasswordForm):
    words = {"email": (_("E-mail address of your account"), "")}


class WithNewPassword(Worded):
    """What is asked of a password stands beside its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(map(str, password_validators_help_texts()))


class NewPasswordForm(WithNewPassword, account.ResetPasswordKeyForm):
    words = {"password1": (_("New password"), ""), "password2": (_("New password again"), "")}


class ChangePasswordForm(WithNewPassword, account.ChangePasswordForm):
    words = {"oldpassword": (_("Current password"), ""), **NewPasswordForm.words}


CODE: Words = {"code": (_("Code"), _("Six digits from your app, or one of your recovery codes."))}
NUMERIC = {"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}


class TriesCode(Worded):
    """A code of somebody whose password was right; wrong ones are slowed down by account and device."""

    words = CODE
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(NUMERIC)

    def clean_code(self) -> str:
        if wait := admit_code(context.request, self.user):
            raise too_soon(
                ngettext(
                    "Too many wrong codes. Wait %(count)d second, then try again.",
                    "Too many wrong codes. Wait %(count)d seconds, then try again.",
                    wait,
                ),
                wait,
            )
        code: str = super().clean_code()  # type: ignore[misc]
        forgive_codes(context.request, self.user)
        return code


class CodeForm(TriesCode, mfa.AuthenticateForm):
    """As the second step."""


class CodeAgainForm(TriesCode, mfa.ReauthenticateForm):
    """For something that is asked for again."""


class AppForm(Worded, totp.ActivateTOTPForm):
    """Sets up an app; until that is done, its secret lies in the session, encrypted."""

    words = {"code": (_("Code"), _("The six digits the app is showing now."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        if sealed := session.get(SECRET_SESSION_KEY):
            session[SECRET_SESSION_KEY] = decrypt(sealed)
        super().__init__(*args, **kwargs)
        session[SECRET_SESSION_KEY] = encrypt(self.secret)
        self.fields["code"].widget.attrs.update(NUMERIC)


NAME: tuple[Any, Any] = (
    _("Name of the passkey"),
    _("To help you recognise it: for example, “key on my key ring” or “laptop at home”."),
)


# What libraries raise of an answer that no key of anybody has made, or that was signed by another key.
UNREADABLE = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    OverflowError,
    RecursionError,
    struct.error,
    InvalidSignature,
)
LONGEST_CREDENTIAL = 20_000  # characters: what browsers send is a tenth of it


class CredentialField(forms.JSONField):
    """What a passkey answers: used once, so a page that comes back has none in it."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        if len(value or "") > LONGEST_CREDENTIAL:
            raise get_adapter().validation_error("incorrect_code")
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):
            raise get_adapter().validation_error("incorrect_code") from None

    def bound_data(self, data: Any, initial: Any) -> str:
        return ""

    def prepare_value(self, value: Any) -> str:
        return ""


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):
    words = {
        "name": NAME,
        "passwordless": (
            _("Log in with this passkey alone, without a password"),
            _("Your device will then ask for your PIN, fingerprint or face."),
        ),
    }
    credential = CredentialField()

    def clean(self) -> dict[str, Any] | None:
        try:
            return super().clean()
        except UNREADABLE:
            raise get_adapter().validation_error("incorrect_code") from None


class ReadsPasskey(forms.Form):
    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeyForm(ReadsPasskey, webauthn.AuthenticateWebAuthnForm):
    """As the second step."""


class PasskeyAgainForm(ReadsPasskey, webauthn.ReauthenticateWebAuthnForm):
    """For something that is asked for again."""


class PasskeyLoginForm(ReadsPasskey, webauthn.LoginWebAuthnForm):
    """In the place of name and password."""


class RenamePasskeyForm(Worded, webauthn.EditWebAuthnForm):
    words = {"name": NAME}
