"""What happened to one string: who, when, what, and which words changed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from home.site.requests import StaffRequest
from home.translation.core.read_models.returned_drafts import reason_words
from home.translation.desk.read_models.work import translations_of
from home.translation.desk.views.overview import for_the_desk
from home.translation.models import Unit
from home.translation.text.differences import differences
from home.translation.text.markup import words_of, written

LATEST = 200  # events shown


@for_the_desk
def history(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the events, newest first, to those who may open the text; even if the string was removed."""
    unit = get_object_or_404(Unit.objects.select_related("string", "context"), pk=pk)
    translation = translations_of(request.user).filter(pk=unit.translation_id).first()
    if translation is None:
        raise Http404
    context = {
        "unit": unit,
        "translation": translation,
        "original": words_of(unit.string.data),
        "events": _events_of(unit),
        "latest": LATEST,
    }
    return render(request, "translation/desk/history.html", context)


def _events_of(unit: Unit) -> list[Any]:
    """Return the latest events, their texts in the translator's notation."""
    events: list[Any] = list(unit.events.select_related("by").order_by("-at", "-pk")[:LATEST])
    for event in events:
        event.said = written(event.before, rich=True)
        event.changes = differences(event.said, written(event.after, rich=True)) if event.after else []
        event.reason_words = reason_words(event)
    return events
