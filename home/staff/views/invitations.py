"""Invitations: sent from the admin, accepted on a page that is open to whoever has the link."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from home.settings.defaults import settings
from home.site.requests import StaffRequest
from home.site.statuses import OVER, UNFILLED
from home.staff.actions.invitations import (
    NoInvitation,
    accept,
    find_invitation,
    invite,
    send_again,
    take_back,
)
from home.staff.forms import AcceptForm, InviteForm
from home.staff.given_roles import offered_by
from home.staff.permissions import invitations_of, manages_staff, may_invite


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: StaffRequest) -> HttpResponse:
    """Those that wait, and the form for another."""
    if not may_invite(request.user):
        raise PermissionDenied
    form = InviteForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid() and _invited(form, request):
        return redirect("staff_invitations")
    known = {given.key: given.words for given in offered_by(request.user)}
    context = {
        "invitations": [
            (each, [known.get(key, key) for key in each.roles], set(each.roles) <= known.keys())
            for each in invitations_of(request.user)
        ],
        "form": form,
        "manages_staff": manages_staff(request.user),
    }
    return render(request, "home/staff/invitations.html", context, status=UNFILLED if form.errors else 200)


def _invited(form: InviteForm, request: StaffRequest) -> bool:
    try:
        invite(by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error("email", error)
        return False
    messages.success(request, _("The invitation has been sent. It is valid for two days."))
    return True


@require_POST
def again(request: StaffRequest, pk: int) -> HttpResponse:
    send_again(by=request.user, pk=pk)
    messages.success(request, _("Sent again. The earlier link no longer works."))
    return redirect("staff_invitations")


@require_POST
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    take_back(by=request.user, pk=pk)
    messages.success(request, _("Withdrawn. The link no longer works."))
    return redirect("staff_invitations")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accepting(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: a name and a password, then the login with its second step."""
    form = AcceptForm(request.POST or None)
    try:
        invitation = find_invitation(token)
        if request.method == "POST" and form.is_valid() and _accepted(form, token):
            messages.success(
                request, _("Your account has been created. Log in with the user name and password you chose.")
            )
            return redirect(resolve_url(settings.LOGIN_URL))
    except NoInvitation:
        return render(request, "home/staff/no_invitation.html", status=OVER)
    context: dict[str, Any] = {"form": form, "invitation": invitation}
    return render(request, "home/staff/accept.html", context, status=UNFILLED if form.errors else 200)


def _accepted(form: AcceptForm, token: str) -> bool:
    try:
        accept(token=token, password=form.cleaned_data["password"], names=form.names)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
