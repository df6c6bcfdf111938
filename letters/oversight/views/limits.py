"""How many letters are too many: for coordinators to set, within bounds."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from letters.choices.limits import SendingLimit
from letters.handling.views.staff import only_for
from letters.oversight.actions.limits import set_limits
from letters.oversight.forms import LimitsForm
from letters.permissions.limits import limits_for
from letters.rules import SENDING_LIMITS
from prisoner_pages.permissions.partners import is_coordinator


@only_for(is_coordinator)
def limits(request: StaffRequest) -> HttpResponse:
    form = LimitsForm(request.POST or None, current=limits_for(request))
    if request.method == "POST" and form.is_valid():
        numbers = {SendingLimit(kind): number for kind, number in form.cleaned_data.items()}
        set_limits(numbers=numbers, by=request.user)
        messages.success(request, _("The limits are saved: they hold from the next letter on."))
        return HttpResponseRedirect(reverse("letter_desk:limits"))
    rows = [(bounds, form[kind.value]) for kind, bounds in SENDING_LIMITS.items()]
    context = {"form": form, "rows": rows}
    return render(request, "letters/oversight/limits.html", context, status=UNFILLED if form.errors else 200)
