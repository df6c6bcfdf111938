"""Who may take away somebody's second step: one asks, another confirms, and neither is that person."""

from django.contrib.auth.models import User

from home.models import SecondStepReset

RESET = "home.reset_second_step"


def may_reset(user: User) -> bool:
    return user.is_active and user.has_perm(RESET)


def may_ask_reset(user: User, whose: User) -> bool:
    return may_reset(user) and user.pk != whose.pk


def may_confirm(user: User, reset: SecondStepReset) -> bool:
    return may_reset(user) and user.pk not in (reset.user_id, reset.asked_by_id)


def may_refuse(user: User, reset: SecondStepReset) -> bool:
    """Whoever asked may think better of it."""
    return may_reset(user) and user.pk != reset.user_id
