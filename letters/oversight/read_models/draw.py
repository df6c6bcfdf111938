"""By what the draw of somebody who waits for a letter goes: in a week, and after the last change."""

from datetime import date

from letters.models import DrawChange
from letters.rules import draw_changes_from
from prisoner_pages.people.draw_rule import USUAL, DrawRule


def rule_in(monday: date) -> DrawRule:
    """Return the rule of the week that begins on that day."""
    return rule_after(DrawChange.objects.filter(since__lte=monday).first())


def last_change() -> DrawChange | None:
    """Return the newest change, which may begin only with the next Monday."""
    return DrawChange.objects.first()


def rule_after(change: DrawChange | None) -> DrawRule:
    return change.rule if change else USUAL


def opens_on(last: DrawChange | None) -> date:
    """Return from which day on the draw may be changed anew."""
    return draw_changes_from(last.since) if last else date.min
