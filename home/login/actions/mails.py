"""Mails about somebody's login: the link to a new password, and what was changed, in case it was not they.

They name neither the account nor the network it was changed from, and lead to the host of the staff.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail
from home.models import FormerAddress
from home.settings.defaults import settings

LOW_BITS = 2**64 - 1
TO_OLD_ADDRESS = "login_old_address"
FORGET_ADDRESSES = "home.forget_addresses"
# Longer than the outbox goes on trying.
ADDRESS_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class LoginMail:
    """`says` is one sentence; a mail with a link of its own has a template of its own."""

    subject: Any
    says: Any = ""
    template: str = "home/login/changed.txt"


# Name in the outbox -> what it says.
MAILS = {
    "login_new_password": LoginMail(_("Choose a new password"), template="home/login/new_password.txt"),
    "login_password": LoginMail(
        _("Your password was changed"), _("The password of your account was changed.")
    ),
    "login_app_added": LoginMail(
        _("A second step was added"), _("An app that shows codes was added to your account.")
    ),
    "login_app_removed": LoginMail(
        _("A second step was removed"), _("The app that shows codes was removed from your account.")
    ),
    "login_key_added": LoginMail(_("A passkey was added"), _("A passkey was added to your account.")),
    "login_key_removed": LoginMail(_("A passkey was removed"), _("A passkey was removed from your account.")),
    "login_codes": LoginMail(
        _("New recovery codes"), _("New recovery codes were made for your account; the old ones are void.")
    ),
    "login_wrong_codes": LoginMail(
        _("Wrong codes were tried for your account"),
        _("Somebody gave your password rightly and then several codes that were wrong."),
    ),
    "login_address": LoginMail(
        _("The e-mail address of your account was changed"),
        _("The e-mail address of your account was changed: from now on we write to the new one."),
    ),
    "login_step_reset": LoginMail(
        _("Your second step was taken away"),
        _(
            "Two coordinators have taken the second step away from your account, so that you can set up a"
            " new one: you are asked for it the next time you log in."
        ),
    ),
}
# What allauth calls them.
OF_ALLAUTH = {
    "account/email/password_reset_key": "login_new_password",
    "account/email/password_reset": "login_password",
    "account/email/password_changed": "login_password",
    "mfa/email/totp_activated": "login_app_added",
    "mfa/email/totp_deactivated": "login_app_removed",
    "mfa/email/webauthn_added": "login_key_added",
    "mfa/email/webauthn_removed": "login_key_removed",
    "mfa/email/recovery_codes_generated": "login_codes",
}


def queue_login_mail(name: str, user: User) -> None:
    """Queue one of `MAILS` to somebody, in the language of their admin; without an address there is none."""
    if user.email and user.is_active:
        language = UserProfile.get_for_user(user).get_preferred_language()
        queue_mail(template=name, reference=reference_of(user), language=language)


@transaction.atomic
def tell_of_new_address(user: User, old: str) -> None:
    """Queue mails to the address that an account had and to the one it has now, whoever changed it."""
    former = FormerAddress.objects.create(user=user, email=old)
    language = UserProfile.get_for_user(user).get_preferred_language()
    queue_mail(template=TO_OLD_ADDRESS, reference=former.uuid, language=language)
    queue_login_mail("login_address", user)


def forget_addresses() -> None:
    """Daily."""
    FormerAddress.objects.filter(changed_at__lt=timezone.now() - ADDRESS_KEPT).delete()


# A row of the outbox names one thing by a UUID: here the person, and the second in which it happened.
def reference_of(user: User) -> uuid.UUID:
    return uuid.UUID(int=(user.pk << 64) | int(timezone.now().timestamp()))


def renderers() -> dict[str, Callable[[uuid.UUID, str], Mail | None]]:
    return {TO_OLD_ADDRESS: to_old_address, **{name: partial(render, mail) for name, mail in MAILS.items()}}


def render(mail: LoginMail, reference: uuid.UUID, _language: str) -> Mail | None:
    """Write the mail; None where the account is closed or has no address any more."""
    user = get_user_model().objects.filter(pk=reference.int >> 64, is_active=True).exclude(email="").first()
    if user is None:
        return None
    at = datetime.fromtimestamp(reference.int & LOW_BITS, timezone.get_default_timezone())
    return _written(mail, user.email, at, link=partial(link_to_new_password, user))


def to_old_address(reference: uuid.UUID, _language: str) -> Mail | None:
    former = FormerAddress.objects.filter(uuid=reference).first()
    return _written(MAILS["login_address"], former.email, former.changed_at) if former else None


def _written(mail: LoginMail, to: str, at: datetime, **more: Any) -> Mail:
    about = {
        "says": mail.says,
        "at": at,
        "me": settings.STAFF_URL + reverse("mfa_index"),
        **more,
    }
    return Mail(to, str(mail.subject), render_to_string(mail.template, about).strip() + "\n")


def link_to_new_password(user: User) -> str:
    """Return a link that works once, for an hour from now: made as the mail leaves, and kept nowhere."""
    token = default_token_generator.make_token(user)
    address = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
    return settings.STAFF_URL + address
