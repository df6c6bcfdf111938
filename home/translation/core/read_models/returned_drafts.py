"""Drafts that a reviewer returned, and why; and those that need no new review."""

from typing import Any

from django.utils.functional import Promise
from wagtail_localize.models import Translation

from home.translation.choices import ReturnReason
from home.translation.models import Unit, UnitEvent
from home.translation.text.links import move_links


def returned_in(translation: Translation) -> dict[int, UnitEvent]:
    """Return {pk of a string: the event that returned it, with `reason_words`}, in one query."""
    found = UnitEvent.objects.filter(unit__translation=translation, unit__is_active=True).unanswered_returns()
    return {event.unit_id: _with_words(event) for event in found.select_related("by").order_by("pk")}


def _with_words(event: Any) -> UnitEvent:
    event.reason_words = reason_words(event)
    return event


def reason_words(event: UnitEvent) -> list[str | Promise]:
    """Return the labels of the reasons of an event, without those that no longer exist."""
    return [ReturnReason(reason).label for reason in event.reasons if reason in ReturnReason]


def unchanged_in(translation: Translation) -> list[Unit]:
    """Return the waiting strings whose draft is exactly the approved text that stood there before."""
    waiting = Unit.objects.filter(translation=translation, is_active=True).waiting().exclude(carried_text="")
    waiting = waiting.select_related("translation__target_locale", "string", "context").order_by("order")
    return [unit for unit in waiting if unit.draft == _carried(unit)]


def _carried(unit: Unit) -> str:
    return move_links(unit.carried_text, before=unit.carried_attrs, after=unit.attrs)
