"""Staff: old addresses that lead somewhere else now."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.contrib.redirects.models import Redirect

from home.site.requests import StaffRequest
from prisoner_pages.frame.actions.old_addresses import send_on, stop_sending_on
from prisoner_pages.frame.forms import OldAddressForm
from prisoner_pages.frame.read_models.old_addresses import old_addresses as all_of_them
from prisoner_pages.permissions.partners import is_coordinator, require
from prisoner_pages.records.views.records import posted

A_PAGE, UNFILLED = 100, 422


def old_addresses(request: StaffRequest) -> HttpResponse:
    """All of them, and the form for another."""
    require(is_coordinator(request.user))
    form = OldAddressForm(posted(request))
    if form.is_valid() and _sent_on(form, request):
        messages.success(request, _("The old address leads there from now on."))
        return redirect("old_addresses")
    page = Paginator(all_of_them(), A_PAGE).get_page(request.GET.get("p"))
    status = UNFILLED if form.errors else 200
    context = {"form": form, "page_obj": page}
    return render(request, "prisoner_pages/frame/old_addresses.html", context, status=status)


def _sent_on(form: OldAddressForm, request: StaffRequest) -> bool:
    said = form.cleaned_data
    try:
        send_on(said["old"], to=said["new"], is_permanent=said["is_permanent"], by=request.user)
    except ValidationError as refusal:
        form.add_error("old", refusal)
        return False
    return True


@require_POST
def remove_old_address(request: StaffRequest, pk: int) -> HttpResponse:
    require(is_coordinator(request.user))
    stop_sending_on(get_object_or_404(Redirect, pk=pk), by=request.user)
    messages.success(request, _("The old address leads nowhere any more."))
    return redirect("old_addresses")
