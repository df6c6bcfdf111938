"""By what the draw of somebody who waits for a letter goes: for coordinators to change, seldom."""

from dataclasses import asdict, fields
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, UNFILLED
from letters.handling.views.staff import only_for
from letters.oversight.actions.draw import ChangedMeanwhile, TooSoon, change_draw
from letters.oversight.forms import DrawForm
from letters.oversight.read_models.draw import last_begun, opens_on, rule_after, yet_to_begin
from letters.rules import WEEKS_BETWEEN_DRAWS, draw_bounds, monday_after
from prisoner_pages.people.draw_rule import WIDTHS, DrawRule
from prisoner_pages.permissions.partners import is_coordinator

SEEN = "seen"


@only_for(is_coordinator)
def draw(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    begun, pending = last_begun(today), yet_to_begin(today)
    form = DrawForm(
        request.POST or None, current=rule_after(begun), is_set=(is_set := rule_after(pending or begun))
    )
    if request.method == "POST" and opens_on(begun) <= today and form.is_valid():
        # What the page showed; without it, what is set now.
        seen = _seen(request.POST.get(SEEN, "")) or is_set
        try:
            is_changed = change_draw(rule=form.cleaned_data["rule"], seen=seen, by=request.user)
        except (TooSoon, ChangedMeanwhile):
            return _page(request, form, is_late=True)
        messages.success(request, _outcome(monday_after(today) if is_changed else None))
        return HttpResponseRedirect(reverse("letter_desk:draw"))
    return _page(request, form)


def _seen(text: str) -> DrawRule | None:
    numbers = text.split()
    is_rule = len(numbers) == len(fields(DrawRule)) and all(number.isdecimal() for number in numbers)
    return DrawRule(*map(int, numbers)) if is_rule else None


def _outcome(since: date | None) -> str:
    if since is None:
        return _("Nothing was changed: these numbers are set already.")
    return _("Saved: these numbers hold from Monday, %(day)s, on. Until then you can correct them.") % {
        "day": date_format(since)
    }


def _page(request: StaffRequest, form: DrawForm, *, is_late: bool = False) -> HttpResponse:
    """While a change is too young: the numbers, and from which day on they can be changed anew."""
    today = timezone.localdate()
    begun, pending = last_begun(today), yet_to_begin(today)
    current, is_set = asdict(rule_after(begun)), asdict(rule_after(pending or begun))
    is_open = opens_on(begun) <= today
    is_late = is_late or (request.method == "POST" and not is_open)
    context = {
        "form": form,
        "rows": [(draw_bounds(name, current[name]), form[name], number) for name, number in is_set.items()],
        "seen": " ".join(map(str, is_set.values())),
        "is_open": is_open,
        "is_late": is_late,
        "opens_on": opens_on(begun),
        "begins_on": pending.since if pending else None,
        "monday": monday_after(today),
        "weeks": WEEKS_BETWEEN_DRAWS,
        "widths": WIDTHS,
    }
    status = CONFLICT if is_late else UNFILLED if form.errors else 200
    return render(request, "letters/oversight/draw.html", context, status=status)
