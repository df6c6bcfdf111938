"""The glossary in files: fetched, and brought back in two steps."""

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.translation.files import glossary_csv
from home.translation.files.content import FileRefused
from home.translation.files.forms import Carried, FileForm, opened, sealed
from home.translation.glossary.actions.file_import import look_over_glossary, may_take_files, take_glossary
from home.translation.glossary.read_models.file_changes import TermFate, TermLine, compare, sheet_of_glossary
from home.translation.permissions import NotYours

SUBJECT = "glossary"
LINES_SHOWN = 200


@never_cache
def files(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form=form, status=400)
    body = form.cleaned_data["file"].read()
    try:
        lines = look_over_glossary(body, by=request.user)
    except FileRefused as fault:
        form.add_error("file", str(fault.sentence))
        return _show(request, form=form, status=400)
    except NotYours:
        raise PermissionDenied from None
    return _show(request, **_looked_at(request, body, lines))


def _looked_at(request: StaffRequest, body: bytes, lines: list[TermLine]) -> dict[str, Any]:
    counts = Counter(line.fate for line in lines)
    takeable = [line for line in lines if line.can_be_taken]
    compare(takeable)
    faulty = [line for line in lines if line.fate == TermFate.ERROR]
    seen = {line.name: line.seen for line in takeable}
    return {
        "counts": [(fate, counts[fate]) for fate in TermFate if counts[fate]],
        "lines": takeable,
        "faulty": faulty[:LINES_SHOWN],
        "more_faulty": len(faulty[LINES_SHOWN:]),
        "token": sealed(Carried(body, seen), user=request.user, subject=SUBJECT),
    }


def _show(
    request: StaffRequest, *, form: FileForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    if not may_take_files(request.user):
        raise PermissionDenied
    context = {"form": form or FileForm(), **more}
    return render(request, "translation/glossary/glossary_files.html", context, status=status)


@never_cache
@require_POST
def take(request: StaffRequest) -> HttpResponse:
    """Save what was chosen of the file that the page carries."""
    carried = opened(request.POST.get("token", ""), user=request.user, subject=SUBJECT)
    if carried is None:
        return _refuse(request, _("This page is no longer valid. Choose the file again."))
    chosen = set(request.POST.getlist("take"))
    try:
        taken = take_glossary(carried.body, by=request.user, seen=carried.seen, chosen=chosen)
    except FileRefused as fault:  # an update of the site since then accepts fewer formats
        return _refuse(request, str(fault.sentence))
    except NotYours:
        raise PermissionDenied from None
    saved = len(taken.saved)
    messages.success(request, ngettext("%(n)s term saved.", "%(n)s terms saved.", saved) % {"n": saved})
    if taken.refused:
        return _show(request, refused=taken.refused, status=409)
    return redirect("glossary:index")


def _refuse(request: StaffRequest, sentence: str) -> HttpResponse:
    form = FileForm({}, MultiValueDict())
    form.add_error("file", sentence)
    return _show(request, form=form, status=400)


@never_cache
def fetch(request: StaffRequest) -> HttpResponse:
    """Answer with the whole glossary as a file."""
    if not may_take_files(request.user):
        raise PermissionDenied
    headers = {"Content-Disposition": 'attachment; filename="glossary.csv"'}
    content = glossary_csv.write(sheet_of_glossary())
    return HttpResponse(content, "text/csv; charset=utf-8", headers=headers)
