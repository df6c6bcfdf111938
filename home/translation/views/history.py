"""What happened to one string: who, when, what, and which words changed."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from home.translation.differences import differences
from home.translation.models import Unit
from home.translation.returns import reason_words
from home.translation.views.desk import for_the_desk
from home.translation.work import translations_of

LATEST = 200  # events shown


@for_the_desk
def history(request, pk):
    """The newest first. Opens to who may open the text; for a string that left the original, too."""
    unit = get_object_or_404(Unit.objects.select_related("string", "context"), pk=pk)
    translation = translations_of(request.user).filter(pk=unit.translation_id).first()
    if translation is None:
        raise Http404
    events = list(unit.events.select_related("by").order_by("-at", "-pk")[:LATEST])
    for event in events:
        event.changes = differences(event.before, event.after) if event.after else []
        event.reason_words = reason_words(event)
    context = {"unit": unit, "translation": translation, "events": events, "latest": LATEST}
    return render(request, "translation/staff/history.html", context)
