"""By what the draw of somebody who waits for a letter goes: in a week, now, and after the last change."""

from datetime import date

from letters.models import DrawChange
from letters.rules import draw_changes_from
from prisoner_pages.people.draw_rule import USUAL, DrawRule


def rule_in(monday: date) -> DrawRule:
    """Return the rule of the week that begins on that day."""
    return rule_after(last_begun(monday))


def last_begun(day: date) -> DrawChange | None:
    """Return the newest change that holds on that day already."""
    return DrawChange.objects.filter(since__lte=day).first()


def yet_to_begin(day: date) -> DrawChange | None:
    """Return the change that begins after that day: until then it can be corrected."""
    return DrawChange.objects.filter(since__gt=day).first()


def rule_after(change: DrawChange | None) -> DrawRule:
    return change.rule if change else USUAL


def opens_on(begun: DrawChange | None) -> date:
    """Return from which day on the draw may be changed anew."""
    return draw_changes_from(begun.since) if begun else date.min
