"""What follows at once, whatever did it.

A second step added or taken away ends all other sessions; of wrong codes and a new address people hear.
"""

from collections.abc import Collection
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.models import User
from django.db.models.signals import pre_save
from django.http import HttpRequest

from home.login.actions.mails import queue_login_mail, tell_of_new_address
from home.staff.actions.sessions import end_other_sessions
from home.staff.actions.tries import is_to_be_told


def count_as_used(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **about: Any
) -> None:
    """Otherwise its owner would be asked for a code at once, and for the recovery codes once more."""
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


def end_others(sender: Any, request: HttpRequest, user: User, **about: Any) -> None:
    end_other_sessions(user, key=request.session.session_key)


def tell_of_wrong_codes(sender: Any, request: HttpRequest, user: User, **about: Any) -> None:
    """Whoever tries codes has the password: its owner hears of it, not of each one."""
    if is_to_be_told(request, user):
        queue_login_mail("login_wrong_codes", user)


def note_new_address(instance: User, update_fields: Collection[str] | None = None, **_about: Any) -> None:
    """By an administrator, its owner or a command: who holds the old one hears of it."""
    if instance.pk is None or (update_fields is not None and "email" not in update_fields):
        return
    old = type(instance)._default_manager.filter(pk=instance.pk).values_list("email", flat=True).first()
    if old and old != instance.email:
        tell_of_new_address(instance, old)


def connect() -> None:
    pre_save.connect(note_new_address, sender=User, dispatch_uid="new address")
    authentication_failed.connect(tell_of_wrong_codes, dispatch_uid="wrong codes")
    authenticator_added.connect(count_as_used, dispatch_uid="home.login")
    for changed in (authenticator_added, authenticator_removed, authenticator_reset):
        changed.connect(end_others, dispatch_uid="sessions of other second steps")
