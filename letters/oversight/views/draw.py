"""By what the draw of somebody who waits for a letter goes: for coordinators to change, seldom."""

from dataclasses import asdict

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
from letters.models import DrawChange
from letters.oversight.actions.draw import TooSoon, change_draw
from letters.oversight.forms import DrawForm
from letters.oversight.read_models.draw import last_change, opens_on, rule_after
from letters.rules import WEEKS_BETWEEN_DRAWS, draw_bounds, monday_after
from prisoner_pages.people.draw_rule import WIDTHS
from prisoner_pages.permissions.partners import is_coordinator


@only_for(is_coordinator)
def draw(request: StaffRequest) -> HttpResponse:
    last = last_change()
    form = DrawForm(request.POST or None, current=rule_after(last))
    if request.method == "POST" and opens_on(last) <= timezone.localdate() and form.is_valid():
        try:
            change = change_draw(rule=form.cleaned_data["rule"], by=request.user)
        except TooSoon:  # somebody else changed it just now
            return _page(request, form)
        messages.success(request, _outcome(change))
        return HttpResponseRedirect(reverse("letter_desk:draw"))
    return _page(request, form)


def _outcome(change: DrawChange | None) -> str:
    if change is None:
        return _("Nothing was changed: the draw goes by these numbers already.")
    return _("The change is saved: it holds from Monday, %(day)s, on.") % {"day": date_format(change.since)}


def _page(request: StaffRequest, form: DrawForm) -> HttpResponse:
    """While a change is too young: the numbers, and from which day on they can be changed anew."""
    last, today = last_change(), timezone.localdate()
    current = asdict(rule_after(last))
    is_open = opens_on(last) <= today
    is_late = request.method == "POST" and not is_open
    context = {
        "form": form,
        "rows": [(draw_bounds(name, number), form[name], number) for name, number in current.items()],
        "is_open": is_open,
        "is_late": is_late,
        "opens_on": opens_on(last),
        "begins_on": last.since if last and last.since > today else None,
        "monday": monday_after(today),
        "weeks": WEEKS_BETWEEN_DRAWS,
        "widths": WIDTHS,
    }
    status = CONFLICT if is_late else UNFILLED if form.errors else 200
    return render(request, "letters/oversight/draw.html", context, status=status)
