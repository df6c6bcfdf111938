"""One text in one language: original and translation side by side, saved string by string."""

from collections.abc import Container
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail_localize.models import Translation

from home.languages.table import declared
from home.site.requests import StaffRequest
from home.translation.choices import ReturnReason, Right
from home.translation.desk.forms.strings import Sent, sent_strings
from home.translation.desk.preview_sites import previews_elsewhere
from home.translation.desk.read_models.assignees import at_work
from home.translation.desk.read_models.string_rows import PreparedUnit, string_rows
from home.translation.desk.read_models.work import may, translations_of
from home.translation.desk.views.decisions import DECISIONS, Fault, decide, save
from home.translation.desk.views.overview import for_the_desk


@for_the_desk
def editor(request: StaffRequest, pk: int) -> HttpResponse:
    translation = get_object_or_404(translations_of(request.user), pk=pk)
    units = string_rows(translation)
    if request.method == "POST":
        return _take(request, translation, units)
    return _show(request, translation, units)


def _show(
    request: StaffRequest,
    translation: Translation,
    units: list[PreparedUnit],
    *,
    faults: dict[int, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    for unit in units:
        unit.fault = (faults or {}).get(unit.pk, "")
    context = {
        "translation": translation,
        "units": units,
        "has_faults": bool(faults),
        "reviewed": sum(not unit.is_open for unit in units),
        "elsewhere": previews_elsewhere(translation, request.user),
        "work": at_work(translation, request.user),
        "signs": declared(translation.target_locale.language_code).signs,
        **rights_in(may(request.user, translation.target_locale)),
    }
    return render(request, "translation/desk/editor.html", context, status=status)


def rights_in(rights: Container[Right]) -> dict[str, Any]:
    """Return what the line below a string needs to know of the person's rights."""
    return {
        "may_translate": Right.TRANSLATE in rights,
        "may_review": Right.REVIEW in rights,
        "may_publish": Right.PUBLISH in rights,
        "return_reasons": ReturnReason.choices,
    }


def _take(request: StaffRequest, translation: Translation, units: list[PreparedUnit]) -> HttpResponse:
    """Save every string that changed, then do what the button says with its string; nothing typed is lost."""
    faults: dict[int, str] = {}
    strings = sent_strings(request.POST, units)
    saved = sum(_save(request, sent, faults) for sent in strings if sent.is_new)
    action, _dash, number = request.POST.get("do", "").partition("-")
    decided = next((sent for sent in strings if str(sent.unit.pk) == number), None)
    if action in DECISIONS and decided and not faults:
        _decide(request, action, decided, faults)
    if saved:
        messages.success(request, ngettext("%(n)s text saved.", "%(n)s texts saved.", saved) % {"n": saved})
    if faults:
        typed = {sent.unit.pk: sent.text for sent in strings}
        units = string_rows(translation)
        for unit in units:
            unit.shown = typed.get(unit.pk, unit.shown) if unit.pk in faults else unit.shown
        return _show(request, translation, units, faults=faults, status=409)
    return redirect(f"{request.path}#string-{number}" if number else request.path)


def _save(request: StaffRequest, sent: Sent, faults: dict[int, str]) -> bool:
    try:
        sent.version = save(sent.unit, sent.text, by=request.user, version=sent.version).version
    except Fault as fault:
        faults[sent.unit.pk] = str(fault)
    return sent.unit.pk not in faults


def _decide(request: StaffRequest, action: str, sent: Sent, faults: dict[int, str]) -> None:
    try:
        decide(sent.unit, action, request.POST, by=request.user, version=sent.version)
    except Fault as fault:
        faults[sent.unit.pk] = str(fault)
