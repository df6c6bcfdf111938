"""A letter table while it is held: how many letters it has brought, where a tablet begins, slips to print.

Of the letters nothing is told but their number.
"""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language

from home.languages.info import CONTENT_LANGUAGES
from home.login.qr_code import qr_svg
from home.site.requests import StaffRequest
from letters.handling.views.staff import only_for
from letters.intake.actions.event_sheets import source_event
from letters.lifecycle import ALIVE
from letters.models import Letter
from letters.permissions.events import may_count_at
from letters.writing.read_models.occasions import event_open_by
from prisoner_pages.models import EventPage

SLIPS = 30


@only_for(lambda user: user.is_active)
def event_evening(request: StaffRequest, pk: int) -> HttpResponse:
    event = source_event(get_object_or_404(EventPage, pk=pk))
    if not may_count_at(request.user, event):
        raise PermissionDenied
    letters = Letter.objects.filter(event=event, state__in=ALIVE)
    languages = dict(CONTENT_LANGUAGES)
    asked = request.GET.get("language", "")
    language = asked if asked in languages else get_language() or "uk"
    address = address_of(event, language) if event.code else ""
    context = {
        "event": event,
        "total": letters.count(),
        "today": letters.filter(received_on=timezone.localdate()).count(),
        "is_open": event_open_by(event.code) == event,
        "address": address,
        "drawing": qr_svg(address) if address else "",
        "language": language,
        "languages": languages,
        "slips": range(SLIPS),
    }
    return render(request, "letters/intake/event_evening.html", context)


def address_of(event: EventPage, language: str) -> str:
    """Return where a tablet begins, on the host that visitors reach."""
    with translation.override(language):
        path = reverse("letters:choose")
    return f"{event.get_site().root_url}{path}?{urlencode({'event': event.code})}"
