"""Second steps of the staff: who has which, and taking a lost one away, by two people."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from home.login.actions.resets import ResetOver, ask_reset, confirm_reset, refuse_reset
from home.login.permissions import may_confirm, may_refuse, may_reset
from home.login.read_models import holders
from home.models import SecondStepReset
from home.site.requests import StaffRequest


def index(request: StaffRequest) -> HttpResponseBase:
    if not may_reset(request.user):
        raise PermissionDenied
    resets = SecondStepReset.objects.waiting().select_related("user", "asked_by").order_by("asked_at")
    rows = [(each, may_confirm(request.user, each), may_refuse(request.user, each)) for each in resets]
    context = {"holders": holders(), "rows": rows}
    return render(request, "home/login/second_steps.html", context)


@require_POST
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=True)
    ask_reset(user=user, by=request.user)
    messages.success(request, _("Requested. Somebody else has to confirm it on this page within two days."))
    return redirect("second_steps:index")


@require_POST
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    done = _("The second step has been reset, and its owner will be told by e-mail.")
    return _decide(request, pk, confirm_reset, done)


@require_POST
def refuse(request: StaffRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, refuse_reset, _("Refused. The second step stays."))


def _decide(
    request: StaffRequest, pk: int, action: Callable[..., None], done: str
) -> HttpResponseRedirect | HttpResponse:
    try:
        action(reset=get_object_or_404(SecondStepReset, pk=pk), by=request.user)
    except ResetOver:
        messages.warning(request, _("Somebody has already decided, or two days have passed."))
    else:
        messages.success(request, done)
    return redirect("second_steps:index")
