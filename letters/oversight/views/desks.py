"""Desks and who sits at them: for coordinators to change, for auditors to look at."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from home.languages.ordering import by_alphabet
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from letters.choices.desk import DeskRole, DeskWork
from letters.handling.views.staff import only_for
from letters.models import DeskMember, Letter, LetterDesk
from letters.oversight.actions.desks import change_desk, change_seat, create_desk, seat, set_postage, unseat
from letters.oversight.forms import (
    ChangeSeatForm,
    DeskForm,
    OpenDeskForm,
    PostageForm,
    PostageSteps,
    SeatForm,
)
from letters.oversight.rules import SETTINGS
from letters.permissions.letters import does, is_auditor
from letters.permissions.seats import (
    desks_run_by,
    desks_shown_to,
    may_change_desk,
    may_seat,
    may_unseat,
    watches_over_desks,
)
from letters.retention.read_models import is_late, told_of_from
from prisoner_pages.permissions.partners import is_coordinator

CHANGES_SHOWN = 50


@only_for(watches_over_desks)
def desks(request: StaffRequest) -> HttpResponse:
    """The desks this user watches over, and the way to everything else a coordinator sets."""
    may_open = is_coordinator(request.user)
    form = OpenDeskForm(request.POST or None) if may_open else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            desk = create_desk(partner=form.cleaned_data["partner"], by=request.user)
            messages.success(request, _("The desk is open. Name its coordinator next."))
            return _to(desk)
    context = {
        "desks": desks_shown_to(request.user).with_seats().order_by(*by_alphabet("partner__name_uk")),
        "form": form,
        "sets_rules": may_open,
        "may_audit": is_auditor(request.user),
        "late_count": late_count(request.user),
        "watches_closed": does(request.user, DeskWork.WATCH_CLOSED),
    }
    status = UNFILLED if form and form.is_bound else 200
    return render(request, "letters/oversight/desks.html", context, status=status)


def late_count(user: User) -> int:
    """Return how many letters of the desks that the user coordinates have waited long."""
    run = [desk.partner_id for desk in desks_run_by(user)]
    told_from = told_of_from(timezone.localdate())
    return Letter.objects.at_desks(run).filter(is_late(told_from)).count() if run else 0


@only_for(watches_over_desks)
def desk(request: StaffRequest, pk: int) -> HttpResponse:
    """One desk: its settings, who sits at it, what was changed."""
    found = _found(request, pk)
    may_change = may_change_desk(request.user, found)
    form = DeskForm(request.POST or None, instance=found)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if form.is_valid():
            stored = _found(request, pk)  # the form has written into its own instance
            change_desk(
                desk=stored,
                by=request.user,
                settings={name: form.cleaned_data[name] for name in SETTINGS},
            )
            messages.success(request, _("The desk is saved."))
            return _to(stored)
    return _show(request, _found(request, pk), form=form, status=UNFILLED if form.is_bound else 200)


def _show(
    request: StaffRequest,
    found: LetterDesk,
    *,
    form: DeskForm | None = None,
    seat_form: SeatForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    may_seat_any = any(may_seat(user, found, role) for role in DeskRole)
    members = found.members.select_related("user", "desk").order_by("role", "user__username")
    context = {
        "desk": found,
        "form": form or DeskForm(instance=found),
        "may_change": may_change_desk(user, found),
        "rows": [(each, _may_change_seat(user, each), may_unseat(user, each)) for each in members],
        "seat_form": seat_form or (SeatForm(desk=found, by=user) if may_seat_any else None),
        "postage": found.postage.all(),
        "changes": ModelLogEntry.objects.for_instance(found)
        .select_related("user")
        .order_by("-pk")[:CHANGES_SHOWN],
    }
    return render(request, "letters/oversight/desk.html", context, status=status)


@only_for(watches_over_desks)
def postage(request: StaffRequest, pk: int) -> HttpResponse:
    """What posting costs from this desk."""
    found = _found(request, pk)
    if not may_change_desk(request.user, found):
        raise PermissionDenied
    rows = list(found.postage.values("up_to_grams", "price"))
    form = PostageForm(request.POST or None, initial=_postage_of(found))
    steps = PostageSteps(request.POST or None, initial=rows, prefix="steps")
    if request.method == "POST" and form.is_valid() & steps.is_valid():
        if not steps.steps or form.cleaned_data["currency"]:
            set_postage(desk=found, by=request.user, steps=steps.steps, **form.cleaned_data)
            messages.success(request, _("The prices are saved."))
            return _to(found)
        form.add_error("currency", _("In which currency are these prices?"))
    context = {"desk": found, "form": form, "steps": steps}
    return render(
        request, "letters/oversight/postage.html", context, status=UNFILLED if form.is_bound else 200
    )


def _postage_of(desk: LetterDesk) -> dict[str, Any]:
    return {
        "currency": desk.postage_currency,
        "since": desk.postage_since,
        "source": desk.postage_source,
    }


@only_for(watches_over_desks)
def add_seat(request: StaffRequest, pk: int) -> HttpResponse:
    """Give somebody a seat; the form stands on the page of the desk."""
    found = _found(request, pk)
    if request.method != "POST":
        return _to(found)
    form = SeatForm(request.POST, desk=found, by=request.user)
    if form.is_valid():
        given = form.cleaned_data
        try:
            seat(
                desk=found,
                user=given["person"],
                role=given["role"],
                by=request.user,
                languages=given["languages"],
                until=given["until"],
            )
        except ValidationError as refusal:
            form.add_error("person", refusal)
        else:
            messages.success(request, _("The seat is given."))
            return _to(found)
    return _show(request, found, seat_form=form, status=UNFILLED)


@only_for(watches_over_desks)
def edit_seat(request: StaffRequest, pk: int, seat_pk: int) -> HttpResponse:
    """Change languages and end of a seat."""
    member = _member(request, pk, seat_pk)
    if not _may_change_seat(request.user, member):
        raise PermissionDenied
    form = ChangeSeatForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        change_seat(member=member, by=request.user, languages=given["languages"], until=given["until"])
        messages.success(request, _("The seat is saved."))
        return _to(member.desk)
    context = {"member": member, "desk": member.desk, "form": form}
    return render(request, "letters/oversight/seat.html", context, status=UNFILLED if form.is_bound else 200)


@only_for(watches_over_desks)
def end_seat(request: StaffRequest, pk: int, seat_pk: int) -> HttpResponse:
    """Take a seat away; asks once more."""
    member = _member(request, pk, seat_pk)
    if not may_unseat(request.user, member):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "letters/oversight/end_seat.html", {"member": member, "desk": member.desk})
    unseat(member=member, by=request.user)
    messages.success(request, _("The seat is taken away."))
    # Who gave up their own seat may have no door to the desk any more.
    return (
        HttpResponseRedirect(reverse("wagtailadmin_home"))
        if member.user == request.user
        else _to(member.desk)
    )


def _may_change_seat(user: User, member: DeskMember) -> bool:
    return member.user_id != user.pk and may_seat(user, member.desk, member.role)


def _found(request: StaffRequest, pk: int) -> LetterDesk:
    return get_object_or_404(desks_shown_to(request.user).select_related("partner"), pk=pk)


def _member(request: StaffRequest, pk: int, seat_pk: int) -> DeskMember:
    members = DeskMember.objects.select_related("desk__partner", "user")
    return get_object_or_404(members, pk=seat_pk, desk=_found(request, pk))


def _to(found: LetterDesk) -> HttpResponse:
    return HttpResponseRedirect(reverse("letter_desk:desk", args=[found.pk]))
