"""What follows when a second step was added: it counts as used in the session that added it."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.models import User
from django.http import HttpRequest


def count_as_used(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **about: Any
) -> None:
    """Otherwise its owner would be asked for a code at once, and for the recovery codes once more."""
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


def connect() -> None:
    authenticator_added.connect(count_as_used, dispatch_uid="home.login")
