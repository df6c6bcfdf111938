"""What follows when a second step was added or taken away: all other sessions of the person end."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.models import User
from django.http import HttpRequest

from home.staff.actions.sessions import end_other_sessions


def count_as_used(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **about: Any
) -> None:
    """Otherwise its owner would be asked for a code at once, and for the recovery codes once more."""
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


def end_others(sender: Any, request: HttpRequest, user: User, **about: Any) -> None:
    end_other_sessions(user, key=request.session.session_key)


def connect() -> None:
    authenticator_added.connect(count_as_used, dispatch_uid="home.login")
    for changed in (authenticator_added, authenticator_removed, authenticator_reset):
        changed.connect(end_others, dispatch_uid="sessions of other second steps")
