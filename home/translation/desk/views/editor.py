"""One text in one language: original and translation side by side, saved string by string."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from wagtail.admin import messages

from home.languages.table import declared
from home.translation.choices import ReturnReason, Right
from home.translation.desk.forms.strings import sent_strings
from home.translation.desk.preview_sites import previews_elsewhere
from home.translation.desk.read_models.assignees import at_work
from home.translation.desk.read_models.string_rows import string_rows
from home.translation.desk.read_models.work import may, translations_of
from home.translation.desk.views.decisions import DECISIONS, Fault, decide, save
from home.translation.desk.views.overview import for_the_desk


@for_the_desk
def editor(request, pk):
    translation = get_object_or_404(translations_of(request.user), pk=pk)
    units = string_rows(translation)
    if request.method == "POST":
        return _take(request, translation, units)
    return _show(request, translation, units)


def _show(request, translation, units, *, faults=None, status=200):
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


def rights_in(rights):
    """Return what the line below a string asks of the person's rights."""
    return {
        "may_translate": Right.TRANSLATE in rights,
        "may_review": Right.REVIEW in rights,
        "may_publish": Right.PUBLISH in rights,
        "return_reasons": ReturnReason.choices,
    }


def _take(request, translation, units):
    """Save every string that changed, then do what the button says with its own; nothing typed is lost."""
    faults, strings = {}, sent_strings(request.POST, units)
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


def _save(request, sent, faults):
    try:
        sent.version = save(sent.unit, sent.text, by=request.user, version=sent.version).version
    except Fault as fault:
        faults[sent.unit.pk] = str(fault)
    return sent.unit.pk not in faults


def _decide(request, action, sent, faults):
    try:
        decide(sent.unit, action, request.POST, by=request.user, version=sent.version)
    except Fault as fault:
        faults[sent.unit.pk] = str(fault)
