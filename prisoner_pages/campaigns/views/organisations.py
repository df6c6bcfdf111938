"""Staff: an organisation that is on no list yet is added where it is named, by the list or on a screen."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.campaigns.actions.organisations import add_organisation
from prisoner_pages.campaigns.forms import OrganisationForm
from prisoner_pages.models import Partner
from prisoner_pages.permissions.partners import partners_for


def organisation(request: StaffRequest, pk: int) -> HttpResponse:
    """Add one for the pages of this partner; the list of a form is told its key instead of a page."""
    partner = get_object_or_404(partners_for(request.user), pk=pk)
    is_list = not request.accepts("text/html")
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _refused(form) if is_list else _screen(request, form, partner)
    made = add_organisation(partner, by=request.user, **form.cleaned_data)
    if is_list:
        return JsonResponse({"key": made.pk, "name": made.name_uk})
    messages.success(request, _("“%(name)s” is on the list now.") % {"name": made})
    return redirect("add_organisation", pk)


def _refused(form: OrganisationForm) -> JsonResponse:
    faults = [str(fault) for faults in form.errors.values() for fault in faults]
    return JsonResponse({"faults": faults}, status=UNFILLED)


def _screen(request: StaffRequest, form: OrganisationForm, partner: Partner) -> HttpResponse:
    context = {
        "title": _("Add an organisation"),
        "subtitle": str(partner),
        "explanation": _(
            "One that takes part in a campaign or an event and is not on the list. Look there first: two of"
            " one name are hard to tell apart."
        ),
        "form": form,
        "back": "../../",
    }
    status = UNFILLED if form.is_bound else 200
    return render(request, "prisoner_pages/records/form.html", context, status=status)
