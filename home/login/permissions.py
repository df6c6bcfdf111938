"""Who may take away somebody's second step: one asks, another confirms, and neither is that person."""

from django.contrib.auth.models import User

from home.models import SecondStepReset
from home.staff.permissions import are_two

RESET = "home.reset_second_step"


def may_reset(user: User) -> bool:
    return user.is_active and user.has_perm(RESET)


def may_ask_reset(user: User, whose: User) -> bool:
    return may_reset(user) and user.pk != whose.pk


def may_confirm(user: User, reset: SecondStepReset) -> bool:
    """Somebody else, of whom whoever asked didn't make the account just now, and who still may ask."""
    asked_by = reset.asked_by
    if asked_by is None or not may_ask_reset(asked_by, reset.user):
        return False
    return may_reset(user) and user.pk != reset.user_id and are_two(user, asked_by)


def may_refuse(user: User, reset: SecondStepReset) -> bool:
    """Whoever asked may think better of it."""
    return may_reset(user) and user.pk != reset.user_id
