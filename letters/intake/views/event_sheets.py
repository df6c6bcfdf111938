"""Printing letter sheets for the table of an event: for those who edit its page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.http import require_http_methods

from home.site.requests import StaffRequest
from letters.handling.views.privacy import NEVER_KEPT
from letters.intake.actions.event_sheets import print_event_sheets
from letters.intake.forms.letters import EventSheetsForm
from letters.typesetting.pdf_joining import PagesDiffer
from letters.typesetting.press import PressBroken, PressFailure
from prisoner_pages.models import EventPage, Prisoner
from prisoner_pages.permissions.choosers import own_pages_of

UNFILLED, BROKEN = 422, 503
NOT_PRINTED = _("The sheets could not be printed. Try again; if it stays so, tell an administrator.")


@require_http_methods(["GET", "HEAD", "POST"])
def event_sheets(request: StaffRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(EventPage, pk=pk)
    if not own_pages_of(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    people = Prisoner.objects.accepting_letters()
    form = EventSheetsForm(request.POST or None, people=people, initial={"language": get_language()})
    response = printed(request, event, form) if form.is_valid() else page(request, event, form)
    response.headers["Cache-Control"] = NEVER_KEPT
    return response


def printed(request: StaffRequest, event: EventPage, form: EventSheetsForm) -> HttpResponse:
    try:
        pdf = print_event_sheets(event=event, by=request.user, **form.cleaned_data)
    except (PressFailure, PressBroken, PagesDiffer):
        return page(request, event, form, notice=NOT_PRINTED)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="sheets.pdf"'
    return response


def page(
    request: StaffRequest, event: EventPage, form: EventSheetsForm, notice: str | Promise = ""
) -> HttpResponse:
    status = BROKEN if notice else UNFILLED if form.is_bound else 200
    context = {"event": event, "form": form, "notice": notice}
    return render(request, "letters/intake/event_sheets.html", context, status=status)
