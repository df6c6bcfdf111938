"""Printing letter sheets for the table of an event: for those who edit its page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from home.site.requests import StaffRequest
from home.site.statuses import BROKEN, UNFILLED
from letters.handling.views.staff import only_for
from letters.intake.actions.event_sheets import print_event_sheets
from letters.intake.forms.letters import EventSheetsForm
from letters.typesetting.pdf_joining import PagesDiffer
from letters.typesetting.press import PressBroken, PressFailure
from prisoner_pages.models import EventPage, Prisoner
from prisoner_pages.permissions.choosers import own_pages_of

NOT_PRINTED = _("The sheets could not be printed. Try again; if it stays so, tell an administrator.")


@only_for(lambda user: user.is_active)
def event_sheets(request: StaffRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(EventPage, pk=pk)
    if not own_pages_of(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    people = Prisoner.objects.accepting_letters()
    form = EventSheetsForm(request.POST or None, people=people, initial={"language": get_language()})
    return printed(request, event, form) if form.is_valid() else page(request, event, form)


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
