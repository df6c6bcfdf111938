"""Staff: partners with what each keeps; opening one, closing it, and opening it again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from home.staff.permissions import manages_staff
from prisoner_pages.models import Partner
from prisoner_pages.partners.actions.closing import close_partner, reopen_partner
from prisoner_pages.partners.actions.workspaces import add_partner, create_partner
from prisoner_pages.partners.forms.partners import ClosePartnerForm, NewPartnerForm
from prisoner_pages.partners.letter_desks import address_of_desks
from prisoner_pages.partners.read_models.closing import (
    members_of,
    reasons_against_closing,
    roles_here,
    what_would_end,
)
from prisoner_pages.partners.read_models.overview import PartnerRow, partner_row, partner_rows
from prisoner_pages.partners.read_models.participations import parts_of
from prisoner_pages.permissions.partners import VIEW_PARTNERS, is_coordinator, require
from prisoner_pages.records.actions.bulk import carry_on
from prisoner_pages.records.views.records import posted


@require_safe
def partners(request: StaffRequest) -> HttpResponse:
    """All partners: those who keep people, those only named, those closed."""
    require(request.user.has_perm(VIEW_PARTNERS))
    rows = partner_rows()
    groups = [
        (_("Keep people here"), [row for row in rows if row.keeps_people]),
        (_("Only named in campaigns and events"), [row for row in rows if row.is_only_named]),
        (_("Closed"), [row for row in rows if row.partner.closed_on]),
    ]
    context = {"groups": groups, "may_open": is_coordinator(request.user)}
    return render(request, "prisoner_pages/partners/partners.html", context)


def new_partner(request: StaffRequest) -> HttpResponse:
    require(is_coordinator(request.user))
    form = NewPartnerForm(posted(request))
    if form.is_valid():
        try:
            partner = _made(**form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error("slug", refusal)
        else:
            next_step = _("%s is added. Invite its first editors next.")
            messages.success(request, (next_step if partner.editors_id else _("%s is added.")) % partner)
            return redirect("partner", partner.pk)
    context = {
        "title": _("Add a partner"),
        "explanation": _(
            "A partner who keeps people gets a section in every language, a collection of pictures, and"
            " groups for editors and moderators. Nobody works there until you invite them."
        ),
        "form": form,
        "back": reverse("partners"),
    }
    status = UNFILLED if form.errors else 200
    return render(request, "prisoner_pages/records/form.html", context, status=status)


def _made(*, has_workspace: bool, **said: Any) -> Partner:
    return create_partner(**said) if has_workspace else add_partner(**said)


@require_safe
def partner(request: StaffRequest, pk: int) -> HttpResponse:
    """One partner: what it keeps, who works there, where it takes part, and all that can be done to it."""
    require(request.user.has_perm(VIEW_PARTNERS))
    row = _row(pk)
    members = [(user, roles_here(user, row.partner)) for user in members_of(row.partner)]
    context = {
        "row": row,
        "partner": row.partner,
        "members": members,
        "parts": parts_of(row.partner, request.user),
        "may_change": is_coordinator(request.user),
        "address_of_desks": address_of_desks(),
        "may_look_at_accounts": manages_staff(request.user),
    }
    return render(request, "prisoner_pages/partners/partner.html", context)


def _row(pk: int) -> PartnerRow:
    return partner_row(get_object_or_404(Partner.objects.counted().select_related("letter_desk"), pk=pk))


@require_POST
def open_workspace(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a partner who was only named what it takes to keep people."""
    require(is_coordinator(request.user))
    found = get_object_or_404(Partner, pk=pk)
    names = {"slug": found.slug, "kind": found.kind, "name_uk": found.name_uk, "name_en": found.name_en}
    try:
        create_partner(**names, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("%s can keep people now. Invite its first editors next.") % found)
    return redirect("partner", pk)


def close(request: StaffRequest, pk: int) -> HttpResponse:
    """What closing would do; the form does it."""
    require(is_coordinator(request.user))
    row = _row(pk)
    form = ClosePartnerForm(posted(request), partner=row.partner, has_people=row.partner.people_count > 0)
    if form.is_valid():
        try:
            change = close_partner(row.partner, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("%s is closed.") % row.partner)
            if change is None:
                return redirect("partner", pk)
            carry_on(change)
            return redirect("bulk_change", change.uuid)
    context: dict[str, Any] = {
        "row": row,
        "partner": row.partner,
        "form": form,
        "reasons": list(reasons_against_closing(row.partner, by=request.user)),
        "endings": what_would_end(row.partner, by=request.user),
    }
    return render(
        request, "prisoner_pages/partners/close.html", context, status=UNFILLED if form.errors else 200
    )


@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    require(is_coordinator(request.user))
    try:
        found = reopen_partner(get_object_or_404(Partner, pk=pk), by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("%s is open again. Invite those who come back.") % found)
    return redirect("partner", pk)
