"""Accounts of the staff with second steps, and logging in by all that the door asks for."""

import time
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.http import HttpRequest

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "a long invented password"


def staff_account(name="anna", *, is_superuser=True):
    """Return somebody, else an administrator, with a password and an address, who has no second step."""
    accounts = get_user_model().objects
    make = accounts.create_superuser if is_superuser else accounts.create_user
    return make(name, email=f"{name}@example.org", password=PASSWORD)


def give_app(user, secret=SECRET):
    """Return the app of somebody, set up at first."""
    has = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return has or TOTP.activate(user, secret).instance


def give_codes(user):
    return RecoveryCodes.activate(user).get_unused_codes()


def code_of(secret=SECRET, *, steps=0):
    """Return what the app shows now, or that many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def log_in_fully(client, user):
    """Give a client the session of somebody who has just used password and app."""
    client.force_login(user)
    app, request = give_app(user), HttpRequest()
    request.session = client.session
    record_authentication(request, user, "password", username=user.get_username())
    record_authentication(request, user, "mfa", id=app.pk, type=app.type, reauthenticated=True)
    request.session.save()


def prove(client, user):
    """Let a client's session be of somebody who has just proved once more who they are."""
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "password", reauthenticated=True)
    request.session.save()
    return client


def enter_password(client, name="anna", password=PASSWORD, **more):
    return client.post("/admin/login/", {"login": name, "password": password, **more})


def enter_code(client, code=None):
    return client.post("/admin/login/second-step/", {"code": code or code_of()})


def led_to(response):
    """Return the path that an answer sends on to, "" where it doesn't."""
    return urlsplit(response.get("Location", "")).path
