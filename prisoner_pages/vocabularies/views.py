"""Staff: proposed words, where a word is used, and one word in the place of another."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from home.languages.info import SOURCE_LANGUAGE
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.models import Observance
from prisoner_pages.permissions.partners import is_coordinator, require
from prisoner_pages.vocabularies.actions import merge_words, refuse_word, take_word
from prisoner_pages.vocabularies.forms import MergeForm
from prisoner_pages.vocabularies.read_models import (
    KINDS,
    campaigns_on,
    drafts_with,
    kind_of,
    may_become,
    may_keep_words,
    parts_of,
    people_with,
    proposed_rows,
)

PEOPLE_A_PAGE = 50


@require_safe
def proposed_words(request: StaffRequest) -> HttpResponse:
    require(is_coordinator(request.user))
    return render(request, "prisoner_pages/vocabularies/proposed.html", {"rows": proposed_rows()})


@require_safe
def word(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Show where the word is used, and what can take its place."""
    found = _word(request, kind, pk)
    return _detail(request, found, MergeForm(offered=may_become(found)))


def _word(request: StaffRequest, kind: str, pk: int) -> Any:
    model = KINDS.get(kind)
    if model is None:
        raise Http404
    require(may_keep_words(request.user, model))
    named = model.objects.filter(pk=pk).values("translation_key")  # in whatever language
    return get_object_or_404(model.objects.in_language(SOURCE_LANGUAGE), translation_key__in=named)


def _detail(request: StaffRequest, found: Any, form: MergeForm, *, status: int = 200) -> HttpResponse:
    people = people_with(found).select_related("partner").named(SOURCE_LANGUAGE)
    context = {
        "word": found,
        "kind": kind_of(found),
        "page_obj": Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("p")),
        "drafts": drafts_with(found),
        "campaigns": campaigns_on(found),
        "is_day": isinstance(found, Observance),
        "parts": parts_of(found),
        "translations": found.get_translations().select_related("locale"),
        "form": form,
        "can_become": may_become(found).exists(),
    }
    return render(request, "prisoner_pages/vocabularies/word.html", context, status=status)


@require_POST
def merge(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    found = _word(request, kind, pk)
    form = MergeForm(request.POST, offered=may_become(found))
    if not form.is_valid():
        return _detail(request, found, form, status=UNFILLED)
    into = form.cleaned_data["into"]
    try:
        count = merge_words(found, into=into, by=request.user)
    except ValidationError as refusal:
        form.add_error("into", refusal)
        return _detail(request, found, form, status=UNFILLED)
    messages.success(request, _merged(found, count) % {"word": found, "into": into, "count": count})
    return redirect("word_uses", kind, into.pk)


def _merged(word: Any, count: int) -> str:
    if isinstance(word, Observance):
        return ngettext(
            "“%(word)s” is gone; “%(into)s” stands in its place, at %(count)s campaign.",
            "“%(word)s” is gone; “%(into)s” stands in its place, at %(count)s campaigns.",
            count,
        )
    return ngettext(
        "“%(word)s” is gone; “%(into)s” stands in its place, at %(count)s person.",
        "“%(word)s” is gone; “%(into)s” stands in its place, at %(count)s people.",
        count,
    )


@require_POST
def take(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    return _decide(request, kind, pk, take_word, _("“%(word)s” is in the list now."))


@require_POST
def refuse(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    return _decide(request, kind, pk, refuse_word, _("“%(word)s” is refused and gone."))


def _decide(request: StaffRequest, kind: str, pk: int, act: Callable[..., None], said: str) -> HttpResponse:
    found = _word(request, kind, pk)
    try:
        act(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, said % {"word": found})
    return redirect("proposed_words")
