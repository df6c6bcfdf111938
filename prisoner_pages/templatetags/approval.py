"""What the screen of an approval asks for."""

from typing import Any

from django import template

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.read_models.changed_originals import words_lost
from prisoner_pages.models import Prisoner
from prisoner_pages.models.workflow import draft_of, is_private_since_publication, stops_of
from prisoner_pages.records.read_models.page_checklist import missing_of

register = template.Library()
register.simple_tag(missing_of)


@register.simple_tag
def loss_of(draft: Any) -> dict[str, Any]:
    """Return the runs of words that are lost by approving the draft, and whether they count as private."""
    words = words_lost(draft)
    return {"words": words, "is_private": bool(words) and is_private_since_publication(draft)}


@register.simple_tag
def stops_on(thing: Any) -> dict[str, Any]:
    """Return what stops the newest draft of a campaign or an event, in words; empty where nothing does."""
    stops = stops_of(draft_of(thing))
    people = Prisoner.objects.filter(pk__in=stops.people).named(SOURCE_LANGUAGE)
    return {"words": stops.words, "people": people} if stops else {}
