"""Access in an emergency: asked for on the letter's page, granted by another person from a list."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from home.login.views.proof import is_proven, proof_link, prove_again, prove_now
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, UNFILLED
from letters.handling.actions.emergency_access import RequestOver, ask_for_access, grant_access, open_requests
from letters.handling.forms import AccessForm
from letters.handling.view_types import Context
from letters.handling.views.staff import only_for, private
from letters.models import GlassBreak, Letter
from letters.permissions.letters import (
    access_requests_shown_to,
    letters_seen_by,
    may_ask_for_access,
    may_grant_access,
)
from letters.permissions.seats import watches_over_desks

SHOWN = 100


@dataclass(frozen=True)
class EmergencyRow:
    access: GlassBreak
    reason: str | None
    may_grant: bool


def access_context(user: User, letter: Letter, form: AccessForm | None = None) -> Context:
    """What the page of a letter shows of access in an emergency; nothing to those who may not ask.

    The form stands on a page of its own, before which somebody proves who they are.
    """
    if not may_ask_for_access(user, letter):
        return {}
    own = GlassBreak.objects.filter(letter=letter, asked_by=user)
    return {
        "may_ask_for_access": True,
        "access_form": form,
        "access_waiting": own.waiting().first(),
        "access_holding": own.holding().order_by("-expires_at").first(),
    }


@private
def ask(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Ask to read the letter; what was typed stands again when something is wrong, or proof too old."""
    letter = get_object_or_404(letters_seen_by(request.user).listed(), uuid=uuid)
    if not may_ask_for_access(request.user, letter):
        raise PermissionDenied
    is_sure = is_proven(request)
    if request.method != "POST" and not is_sure:
        return prove_again(request, request.get_full_path())
    form = AccessForm(request.POST or None)
    if form.is_valid() and is_sure:
        ask_for_access(letter=letter, by=request.user, reason=form.cleaned_data["text"])
        messages.success(request, _("Access is asked for. Another person must grant it."))
        return redirect("letter_desk:detail", letter.uuid)
    proof = "" if is_sure else proof_link(request, reverse("logged_in_again"))
    context = {"letter": letter, "proof": proof, **access_context(request.user, letter, form)}
    status = UNFILLED if request.method == "POST" else 200
    return render(request, "letters/handling/ask_emergency_access.html", context, status=status)


@only_for(watches_over_desks)
def access_requests(request: StaffRequest) -> HttpResponse:
    """Who asked to read what in an emergency, and who granted it."""
    return _list(request)


def _list(request: StaffRequest, *, status: int = 200, is_over: bool = False) -> HttpResponse:
    waiting = set(access_requests_shown_to(request.user).waiting().values_list("pk", flat=True))
    rows = [
        EmergencyRow(each, reason, each.pk in waiting and may_grant_access(request.user, each))
        for each, reason in open_requests(by=request.user, at_most=SHOWN)
    ]
    context = {"rows": rows, "waiting": waiting, "is_over": is_over}
    return render(request, "letters/handling/emergency_accesses.html", context, status=status)


@only_for(watches_over_desks)
@require_POST
def grant(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        access_requests_shown_to(request.user).select_related("letter__prisoner__partner", "asked_by"), pk=pk
    )
    if not is_proven(request):
        return prove_now(request)
    try:
        grant_access(access=found, by=request.user)
    except RequestOver:
        return _list(request, status=CONFLICT, is_over=True)
    messages.success(request, _("Access is granted for 30 minutes. Every opening is logged."))
    return HttpResponseRedirect(reverse("letter_desk:access_requests"))
