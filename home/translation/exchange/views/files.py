"""A translation in a file: fetched, and brought back in two steps, first looked at, then taken over."""

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_localize.models import Translation

from home.site.requests import StaffRequest
from home.translation.choices import Right
from home.translation.desk.read_models.work import may, translations_of
from home.translation.desk.views.overview import for_the_desk
from home.translation.exchange.actions import digest_of, look_over_file, take_file
from home.translation.exchange.read_models.incoming import Fate, IncomingLine, compare
from home.translation.exchange.read_models.outgoing import file_name, sheet_of
from home.translation.files.content import FileRefused
from home.translation.files.formats import FORMATS
from home.translation.files.forms import Carried, FileForm, numbers, opened, sealed
from home.translation.permissions import NotYours

FAULTS = (Fate.ERROR, Fate.WRONG_SOURCE, Fate.UNKNOWN)
FAULTS_SHOWN = 100


@for_the_desk
def files(request: StaffRequest, pk: int) -> HttpResponse:
    translation = _translation(request, pk)
    if request.method != "POST":
        return _show(request, translation)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, translation, form=form, status=400)
    body = form.cleaned_data["file"].read()
    try:
        lines = look_over_file(translation, body, by=request.user)
    except FileRefused as fault:
        form.add_error("file", str(fault.sentence))
        return _show(request, translation, form=form, status=400)
    except NotYours:
        raise PermissionDenied from None
    return _show(request, translation, **_looked_at(request, translation, body, lines))


def _translation(request: StaffRequest, pk: int) -> Translation:
    found = translations_of(request.user).select_related("source__locale", "target_locale")
    return get_object_or_404(found, pk=pk)


def _looked_at(
    request: StaffRequest, translation: Translation, body: bytes, lines: list[IncomingLine]
) -> dict[str, Any]:
    """Return what the page shows of a file: what can be taken, what cannot, and the number of each."""
    counts = Counter(line.fate for line in lines)
    takeable = sorted((line for line in lines if line.can_be_taken), key=lambda line: line.unit.order)
    compare(takeable)
    faulty = [line for line in lines if line.fate in FAULTS]
    versions = {str(line.unit.pk): line.unit.version for line in takeable}
    return {
        "digest": digest_of(body),
        "counts": [(fate, counts[fate]) for fate in Fate if counts[fate]],
        "lines": takeable,
        "faulty": faulty[:FAULTS_SHOWN],
        "more_faulty": len(faulty[FAULTS_SHOWN:]),
        "token": sealed(Carried(body, versions), user=request.user, subject=translation.pk),
    }


def _show(
    request: StaffRequest,
    translation: Translation,
    *,
    form: FileForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "translation": translation,
        "formats": FORMATS,
        "form": form or FileForm(),
        "may_translate": Right.TRANSLATE in may(request.user, translation.target_locale),
        **more,
    }
    return render(request, "translation/exchange/files.html", context, status=status)


@for_the_desk
@require_POST
def take(request: StaffRequest, pk: int) -> HttpResponse:
    """Save what was chosen of the file that the page carries."""
    translation = _translation(request, pk)
    carried = opened(request.POST.get("token", ""), user=request.user, subject=translation.pk)
    if carried is None:
        return _refuse(request, translation, _("This page is no longer valid. Choose the file again."))
    chosen = numbers(request.POST.getlist("take"))
    versions = {int(pk): int(version) for pk, version in carried.seen.items()}
    try:
        taken = take_file(translation, carried.body, by=request.user, versions=versions, chosen=chosen)
    except (
        FileRefused
    ) as fault:  # an update of the site since then accepts fewer formats, or nothing can be read
        return _refuse(request, translation, str(fault.sentence))
    except NotYours:
        raise PermissionDenied from None
    saved = len(taken.saved)
    messages.success(request, ngettext("%(n)s text saved.", "%(n)s texts saved.", saved) % {"n": saved})
    if taken.refused:
        return _show(request, translation, refused=taken.refused, status=409)
    return redirect("translation_desk:editor", pk)


def _refuse(request: StaffRequest, translation: Translation, sentence: str) -> HttpResponse:
    form = FileForm({}, MultiValueDict())
    form.add_error("file", sentence)
    return _show(request, translation, form=form, status=400)


@for_the_desk
def fetch(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Answer with the translation as a file."""
    translation = _translation(request, pk)
    if name not in FORMATS:
        raise Http404
    chosen = FORMATS[name]
    headers = {"Content-Disposition": f'attachment; filename="{file_name(translation, chosen.suffix)}"'}
    return HttpResponse(chosen.write(sheet_of(translation)), chosen.content_type, headers=headers)
