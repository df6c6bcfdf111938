"""The drawer beside a string: a page of its own, and with scripts a part of the editor."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from home.caching.read_models import generations_of
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

AROUND = (
    "string",
    "context",
    "translation__target_locale",
    "translation__source__locale",
    "translation__source__specific_content_type",
)


def for_a_string(view):
    """Give the view the string, with its draft, of a language in which the person works."""

    @for_the_desk
    @wraps(view)
    def answer(request, pk):
        theirs = units_of_the_desk().with_drafts().select_related(*AROUND)
        if not leads(request.user):
            theirs = theirs.filter(translation__target_locale__in=rights_of(request.user))
        try:
            return view(request, get_object_or_404(theirs, pk=pk))
        except NotYours:
            raise PermissionDenied from None

    return answer


@for_a_string
def show(request, unit):
    return _drawer(request, unit)


@require_POST
@for_a_string
def ask(request, unit):
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _drawer(request, unit, status=400, question=form)
    ask_editor(unit, form.cleaned_data["text"], by=request.user)
    return _done(request, unit)


@require_POST
@for_a_string
def set_aside(request, unit):
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
def draft(request, unit):
    form = MachineForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        draft_by_machine(unit, by=request.user, version=version)
    except TranslatorError as fault:
        return _drawer(request, unit, status=409, fault=fault.sentence)
    except BadText:
        return _drawer(request, unit, status=409, fault=_("The machine made a text that cannot be used."))
    except Conflict:
        fault = _("The text was changed meanwhile. Load the page anew.")
        return _drawer(request, unit, status=409, fault=fault)
    return _done(request, unit, is_drafted=True)


def _done(request, unit, **told):
    """Without scripts the drawer is asked for again, so that loading it anew repeats nothing."""
    if _is_part(request):
        return _drawer(request, Unit.objects.with_drafts().select_related(*AROUND).get(pk=unit.pk), **told)
    return redirect("translation_desk:help", unit.pk)


def _is_part(request):
    return request.headers.get("X-Requested-With") == "fetch"


def _drawer(request, unit, *, status=200, **told):
    """`told` is what came of the last act: a fault in words, a refused form, is_drafted."""
    translation = unit.translation
    rights = may(request.user, translation.target_locale)
    context = {
        "unit": unit,
        "translation": translation,
        "part": part_of(unit, translation.source.specific_content_type.model_class()),
        "aids": aids_for(unit, known=generations_of(request)),
        "machine": _machine(unit) if Right.TRANSLATE in rights else None,
        "question": QuestionForm(),
        "may_translate": Right.TRANSLATE in rights,
        "may_speak": bool(rights & {Right.TRANSLATE, Right.REVIEW}),
        **told,
    }
    template = "drawer.html" if _is_part(request) else "help.html"
    return render(request, f"translation/desk/{template}", context, status=status)


def _machine(unit):
    """Return what is said of the machine that may draft this string; None where none may."""
    translator = page_translator(unit.translation.target_locale) if unit.state in FREE else NoTranslator()
    if isinstance(translator, NoTranslator):
        return None
    return {"name": translator.display_name, "knows": translator.can_translate(*languages_of(unit))}
