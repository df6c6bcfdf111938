"""Letters by the numbers of a manifest: read by a camera, typed or pasted; handed over, or come back."""

import uuid
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from home.site.middleware.response_headers import permissions_policy
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from letters.choices.desk import DeskWork, Refusal
from letters.choices.letters import HoldReason, ReturnReason
from letters.choices.scans import ScanState
from letters.handling.view_types import Context
from letters.handling.views.staff import private_for
from letters.models import DayPack, PrintRun
from letters.paper.manifest_codes import Scanned
from letters.posting.actions.manifest_scanning import (
    ScanResult,
    groups_in,
    groups_of,
    in_hand,
    post_group,
    post_scanned,
    return_scanned,
)
from letters.posting.forms.posting import POST, RETURN, CameBackForm, NonceForm, NumbersForm

FORMS = {POST: NumbersForm, RETURN: CameBackForm}


@dataclass(frozen=True)
class ManifestLine:
    """What became of one code, in words."""

    result: ScanResult
    why: str = ""

    @property
    def can_be_undone(self) -> bool:
        outcome = self.result.outcome
        return self.result.state == ScanState.DONE and outcome is not None and outcome.undone_at is None


@dataclass(frozen=True)
class Group:
    """A code that stands for many letters: done only when the person says so."""

    text: str
    kind: str  # "run" or "pack", as in the address
    group: object
    count: int

    @property
    def nonce(self) -> UUID:
        return uuid.uuid4()


@private_for(DeskWork.HAND_OVER)
def scan(request: StaffRequest) -> HttpResponse:
    """The page with the camera; without one, and without scripts, its form does the same."""
    mode = _mode(request)
    if request.method != "POST":
        return _page(request, mode, FORMS[mode](initial={"nonce": uuid.uuid4()}))
    form = FORMS[mode](request.POST)
    if not form.is_valid():
        return _page(request, mode, form, status=UNFILLED)
    return _page(request, mode, FORMS[mode](initial={"nonce": uuid.uuid4()}), **_done(request.user, form))


@private_for(DeskWork.HAND_OVER)
@require_POST
def scan_one(request: StaffRequest) -> HttpResponse:
    """What became of the codes, as the lines alone: for the page, which adds them to its list."""
    form = FORMS[_mode(request)](request.POST)
    if not form.is_valid():
        return render(request, "letters/posting/manifest_scanned.html", {"form": form}, status=UNFILLED)
    return render(request, "letters/posting/manifest_scanned.html", _done(request.user, form))


def _mode(request: StaffRequest) -> str:
    mode = request.GET.get("mode", POST)
    return mode if mode in FORMS else POST


def _page(
    request: StaffRequest, mode: str, form: NumbersForm, *, status: int = 200, **done: Any
) -> HttpResponse:
    context = {"mode": mode, "form": form, **done}
    response = render(request, "letters/posting/manifest_scan.html", context, status=status)
    response.headers["Permissions-Policy"] = permissions_policy("camera")
    return response


def _done(user: User, form: NumbersForm) -> Context:
    """Do it, and return {"lines", "groups"}: what became of each code, in the order of the form."""
    codes, nonce = form.cleaned_data["codes"], form.cleaned_data["nonce"]
    if form.mode == RETURN:
        reason = ReturnReason(form.cleaned_data["reason"])
        results, groups = return_scanned(codes=codes, reason=reason, by=user, uuid=nonce), {}
    else:
        groups = groups_in(codes=codes, by=user)
        singles = [code for code in codes if code not in groups]
        results = post_scanned(codes=singles, by=user, uuid=nonce)
    return {
        "lines": [ManifestLine(result, _why(result)) for result in results],
        "groups": [_group(text, group) for text, group in groups.items()],
    }


def _why(result: ScanResult) -> str:
    """Return why a letter was refused, in words; the hold by its name."""
    if result.state != ScanState.REFUSED or result.outcome is None or result.printed is None:
        return ""
    hold = result.printed.letter.hold if result.outcome.refusal == Refusal.HELD else ""
    return str(HoldReason(hold).label) if hold else result.outcome.get_refusal_display()


def _group(text: str, group: PrintRun | DayPack) -> Group:
    kind = "run" if isinstance(group, PrintRun) else "pack"
    return Group(text, kind, group, in_hand(group).count())


@private_for(DeskWork.HAND_OVER)
@require_POST
def post_whole(request: StaffRequest, uuid: UUID, kind: Scanned) -> HttpResponse:
    """Mark all letters in hand of one run or pack as posted."""
    group, form = get_object_or_404(groups_of(request.user)[kind], uuid=uuid), NonceForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    bulk = post_group(group=group, by=request.user, uuid=form.cleaned_data["nonce"])
    return redirect("letter_desk:bulk", bulk.uuid)
