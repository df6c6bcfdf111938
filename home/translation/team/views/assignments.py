"""Who works on which text: assigning many at once, taking one, giving it back."""

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_localize.models import Translation

from home.site.requests import StaffRequest
from home.translation.choices import Refusal, Right
from home.translation.desk.filters import chosen_locales, narrow, read
from home.translation.desk.read_models.work import cells, locales_of, translations_of
from home.translation.desk.views.overview import filter_choices, for_the_desk
from home.translation.files.forms import numbers
from home.translation.matching.collation import in_order
from home.translation.permissions import NotYours, hands_out_in
from home.translation.team.actions.assignments import (
    MOST_AT_ONCE,
    SEATS,
    Taken,
    claim,
    give_back,
    hand_out,
    set_due,
)
from home.translation.team.forms import HandOutForm, name_of

ROWS_A_PAGE = 50


@for_the_desk
def hand_out_texts(request: StaffRequest) -> HttpResponse:
    """Show a list of texts, one row per language; assign the chosen ones, or all that match the filters."""
    places = hands_out_in(request.user)
    if not places:
        raise PermissionDenied
    locales = [locale for locale in locales_of(request.user) if locale.pk in places]
    filters = read(request.GET)
    chosen = chosen_locales(locales, filters)
    found = narrow(translations_of(request.user).filter(target_locale__in=chosen), filters, request.user)
    if only := numbers([request.GET.get("text", "")]):
        found = found.filter(pk__in=only)
    form = HandOutForm(request.POST or None, locales=chosen)
    if request.method == "POST" and form.is_valid():
        return _hand_out(request, _picked(request.POST, found), form)
    return _show(request, found, form, filter_choices(locales, filters))


def _show(
    request: StaffRequest, found: QuerySet[Translation], form: HandOutForm, choices: dict[str, Any]
) -> HttpResponse:
    pks = in_order(found.values_list("pk", "source__object_repr"))
    page = Paginator(pks, ROWS_A_PAGE).get_page(request.GET.get("p"))
    shown = found.select_related("desk__assignee", "desk__reviewer").in_bulk(list(page))
    rows = cells(shown[pk] for pk in page)
    context = {"page": page, "cells": rows, "form": form, "most": MOST_AT_ONCE, **choices}
    status = 400 if form.errors else 200
    return render(request, "translation/team/hand_out.html", context, status=status)


def _picked(data: QueryDict, found: QuerySet[Translation]) -> QuerySet[Translation]:
    if data.get("all"):
        return found
    return found.filter(pk__in=numbers(data.getlist("text")[:MOST_AT_ONCE]))


def _hand_out(request: StaffRequest, translations: QuerySet[Translation], form: HandOutForm) -> HttpResponse:
    outcomes = [
        hand_out(translations, right, person, by=request.user) for right, person in form.people.items()
    ]
    if form.sets_due:
        outcomes.append(set_due(translations, form.cleaned_data["due"], by=request.user))
    done = max(outcome.done for outcome in outcomes)
    refused = sum((outcome.refused for outcome in outcomes), start=Counter())
    say_outcome(request, ngettext("%(n)s text changed", "%(n)s texts changed", done) % {"n": done}, refused)
    return redirect(request.get_full_path())


def say_outcome(request: StaffRequest, words: str, refused: Counter[Refusal]) -> None:
    """Say in one sentence what was done, what was not, and why."""
    if not refused:
        messages.success(request, f"{words}.")
        return
    count = sum(refused.values())
    why = "; ".join(f"{Refusal(reason).label} ({number})" for reason, number in refused.items())
    rest = ngettext("%(n)s refused: %(why)s", "%(n)s refused: %(why)s", count) % {"n": count, "why": why}
    messages.warning(request, f"{words}, {rest}.")


@for_the_desk
@require_POST
def take(request: StaffRequest, pk: int) -> HttpResponse:
    translation, right = _asked(request, pk)
    try:
        claim(translation, right, by=request.user)
        messages.success(request, _("It lies with you now."))
    except Taken as taken:
        messages.warning(request, _("%s has it already.") % name_of(taken.person))
    except NotYours:
        raise PermissionDenied from None
    return redirect("translation_desk:editor", pk)


@for_the_desk
@require_POST
def return_to_all(request: StaffRequest, pk: int) -> HttpResponse:
    translation, right = _asked(request, pk)
    try:
        give_back(translation, right, by=request.user)
    except NotYours:
        raise PermissionDenied from None
    messages.success(request, _("It is free for others now."))
    return redirect("translation_desk:editor", pk)


def _asked(request: StaffRequest, pk: int) -> tuple[Translation, Right]:
    """Return the translation, and for which right the person wants it; raise Http404."""
    translation = get_object_or_404(translations_of(request.user), pk=pk)
    if request.POST.get("right") not in SEATS:
        raise Http404
    return translation, Right(request.POST["right"])
