"""Packs in the admin: the list, a new one, the page of one; only for those who print at its desk."""

import uuid
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from home.login.views.proof import is_proven, proof_link
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT
from letters.choices.desk import DeskWork
from letters.handling.actions.transitions import ClaimedByOther
from letters.handling.views.bulk import chosen_letters
from letters.handling.views.staff import private_for
from letters.lifecycle import TO_PRINT
from letters.models import DayPack, Letter, LetterDesk
from letters.permissions.letters import desks_for
from letters.printing.actions.packs import NothingToPrint, PackMovedOn, cancel_pack, go_on, make_pack
from letters.printing.forms import TICKED, PackForm
from letters.printing.read_models import PackPage
from letters.querysets.letters import LetterQuerySet

PACKS_SHOWN = 60
printing_only = private_for(DeskWork.PRINT)


def found_pack(request: StaffRequest, uuid: UUID) -> DayPack:
    packs = DayPack.objects.at_desks(desks_for(request.user, DeskWork.PRINT)).select_related(
        "desk__partner", "made_by"
    )
    return get_object_or_404(packs, uuid=uuid)


def page_of(pack: DayPack) -> str:
    return reverse("letter_desk:pack", args=[pack.uuid])


def new_pack_form(user: User) -> PackForm | None:
    """Return the form of a new pack with what its desk uses, or None for who prints nowhere."""
    desks = desks_for(user, DeskWork.PRINT)
    if not desks:
        return None
    first = desks[0]
    initial = {"desk": first.pk, "envelope_format": first.envelope_format, "nonce": uuid.uuid4()}
    return PackForm(desks=desks, initial=initial)


@printing_only
@require_GET
def packs(request: StaffRequest) -> HttpResponse:
    desks = desks_for(request.user, DeskWork.PRINT)
    context = {
        "packs": DayPack.objects.at_desks(desks).listed()[:PACKS_SHOWN],
        "waiting": [(desk, _waiting(desk).count()) for desk in desks],
        "pack_form": new_pack_form(request.user),
    }
    return render(request, "letters/printing/packs.html", context)


def _waiting(desk: LetterDesk) -> LetterQuerySet:
    return Letter.objects.filter(state__in=TO_PRINT).at_desks([desk.partner_id])


@printing_only
@require_POST
def make(request: StaffRequest) -> HttpResponse:
    """Make a pack of the ticked letters, or of all that are approved at the desk."""
    form = PackForm(request.POST, desks=desks_for(request.user, DeskWork.PRINT))
    if not form.is_valid():
        return HttpResponseBadRequest()
    wanted = form.cleaned_data
    letters = _waiting(wanted["desk"])
    if wanted["which"] == TICKED:
        ticked, _count = chosen_letters(request.user, request.POST.getlist("letter"))
        letters = Letter.objects.filter(pk__in=[letter.pk for letter, _version in ticked])
    try:
        pack = make_pack(
            uuid=wanted["nonce"],
            desk=wanted["desk"],
            letters=letters,
            by=request.user,
            envelope_format=wanted["envelope_format"],
            has_blank_sheets=wanted["has_blank_sheets"],
        )
    except NothingToPrint as fault:
        return render(request, "letters/printing/no_pack.html", {"left": fault.left}, status=CONFLICT)
    return redirect("letter_desk:pack", pack.uuid)


@printing_only
@require_GET
def pack(request: StaffRequest, uuid: UUID) -> HttpResponse:
    return page(request, found_pack(request, uuid))


def page(
    request: StaffRequest, pack: DayPack, *, fault: str | Promise = "", status: int = 200
) -> HttpResponse:
    context = {
        "shown": PackPage(pack),
        "pack": pack,
        "fault": fault,
        "proof": "" if is_proven(request) else proof_link(request, page_of(pack)),
        "nonce": uuid.uuid4(),
    }
    return render(request, "letters/printing/pack.html", context, status=status)


def moved_on(request: StaffRequest, pack: DayPack) -> HttpResponse:
    """Say that the pack is not any more as this person saw it, with how it stands now."""
    pack.refresh_from_db()
    words = _("This cannot be done any more: the pack has changed. Below is how it stands now.")
    return page(request, pack, fault=words, status=CONFLICT)


@printing_only
@require_POST
def go_on_building(request: StaffRequest, uuid: UUID) -> HttpResponse:
    pack = found_pack(request, uuid)
    try:
        go_on(pack=pack, by=request.user)
    except PackMovedOn:
        return moved_on(request, pack)
    return redirect("letter_desk:pack", pack.uuid)


@printing_only
@require_POST
def cancel(request: StaffRequest, uuid: UUID) -> HttpResponse:
    pack = found_pack(request, uuid)
    try:
        cancel_pack(pack=pack, by=request.user)
    except PackMovedOn:
        return moved_on(request, pack)
    except ClaimedByOther as fault:
        words = _("%(name)s works on a letter of this pack now.") % {"name": fault.by.get_username()}
        return page(request, pack, fault=words, status=CONFLICT)
    messages.success(request, _("The pack is cancelled. Its letters wait for the next one."))
    return redirect(reverse("letter_desk:packs"))
