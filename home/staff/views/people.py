"""Accounts as coordinators see them: who has which roles, giving and taking them, leaving."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from home.languages.ordering import by_alphabet
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from home.staff.actions.leaving import close_account, what_would_end
from home.staff.actions.roles import add_roles, take_role
from home.staff.forms import RolesForm
from home.staff.given_roles import held_by, offered_by
from home.staff.permissions import manages_staff, may_close

A_PAGE = 50


def for_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not manages_staff(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


@for_managers
@require_http_methods(["GET", "HEAD"])
def people(request: StaffRequest) -> HttpResponse:
    """All accounts, those that can log in first."""
    accounts = get_user_model().objects.order_by(
        "-is_active", *by_alphabet("first_name", "last_name", "username")
    )
    page = Paginator(accounts, A_PAGE).get_page(request.GET.get("page"))
    rows = [(user, [given.words for given in held_by(user)]) for user in page]
    return render(request, "home/staff/people.html", {"page": page, "rows": rows})


@for_managers
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """One account, with its roles; the form gives more."""
    user = get_object_or_404(get_user_model(), pk=pk)
    held = held_by(user)
    form = RolesForm(request.POST or None, by=request.user, held=held)
    may_give = user.is_active and user != request.user and bool(form.offered)
    if request.method == "POST":
        if not may_give:
            raise PermissionDenied
        if form.is_valid() and _given(form, user, request):
            return redirect("staff_person", pk)
    offered = {given.key for given in offered_by(request.user)}
    context = {
        "person": user,
        "roles": [(given, user != request.user and _can_be_taken(given, offered)) for given in held],
        "form": form if may_give else None,
        "may_close": user.is_active and may_close(request.user, user),
    }
    return render(request, "home/staff/person.html", context, status=UNFILLED if form.errors else 200)


def _can_be_taken(given: Any, offered: set[str]) -> bool:
    """What one may give one may take; in a language that is said without the language."""
    return given.key in offered or given.key.removesuffix(given.place) in offered


def _given(form: RolesForm, user: User, request: StaffRequest) -> bool:
    chosen = form.cleaned_data
    try:
        add_roles(user=user, keys=chosen["roles"], by=request.user, languages=chosen["languages"])
    except ValidationError as error:
        form.add_error("roles", error)
        return False
    messages.success(request, _("Assigned. The person has to log in again for it to take effect."))
    return True


@for_managers
@require_POST
def end_role(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(get_user_model(), pk=pk)
    if taken := take_role(user=user, key=request.POST.get("role", ""), by=request.user):
        messages.success(request, _("Removed: %(role)s") % {"role": taken.words})
    return redirect("staff_person", pk)


@for_managers
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    """What closing the account would do; the form does it."""
    user = get_object_or_404(get_user_model(), pk=pk, is_active=True)
    if not may_close(request.user, user):
        raise PermissionDenied
    if request.method == "POST":
        close_account(user=user, by=request.user)
        messages.success(request, _("The account is closed."))
        return redirect("staff_people")
    return render(request, "home/staff/leave.html", {"person": user, "endings": what_would_end(user)})
