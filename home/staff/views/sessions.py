"""What everybody sees and ends of their own sessions."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from home.models import StaffSession
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from home.staff.actions.sessions import end_other_sessions, end_session, name_device
from home.staff.forms import DeviceForm
from home.staff.read_models import own_sessions


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: StaffRequest) -> HttpResponse:
    """The list; the form names the device in hand."""
    here = StaffSession.objects.of_key(request.session.session_key).select_related("device").first()
    device = here and here.device
    form = DeviceForm(request.POST or None, initial={"name": device.name if device else ""})
    if request.method == "POST" and device and form.is_valid():
        name_device(request.user, device.uuid, form.cleaned_data["name"])
        messages.success(request, _("The name of the device has been saved."))
        return redirect("my_sessions")
    context = {
        "sessions": own_sessions(request.user, key=request.session.session_key),
        "form": form if device else None,
    }
    return render(request, "home/staff/sessions.html", context, status=UNFILLED if form.errors else 200)


@require_POST
def end(request: StaffRequest, uuid: UUID) -> HttpResponse:
    if not end_session(request.user, uuid):
        raise Http404
    messages.success(request, _("The session has ended."))
    return redirect("my_sessions")


@require_POST
def end_others(request: StaffRequest) -> HttpResponse:
    end_other_sessions(request.user, key=request.session.session_key)
    messages.success(request, _("All other sessions have ended."))
    return redirect("my_sessions")


@require_safe
def logged_in_again(request: StaffRequest) -> HttpResponse:
    """Where a login ends that was begun in another tab, for a form that waits in the first."""
    return render(request, "home/staff/logged_in_again.html")
