"""Staff: a published figure is put right or taken back."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.campaigns.actions.figures import correct_figure, take_back_figure
from prisoner_pages.campaigns.forms import CorrectFigureForm, TakeBackForm
from prisoner_pages.models import Figure
from prisoner_pages.permissions.partners import may_correct_figures, require

FIGURES = "wagtailsnippets_prisoner_pages_figure:list"


def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    figure = _shown(request, pk)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, lambda said: take_back_figure(figure, by=request.user, **said)):
        messages.success(request, _("The figure is taken back: it stands nowhere on the site any more."))
        return redirect(FIGURES)
    explanation = _(
        "It disappears from every page and from the API. It stays in the list of staff, with the reason."
    )
    return _ask(request, _("Take the figure back"), explanation, figure, form)


def correct(request: StaffRequest, pk: int) -> HttpResponse:
    figure = _shown(request, pk)
    initial = {name: getattr(figure, name) for name in CorrectFigureForm.Meta.fields}
    form = CorrectFigureForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and _done(form, lambda said: correct_figure(figure, by=request.user, **said)):
        messages.success(request, _("The right figure stands in the place of the wrong one."))
        return redirect(FIGURES)
    explanation = _(
        "What was published is not changed: a new figure takes its place, and the wrong one is taken back."
    )
    return _ask(request, _("Put the figure right"), explanation, figure, form)


def _shown(request: StaffRequest, pk: int) -> Figure:
    require(may_correct_figures(request.user))
    return get_object_or_404(Figure.objects.shown(), pk=pk)


def _done(form: Any, act: Callable[[dict[str, Any]], object]) -> bool:
    try:
        act(form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _ask(request: StaffRequest, title: str, explanation: str, figure: Figure, form: Any) -> HttpResponse:
    context = {
        "title": title,
        "subtitle": f"{figure}, {figure.counted_by_uk}",
        "explanation": explanation,
        "form": form,
        "back": reverse(FIGURES),
    }
    status = UNFILLED if form.errors else 200
    return render(request, "prisoner_pages/records/form.html", context, status=status)
