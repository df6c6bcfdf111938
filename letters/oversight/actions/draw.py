"""Changing by what the draw goes, by a coordinator across partners; noted in the site's own log."""

from dataclasses import asdict

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.caching.read_models import lock
from letters.models import DrawChange
from letters.oversight.read_models.draw import last_change, opens_on, rule_after
from letters.rules import draw_bounds, monday_after
from prisoner_pages.people.draw_rule import DrawRule
from prisoner_pages.permissions.partners import is_coordinator, require

DRAW = "draw"


class TooSoon(Exception):
    """The draw was changed less than 13 weeks ago."""


@transaction.atomic
def change_draw(*, rule: DrawRule, by: User) -> DrawChange | None:
    """Let the draw go by `rule` from the next Monday on; None when it does so already.

    Raises TooSoon, and ValueError for a number out of its bounds or more than a step away.
    """
    require(is_coordinator(by))
    lock(DRAW)  # of two at once, the second comes too soon
    last, today = last_change(), timezone.localdate()
    before = rule_after(last)
    if rule == before:
        return None
    if today < opens_on(last):
        raise TooSoon
    if not _is_allowed(rule, before):
        raise ValueError(rule)
    change = DrawChange.objects.create(since=monday_after(today), **asdict(rule))
    data = {
        "since": change.since.isoformat(),
        "lots_before": before.lots,
        "lots": rule.lots,
        "limits_before": (before.some_from, before.many_from),
        "limits": (rule.some_from, rule.many_from),
    }
    log(change, "letters.change_draw", user=by, title=str(change.since), data=data)
    return change


def _is_allowed(rule: DrawRule, before: DrawRule) -> bool:
    numbers = asdict(rule).items()
    is_near = all(
        draw_bounds(name, getattr(before, name)).within(number) == number for name, number in numbers
    )
    return is_near and rule.falls and rule.is_apart
