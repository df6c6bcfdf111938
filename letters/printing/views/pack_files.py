"""Opening files of a pack, printing one letter again, pulling one out, saying that copies are destroyed."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.login.views.proof import is_proven, prove_again
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT
from letters.choices.desk import Act
from letters.choices.paper import FileKind
from letters.handling.actions.refusals import REFUSED
from letters.handling.views.refusals import answer_refusal
from letters.models import DayPack, PrintedLetter
from letters.printing.actions.pack_files import OpenedFile, confirm_destroyed, open_file
from letters.printing.actions.packs import PackMovedOn, pull_letter
from letters.printing.actions.reprint import reprint
from letters.printing.actions.sheets import NotPrintable
from letters.printing.forms import RowForm, RowIdForm
from letters.printing.views.packs import found_pack, moved_on, page, page_of, printing_only

TYPES = {True: "text/plain; charset=utf-8", False: "application/pdf"}


@printing_only
@require_POST
def download(request: StaffRequest, uuid: UUID, kind: str) -> HttpResponse:
    """Answer with the file, to be saved; `row` in the form asks for that of one letter printed again."""
    pack = _found(request, uuid, kind)
    row = _row(pack, RowIdForm(request.POST)) if "row" in request.POST else None
    if not is_proven(request):
        return prove_again(request, page_of(pack))
    try:
        opened = open_file(pack=pack, kind=FileKind(kind), by=request.user, row=row)
    except PackMovedOn:
        return moved_on(request, pack)
    return _attached(opened)


def _found(request: StaffRequest, uuid: UUID, kind: str) -> DayPack:
    """Return the pack, or answer 404, also for a kind of file that no pack has."""
    if kind not in FileKind.values:
        raise Http404
    return found_pack(request, uuid)


def _row(pack: DayPack, form: RowIdForm) -> PrintedLetter:
    """Return the printed letter that the form names, or answer 404."""
    if not form.is_valid():
        raise Http404
    rows = PrintedLetter.objects.of(pack).in_order().select_related("run__pack")
    return get_object_or_404(rows, pk=form.cleaned_data["row"])


def _attached(opened: OpenedFile) -> HttpResponse:
    response = HttpResponse(opened.content, content_type=TYPES[opened.is_text])
    response.headers["Content-Disposition"] = f'attachment; filename="{opened.name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@printing_only
@require_POST
def destroyed(request: StaffRequest, uuid: UUID, kind: str) -> HttpResponse:
    pack = _found(request, uuid, kind)
    confirm_destroyed(pack=pack, kind=FileKind(kind), by=request.user)
    messages.success(request, _("Noted: these copies are destroyed."))
    return redirect("letter_desk:pack", pack.uuid)


@printing_only
@require_POST
def print_again(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Make new files of one letter of a ready pack."""
    return _with_row(
        request, uuid, Act.REPRINT, lambda row, version: reprint(row=row, by=request.user, version=version)
    )


@printing_only
@require_POST
def pull(request: StaffRequest, uuid: UUID) -> HttpResponse:
    def do(row: PrintedLetter, version: int) -> None:
        # Taken out of this pack already, it may lie in another one by now: that is not what was asked.
        if not row.is_open:
            raise PackMovedOn
        pull_letter(letter=row.letter, by=request.user, version=version)

    return _with_row(request, uuid, Act.PULL, do)


def _with_row(
    request: StaffRequest, uuid: UUID, act: Act, do: Callable[[PrintedLetter, int], object]
) -> HttpResponse:
    pack = found_pack(request, uuid)
    form = RowForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    row = _row(pack, form)
    try:
        do(row, form.cleaned_data["version"])
    except PackMovedOn:
        return moved_on(request, pack)
    except NotPrintable as fault:
        return page(request, pack, fault=f"{row.number}: {fault.reason.label}", status=CONFLICT)
    except REFUSED as fault:
        return answer_refusal(
            request, row.letter, fault, act=act, sent=act.label, stands=row.letter.get_state_display()
        )
    messages.success(request, _("Done: %(act)s.") % {"act": f"{act.label} ({row.number})"})
    return redirect("letter_desk:pack", pack.uuid)
