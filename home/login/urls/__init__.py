"""Below /admin/, before Wagtail's: allauth's views under its names, those that we want and no other."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, path, re_path

from home.login.views.pages import ChangePassword, NewPassword, RemovePasskey, View, ends_session, login_page
from home.login.views.passkey import PasskeyLogin
from home.login.views.proof import proof_page


def page(address: str, view: View, name: str) -> URLPattern:
    return path(address, login_page(view), name=name)


def own(address: str, view: View, name: str) -> URLPattern:
    """Return a page of somebody who is logged in."""
    return page(f"me/{address}", login_required(view), name)


urlpatterns = [
    page("login/", account.login, "account_login"),
    page("login/second-step/", mfa.authenticate, "mfa_authenticate"),
    page("login/passkey/", PasskeyLogin.as_view(), "mfa_login_webauthn"),
    page("logout/", ends_session(account.logout), "account_logout"),
    page("inactive/", account.account_inactive, "account_inactive"),
    # Under Wagtail's addresses, so that none of its own pages answers there.
    page("password_reset/", account.password_reset, "account_reset_password"),
    page("password_reset/done/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^password_reset/confirm/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        login_page(NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    page(
        "password_reset/complete/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    own("", mfa.index, "mfa_index"),
    own("password/", proof_page(ChangePassword.as_view()), "account_change_password"),
    own("confirm/password/", proof_page(account.reauthenticate), "account_reauthenticate"),
    own("confirm/code/", proof_page(mfa.reauthenticate), "mfa_reauthenticate"),
    own("confirm/passkey/", proof_page(webauthn.reauthenticate_webauthn), "mfa_reauthenticate_webauthn"),
    own("app/", totp.activate_totp, "mfa_activate_totp"),
    own("app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    own("passkeys/", webauthn.list_webauthn, "mfa_list_webauthn"),
    own("passkeys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    own("passkeys/<int:pk>/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    own("passkeys/<int:pk>/remove/", RemovePasskey.as_view(), "mfa_remove_webauthn"),
    own("codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    own("codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
]
