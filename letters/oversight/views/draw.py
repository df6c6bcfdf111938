"""By what the draw of somebody who waits for a letter goes: for coordinators to change, seldom."""

from dataclasses import asdict, fields

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
from letters.oversight.actions.draw import ChangedMeanwhile, Saved, TooSoon, change_draw
from letters.oversight.forms import DrawForm
from letters.oversight.read_models.draw import last_begun, opens_on, rule_after, yet_to_begin
from letters.rules import WEEKS_BETWEEN_DRAWS, draw_bounds, monday_after
from prisoner_pages.people.draw_rule import WIDTHS, DrawRule
from prisoner_pages.permissions.partners import is_coordinator

SEEN = "seen"
MOST_DIGITS = 3


@only_for(is_coordinator)
def draw(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    today = timezone.localdate()
    begun, pending = last_begun(today), yet_to_begin(today)
    if today < opens_on(begun):
        return _page(request, is_late=True)
    is_set = rule_after(pending or begun)
    form = DrawForm(request.POST, current=rule_after(begun), is_set=is_set)
    # What the page showed; without it, what is set now.
    seen = _seen(request.POST.get(SEEN, "")) or is_set
    if not form.is_valid():
        return _page(request, form, seen=seen)
    try:
        saved = change_draw(rule=form.cleaned_data["rule"], seen=seen, by=request.user)
    except (TooSoon, ChangedMeanwhile):
        return _page(request, is_late=True)
    messages.success(request, _outcome(saved))
    return HttpResponseRedirect(reverse("letter_desk:draw"))


def _seen(text: str) -> DrawRule | None:
    numbers = text.split()
    is_rule = len(numbers) == len(fields(DrawRule)) and all(map(_is_short_number, numbers))
    return DrawRule(*map(int, numbers)) if is_rule else None


def _is_short_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= MOST_DIGITS


def _outcome(saved: Saved | None) -> str:
    if saved is None:
        return _("Nothing was changed: these numbers are set already.")
    if saved.since is None:
        return _("Saved: the numbers by which the draw goes now stay, and nothing changes on Monday.")
    return _("Saved: these numbers hold from Monday, %(day)s, on. Until then you can correct them.") % {
        "day": date_format(saved.since)
    }


def _page(
    request: StaffRequest,
    form: DrawForm | None = None,
    *,
    seen: DrawRule | None = None,
    is_late: bool = False,
) -> HttpResponse:
    """Show the numbers that are set, or `form` as it was refused, beside what was `seen` before it.

    While a change is too young: the numbers, and from which day on they can be changed anew.
    """
    today = timezone.localdate()
    begun, pending = last_begun(today), yet_to_begin(today)
    current, is_set = rule_after(begun), rule_after(pending or begun)
    form = form or DrawForm(current=current, is_set=is_set)
    context = {
        "form": form,
        "rows": [
            (draw_bounds(name, getattr(current, name)), form[name], number)
            for name, number in asdict(is_set).items()
        ],
        "seen": " ".join(map(str, asdict(seen or is_set).values())),
        "is_open": opens_on(begun) <= today,
        "is_late": is_late,
        "opens_on": opens_on(begun),
        "begins_on": pending.since if pending and not form.is_bound else None,
        "monday": monday_after(today),
        "weeks": WEEKS_BETWEEN_DRAWS,
        "widths": WIDTHS,
    }
    status = CONFLICT if is_late else UNFILLED if form.errors else 200
    return render(request, "letters/oversight/draw.html", context, status=status)
