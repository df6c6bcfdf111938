"""Shortening a time of keeping, by a coordinator across partners; noted in the site's own log."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from letters.choices.letters import Keeping
from letters.models import RetentionRule
from letters.retention.rules import RETENTION_RULES
from prisoner_pages.permissions.partners import is_coordinator, require


@transaction.atomic
def shorten(*, days: Mapping[Keeping, int], by: User) -> None:
    """Set {Keeping: days}; a kind at its full time has no row. Raises ValueError for days out of bounds."""
    require(is_coordinator(by))
    for kind, number in days.items():
        _set(Keeping(kind), number, by)


def _set(kind: Keeping, days: int, by: User) -> None:
    rule = RETENTION_RULES[kind]
    if not rule.can_be_shortened or not rule.least <= days <= rule.days:
        raise ValueError(kind)
    row = RetentionRule.objects.filter(kind=kind).first() or RetentionRule(kind=kind, days=rule.days)
    if row.days == days:
        return
    row.days = days
    row.save()
    log(row, "wagtail.edit", user=by, title=str(kind), data={"kind": kind, "days": days})
