"""The drawer beside a string: a page of its own, and with scripts a part of the editor."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from home.caching.read_models import generations_of
from home.site.requests import StaffRequest
from home.translation.choices import Right
from home.translation.core.actions.units import Conflict
from home.translation.core.read_models.quality_report import languages_of
from home.translation.desk.actions.questions import ask as ask_editor
from home.translation.desk.actions.warnings import NotWarnedOf, set_aside as set_warning_aside
from home.translation.desk.forms.drawer import MachineForm, QuestionForm, ReasonForm
from home.translation.desk.read_models.string_context import aids_for
from home.translation.desk.read_models.work import may, part_of, units_of_the_desk
from home.translation.desk.views.overview import for_the_desk
from home.translation.machines.actions import FREE, draft_by_machine
from home.translation.machines.base import NoTranslator, TranslatorError
from home.translation.machines.read_models import page_translator
from home.translation.models import Unit
from home.translation.permissions import NotYours, leads, rights_of
from home.translation.text.markup import BadText
from home.translation.translatables import model_of


def for_a_string(view: Callable[[StaffRequest, Unit], HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass the view the string, with its draft, if it is in a language in which the person works."""

    @for_the_desk
    @wraps(view)
    def answer(request: StaffRequest, pk: int) -> HttpResponse:
        theirs = units_of_the_desk().with_drafts().with_original()
        if not leads(request.user):
            theirs = theirs.filter(translation__target_locale__in=rights_of(request.user))
        try:
            return view(request, get_object_or_404(theirs, pk=pk))
        except NotYours:
            raise PermissionDenied from None

    return answer


@for_a_string
def show(request: StaffRequest, unit: Unit) -> HttpResponse:
    return _drawer(request, unit)


@require_POST
@for_a_string
def ask(request: StaffRequest, unit: Unit) -> HttpResponse:
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _drawer(request, unit, status=400, question=form)
    ask_editor(unit, form.cleaned_data["text"], by=request.user)
    return _done(request, unit)


@require_POST
@for_a_string
def set_aside(request: StaffRequest, unit: Unit) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        fault = _("Say why it is right, in at most 500 characters.")
        return _drawer(request, unit, status=400, fault=fault, reasoned=form)
    try:
        set_warning_aside(unit, **form.cleaned_data, by=request.user)
    except NotWarnedOf:
        return _drawer(request, unit, status=409, fault=_("The text has no such warning any more."))
    return _done(request, unit)


@require_POST
@for_a_string
def draft(request: StaffRequest, unit: Unit) -> HttpResponse:
    form = MachineForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        draft_by_machine(unit, by=request.user, version=version)
    except TranslatorError as fault:
        return _drawer(request, unit, status=409, fault=fault.sentence)
    except BadText:
        return _drawer(request, unit, status=409, fault=_("The machine made a text that cannot be used."))
    except Conflict:
        words = _("The text was changed meanwhile. Load the page anew.")
        return _drawer(request, unit, status=409, fault=words)
    return _done(request, unit, is_drafted=True)


def _done(request: StaffRequest, unit: Unit, **told: Any) -> HttpResponse:
    """Redirect to the drawer where there are no scripts, so that reloading it repeats nothing."""
    if _is_part(request):
        return _drawer(request, Unit.objects.with_drafts().with_original().get(pk=unit.pk), **told)
    return redirect("translation_desk:help", unit.pk)


def _is_part(request: StaffRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _drawer(request: StaffRequest, unit: Unit, *, status: int = 200, **told: Any) -> HttpResponse:
    """Show the drawer; `told` is what came of the last action: a fault in words, a refused form."""
    translation = unit.translation
    rights = may(request.user, translation.target_locale)
    context = {
        "unit": unit,
        "translation": translation,
        "part": part_of(unit, model_of(translation.source.specific_content_type)),
        "aids": aids_for(unit, known=generations_of(request)),
        "machine": _machine(unit) if Right.TRANSLATE in rights else None,
        "question": QuestionForm(),
        "may_translate": Right.TRANSLATE in rights,
        "may_speak": bool(rights & {Right.TRANSLATE, Right.REVIEW}),
        **told,
    }
    template = "drawer.html" if _is_part(request) else "help.html"
    return render(request, f"translation/desk/{template}", context, status=status)


def _machine(unit: Unit) -> dict[str, Any] | None:
    """Return what is shown of the machine that may draft this string; None where none may."""
    translator = page_translator(unit.translation.target_locale) if unit.state in FREE else NoTranslator()
    if isinstance(translator, NoTranslator):
        return None
    return {"name": translator.display_name, "knows": translator.can_translate(*languages_of(unit))}
