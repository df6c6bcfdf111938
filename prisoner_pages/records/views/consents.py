"""Staff: bases for showing and writing, and the private record. Nothing here is stored by a browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from home.site.requests import StaffRequest
from prisoner_pages.consents.actions.consents import confirm_consent, give_consent, withdraw_consent
from prisoner_pages.consents.actions.private import open_consent, open_private, write_private
from prisoner_pages.models import Consent, Prisoner
from prisoner_pages.permissions.partners import may_edit, may_moderate, may_read_private, require
from prisoner_pages.policies import CONFIRMED_SCOPES
from prisoner_pages.records.forms.acts import ConsentForm, PrivateForm
from prisoner_pages.records.panels.acts import CONSENTS_TAB
from prisoner_pages.records.views.records import posted, record_address


def not_stored(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return answer


@not_stored
def add_consent(request: StaffRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Prisoner, pk=pk)
    require(may_edit(request.user, record.partner))
    form = ConsentForm(posted(request), initial={"scope": request.GET.get("scope", "")})
    if form.is_valid():
        give_consent(record, by=request.user, **form.cleaned_data)
        messages.success(request, _("The basis is recorded."))
        return redirect(record_address(record, CONSENTS_TAB))
    context = {
        "title": _("Record a basis"),
        "subtitle": str(record),
        "explanation": _(
            "A basis is what allows us to show something about the person, or to send letters: consent of the"
            " person or the family, a source that lists the person as a recipient, or what is already public."
        ),
        "form": form,
        "back": record_address(record, CONSENTS_TAB),
    }
    return render(request, "prisoner_pages/records/form.html", context)


@not_stored
def consent(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who gave a basis and its proof; the reading is logged. Withdraw or confirm it from here."""
    basis = get_object_or_404(Consent.objects.select_related("prisoner__partner"), pk=pk)
    if request.method == "POST":
        return _change_consent(request, basis)
    open_consent(basis, by=request.user)
    waits = basis.scope in CONFIRMED_SCOPES and basis.confirmed_at is None and basis.withdrawn_at is None
    context = {
        "consent": basis,
        "record": basis.prisoner,
        "back": record_address(basis.prisoner, CONSENTS_TAB),
        "may_confirm": waits
        and may_moderate(request.user, basis.prisoner.partner)
        and basis.created_by_id != request.user.pk,
        "waits": waits,
    }
    if context["may_confirm"]:
        context["help_about"] = "waits"
    return render(request, "prisoner_pages/records/consent.html", context)


def _change_consent(request: StaffRequest, basis: Consent) -> HttpResponse:
    if "withdraw" in request.POST:
        withdraw_consent(basis, by=request.user)
        messages.success(request, _("The basis has ended; what rested on it is off the site."))
    elif "confirm" in request.POST:
        confirm_consent(basis, by=request.user)
        messages.success(request, _("The basis is confirmed."))
    return redirect(record_address(basis.prisoner, CONSENTS_TAB))


@not_stored
def private_record(request: StaffRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Prisoner.objects.select_related("partner"), pk=pk)
    require(may_read_private(request.user, record))
    if request.method == "POST":
        form = PrivateForm(request.POST)
        if form.is_valid():
            write_private(record, by=request.user, **form.cleaned_data)
            messages.success(request, _("The private record is kept."))
            return redirect(record_address(record))
    else:
        private = open_private(record, by=request.user)
        form = PrivateForm(
            initial={"contacts": private.contacts, "proof": private.proof, "notes": private.notes}
        )
    context = {
        "title": _("Private record"),
        "subtitle": str(record),
        "explanation": _(
            "Read by your partner’s moderators only. It is encrypted, each reading is logged, and nothing"
            " of it enters a page, a draft, a search or an export."
        ),
        "form": form,
        "back": record_address(record),
    }
    return render(request, "prisoner_pages/records/form.html", context)
