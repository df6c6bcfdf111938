"""Scans at the desk: bringing them in, how far they are read, their pages put together as letters."""

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from home.pictures.reencoding import PictureRefused, reencode
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, UNFILLED
from letters.choices.desk import DeskWork
from letters.choices.scans import ScanAct
from letters.handling.actions.opening import open_scan
from letters.handling.views.staff import picture_response, private
from letters.intake.actions.scan_groups import BatchChanged, CannotBeDone, do_to_pages
from letters.intake.actions.scan_opening import open_page
from letters.intake.actions.scans import bring_scans
from letters.intake.forms.scans import ScanActForm, ScanForm
from letters.intake.read_models import batches_for, groups_of, reads
from letters.models import LetterDesk, ScanBatch, ScannedPage
from letters.permissions.letters import desks_for, letters_seen_by
from letters.sealing.sealed_box import LettersLocked, UnsealError

BATCHES_A_PAGE, GROUPS_A_PAGE = 20, 10
SMALL_PX = 480
CHANGED = gettext_lazy(
    "Somebody else has put these pages together otherwise meanwhile, or they are still being read."
    " Nothing of yours was done: below is how they stand now."
)
UNFIT = gettext_lazy("This cannot be done with this page.")
UNREADABLE = gettext_lazy("The key to these pages is not on this machine.")
FAULTS = {BatchChanged: CHANGED, CannotBeDone: UNFIT, UnsealError: UNREADABLE}


@private
def index(request: StaffRequest) -> HttpResponse:
    """The batches of the user's desks, newest first, and the form that brings in another."""
    desks = desks_for(request.user, DeskWork.BRING_SCANS)
    if request.method == "POST":
        return bring(request, desks)
    return index_page(request, ScanForm(initial={"uuid": uuid.uuid4()}, desks=desks) if desks else None)


def bring(request: StaffRequest, desks: Sequence[LetterDesk]) -> HttpResponse:
    if not desks:
        raise PermissionDenied
    form = ScanForm(request.POST, request.FILES, desks=desks)
    if not form.is_valid():
        return index_page(request, form, status=UNFILLED)
    batch = bring_scans(by=request.user, **form.cleaned_data)
    messages.success(request, _("The files are stored. Their pages appear here as they are read."))
    return redirect("letter_desk:scans_batch", batch.uuid)


def index_page(request: StaffRequest, form: ScanForm | None, status: int = 200) -> HttpResponse:
    batches = batches_for(request.user)
    if form is None and not desks_for(request.user, DeskWork.READ_SCANS):
        raise PermissionDenied
    page = Paginator(batches.counted(), BATCHES_A_PAGE).get_page(request.GET.get("p"))
    context = {"form": form, "page_obj": page}
    return render(request, "letters/intake/scans.html", context, status=status)


def found_batch(request: StaffRequest, uuid: UUID) -> ScanBatch:
    batches = batches_for(request.user).select_related("desk__partner", "event", "campaign")
    return get_object_or_404(batches, uuid=uuid)


@private
@require_GET
def batch(request: StaffRequest, uuid: UUID) -> HttpResponse:
    return batch_page(request, found_batch(request, uuid))


def batch_page(
    request: StaffRequest, batch: ScanBatch, *, fault: str | Promise = "", status: int = 200
) -> HttpResponse:
    """The groups of the batch; who only brings scans in sees how many there are, and no page of them."""
    groups = groups_of(batch)
    only = request.GET.get("only") == "unmatched"
    shown = [group for group in groups if group.is_unmatched] if only else groups
    page = Paginator(shown, GROUPS_A_PAGE).get_page(request.GET.get("p"))
    files = list(batch.files.defer("sealed"))
    context = {
        "batch": batch,
        "files": files,
        "pages_read": sum(file.pages_read for file in files),
        "is_reading": any(not file.trouble and not file.is_read for file in files),
        "reads": reads(request.user, batch),
        "groups": groups,
        "unmatched_count": sum(group.is_unmatched for group in groups),
        "waiting_count": sum(not group.is_aside and group.letter is None for group in groups),
        "page_obj": page,
        "only": only,
        "acts": ScanAct,
        "fault": fault,
    }
    return render(request, "letters/intake/scans_batch.html", context, status=status)


@private
@require_POST
def act(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Do one thing to a page or its group, and show the batch again at that page."""
    batch, form = found_batch(request, uuid), ScanActForm(request.POST)
    if not reads(request.user, batch):
        raise PermissionDenied
    if not form.is_valid():
        return HttpResponseBadRequest()
    page = ScannedPage(pk=form.cleaned_data["page"])
    try:
        do_to_pages(
            ScanAct(form.cleaned_data["act"]),
            batch=batch,
            page=page,
            by=request.user,
            version=form.cleaned_data["version"],
        )
    except LettersLocked:
        raise
    except tuple(FAULTS) as error:
        batch.refresh_from_db()
        return batch_page(request, batch, fault=FAULTS[type(error)], status=CONFLICT)
    query = request.GET.urlencode()
    url = reverse("letter_desk:scans_batch", args=[batch.uuid])
    return redirect(f"{url}{'?' + query if query else ''}#page-{page.pk}")


@private
@require_GET
def page_picture(request: StaffRequest, uuid: UUID, pk: int) -> HttpResponseBase:
    """A page that is no letter yet, whole or small."""
    batch = found_batch(request, uuid)
    page = get_object_or_404(ScannedPage.objects.select_related("letter"), batch=batch, pk=pk)
    if page.letter:
        return letter_picture(request, page.letter.uuid, pk)
    return picture(request, partial(open_page, page=page, by=request.user))


@private
@require_GET
def letter_picture(request: StaffRequest, uuid: UUID, pk: int) -> HttpResponse:
    """A page of a letter: for those who may read the letter as it stands."""
    letter = get_object_or_404(letters_seen_by(request.user), uuid=uuid)
    page = get_object_or_404(ScannedPage.objects.select_related("batch"), letter=letter, pk=pk)
    page.letter = letter
    return picture(request, partial(open_scan, page=page, by=request.user))


def picture(request: StaffRequest, open_it: Callable[[], tuple[bytes, str]]) -> HttpResponse:
    try:
        content, picture_format = open_it()
        if "small" in request.GET:
            # Read like a file from outside: whoever can write to the database can seal what they like.
            content = reencode(BytesIO(content), max_side=SMALL_PX).bytes
    except LettersLocked:
        raise
    except (UnsealError, PictureRefused):
        raise Http404 from None
    return picture_response(content, picture_format)
