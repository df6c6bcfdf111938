"""Changing by what the draw goes, by a coordinator across partners; noted in the site's own log."""

from dataclasses import asdict, dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from home.caching.read_models import lock
from letters.models import DrawChange
from letters.oversight.read_models.draw import last_begun, opens_on, rule_after, yet_to_begin
from letters.rules import draw_bounds, monday_after
from prisoner_pages.people.draw_rule import DrawRule
from prisoner_pages.permissions.partners import is_coordinator, require

DRAW = "draw"


class TooSoon(Exception):
    """The last change of the draw began less than 13 weeks ago."""


class ChangedMeanwhile(Exception):
    """Another coordinator has changed the draw since the page was shown."""


@dataclass(frozen=True)
class Saved:
    """From which Monday on the numbers hold; None where those that hold now are to stay."""

    since: date | None


@transaction.atomic
def change_draw(*, rule: DrawRule, seen: DrawRule, by: User) -> Saved | None:
    """Let the draw go by `rule` from the next Monday on; None when that is set already.

    `seen` is what was set when the coordinator looked. A change that has not begun yet is replaced, and none
    is left where the numbers are to stay those that hold now. Raises TooSoon, ChangedMeanwhile, and
    ValueError for a number out of its bounds or more than a step away from the one that holds now.
    """
    require(is_coordinator(by))
    lock(DRAW)  # of two at once, the second finds what the first has set
    today = timezone.localdate()
    begun, pending = last_begun(today), yet_to_begin(today)
    before, is_set = rule_after(begun), rule_after(pending or begun)
    if rule == is_set:
        return None
    if today < opens_on(begun):
        raise TooSoon
    if seen != is_set:
        raise ChangedMeanwhile
    if not _is_allowed(rule, before):
        raise ValueError(rule)
    change = pending or DrawChange(since=monday_after(today))
    _set(change, rule)
    _note(change, is_set, rule, by)
    if rule == before:
        change.delete()
        return Saved(None)
    return Saved(change.since)


def _set(change: DrawChange, rule: DrawRule) -> None:
    for name, number in asdict(rule).items():
        setattr(change, name, number)
    change.save()


def _note(change: DrawChange, before: DrawRule, rule: DrawRule, by: User) -> None:
    data = {
        "since": change.since.isoformat(),
        "lots_before": before.lots,
        "lots": rule.lots,
        "limits_before": (before.some_from, before.many_from),
        "limits": (rule.some_from, rule.many_from),
    }
    log(change, "letters.change_draw", user=by, title=str(change.since), data=data)


def _is_allowed(rule: DrawRule, before: DrawRule) -> bool:
    numbers = asdict(rule).items()
    is_near = all(
        draw_bounds(name, getattr(before, name)).within(number) == number for name, number in numbers
    )
    return is_near and rule.falls and rule.is_apart
