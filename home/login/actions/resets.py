"""Taking away a second step that its owner has lost, by two people; then its owner sets up a new one."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.login.actions.mails import queue_login_mail
from home.login.permissions import may_ask_reset, may_confirm, may_refuse
from home.models import SecondStepReset
from home.staff.actions.sessions import end_sessions, forget_devices

State = SecondStepReset.State


class ResetOver(Exception):
    """Somebody decided already, or two days have passed."""


@transaction.atomic
def ask_reset(*, user: User, by: User) -> SecondStepReset:
    """Ask for it, or return what was asked already and waits."""
    if not may_ask_reset(by, user):
        raise PermissionDenied
    User.objects.select_for_update().get(pk=user.pk)
    if waiting := SecondStepReset.objects.waiting().filter(user=user).first():
        return waiting
    reset = SecondStepReset.objects.create(user=user, asked_by=by)
    log(user, "home.ask_second_step_reset", user=by)
    return reset


@transaction.atomic
def confirm_reset(*, reset: SecondStepReset, by: User) -> None:
    """Delete all second steps of that person, who logs in anew and sets up another.

    Raises ResetOver. Effects: a mail to that person.
    """
    found = _locked(reset)
    if not may_confirm(by, found):
        raise PermissionDenied
    Authenticator.objects.filter(user=found.user).delete()
    end_sessions(found.user)
    forget_devices(found.user)
    _decide(found, State.DONE, by)
    log(found.user, "home.reset_second_step", user=by)
    queue_login_mail("login_step_reset", found.user)


@transaction.atomic
def refuse_reset(*, reset: SecondStepReset, by: User) -> None:
    """Raises ResetOver."""
    found = _locked(reset)
    if not may_refuse(by, found):
        raise PermissionDenied
    _decide(found, State.REFUSED, by)
    log(found.user, "home.refuse_second_step_reset", user=by)


def _locked(reset: SecondStepReset) -> SecondStepReset:
    waiting = SecondStepReset.objects.waiting().select_for_update().filter(pk=reset.pk)
    if found := waiting.first():
        return found
    raise ResetOver


def _decide(reset: SecondStepReset, state: State, by: User) -> None:
    reset.state, reset.decided_by, reset.decided_at = state, by, timezone.now()
    reset.save(update_fields=["state", "decided_by", "decided_at"])
