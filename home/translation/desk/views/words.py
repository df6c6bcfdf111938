"""Words of records in one language, as one table: many small strings on one page."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from wagtail.admin import messages
from wagtail.models import Locale

from home.site.requests import StaffRequest
from home.translation.choices import UnitState
from home.translation.core.read_models.sources import word_models
from home.translation.desk.actions.words import publish_words
from home.translation.desk.forms.strings import Sent, sent_strings
from home.translation.desk.read_models.string_rows import PreparedUnit
from home.translation.desk.read_models.word_rows import (
    by_alphabet,
    missing,
    publishable,
    word_rows,
    word_units,
)
from home.translation.desk.read_models.work import locales_of, may
from home.translation.desk.views.decisions import Fault, decide, save
from home.translation.desk.views.editor import rights_in
from home.translation.desk.views.overview import for_the_desk
from home.translation.desk.word_usage import words_elsewhere
from home.translation.files.forms import numbers
from home.translation.permissions import NotYours

WORDS_A_PAGE = 50


@for_the_desk
def words(request: StaffRequest) -> HttpResponse:
    locale = _language(request)
    if request.method == "POST":
        return _take(request, locale)
    return _show(request, locale)


def _language(request: StaffRequest) -> Locale:
    locales = locales_of(request.user)
    if not locales:
        raise Http404
    code = request.GET.get("language", "")
    return next((locale for locale in locales if locale.language_code == code), locales[0])


def _kind(request: StaffRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in {model._meta.model_name for model in word_models()} else ""


def _show(
    request: StaffRequest, locale: Locale, *, rows: list[PreparedUnit] | None = None, status: int = 200
) -> HttpResponse:
    kind, only_missing = _kind(request), request.GET.get("missing") == "1"
    units = word_units(locale, kind=kind)
    pks = by_alphabet(missing(units) if only_missing else units)
    page = Paginator(pks, WORDS_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "locales": locales_of(request.user),
        "locale": locale,
        "kinds": [model._meta for model in word_models()],
        "kind": kind,
        "only_missing": only_missing,
        "page": page,
        "rows": word_rows(units.filter(pk__in=list(page))) if rows is None else rows,
        "has_faults": rows is not None,
        "publishable": publishable(locale, kind=kind).count(),
        "elsewhere": words_elsewhere(locale.language_code),
        **rights_in(may(request.user, locale)),
    }
    return render(request, "translation/desk/words.html", context, status=status)


def _take(request: StaffRequest, locale: Locale) -> HttpResponse:
    """Save what was typed, then do what the button says; whatever failed is shown with its reason."""
    if request.POST.get("do") == "publish":
        return _publish(request, locale)
    named = [name.removeprefix("text-") for name in request.POST if name.startswith("text-")][:WORDS_A_PAGE]
    rows = word_rows(word_units(locale).filter(pk__in=numbers(named)))
    sent = sent_strings(request.POST, rows)
    faults: dict[int, str] = {}
    saved = sum(_try(each, faults, _save, request.user) for each in sent if each.is_new)
    approved = sum(_try(each, faults, _approve, request) for each in _chosen(request, sent) if not each.fault)
    _tell(request, saved, approved)
    if faults:
        return _show_again(request, locale, sent, faults)
    return redirect(request.get_full_path())


def _save(sent: Sent, user: User) -> None:
    sent.version = save(sent.unit, sent.text, by=user, version=sent.version).version


def _approve(sent: Sent, request: StaffRequest) -> None:
    decide(sent.unit, "approve", request.POST, by=request.user, version=sent.version)


def _try(sent: Sent, faults: dict[int, str], act: Callable[[Sent, Any], None], who: Any) -> bool:
    """Do it; return whether it was possible."""
    try:
        act(sent, who)
    except Fault as fault:
        sent.fault = faults[sent.unit.pk] = str(fault)
    return not sent.fault


def _chosen(request: StaffRequest, sent: list[Sent]) -> list[Sent]:
    """Return the strings that the button approves: one, or every one that waits."""
    action, _dash, number = request.POST.get("do", "").partition("-")
    if action != "approve":
        return []
    if number == "all":
        return [each for each in sent if each.is_new or each.unit.state == UnitState.TRANSLATED]
    return [each for each in sent if str(each.unit.pk) == number]


def _tell(request: StaffRequest, saved: int, approved: int) -> None:
    if saved:
        words = ngettext("%(n)s text saved.", "%(n)s texts saved.", saved) % {"n": saved}
        messages.success(request, words)
    if approved:
        words = ngettext("%(n)s text approved.", "%(n)s texts approved.", approved) % {"n": approved}
        messages.success(request, words)


def _show_again(
    request: StaffRequest, locale: Locale, sent: list[Sent], faults: dict[int, str]
) -> HttpResponse:
    typed = {each.unit.pk: each.text for each in sent}
    rows = word_rows(word_units(locale).filter(pk__in=faults))
    for unit in rows:
        unit.fault, unit.shown = faults[unit.pk], typed[unit.pk]
    return _show(request, locale, rows=rows, status=409)


def _publish(request: StaffRequest, locale: Locale) -> HttpResponse:
    try:
        done, refused = publish_words(locale, by=request.user, kind=_kind(request))
    except NotYours:
        raise PermissionDenied from None
    words = ngettext("%(n)s word is public now.", "%(n)s words are public now.", done) % {"n": done}
    (messages.success if done else messages.warning)(request, words)
    for translation, reasons in refused:
        reason = " ".join(map(str, reasons))
        messages.warning(
            request, _("%(word)s: %(reason)s") % {"word": translation.source.object_repr, "reason": reason}
        )
    return redirect(request.get_full_path())
