"""What of the login goes when somebody leaves."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from home.staff.given_roles import Tie


def steps_that_go(user: User) -> list[str]:
    return [_("Their second steps of login are deleted")] if _steps(user).exists() else []


def delete_steps(*, user: User, by: User) -> None:
    _steps(user).delete()


def _steps(user: User) -> "QuerySet[Authenticator]":
    return Authenticator.objects.filter(user=user)


TIES = (Tie(steps_that_go, delete_steps),)
