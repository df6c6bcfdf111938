"""The first page of the desk: what is assigned to me, how far my languages are, all texts by languages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from wagtail.models import Locale

from home.site.requests import StaffRequest
from home.translation.choices import Due, Whose, WorkState
from home.translation.core.read_models.sources import translated_models
from home.translation.desk.filters import Filters, chosen_locales, narrow, read
from home.translation.desk.read_models.progress import first_given_to, progress_in
from home.translation.desk.read_models.work import locales_of, matrix, of_the_desk, sources_of
from home.translation.permissions import hands_out_in, leads, works_here

TEXTS_A_PAGE = 50


def for_the_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Admit only those who work in a language or lead the desk, and let no browser store the answer."""

    @wraps(view)
    def answer(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not works_here(request.user):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def for_leaders(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Admit only those who lead the desk."""

    @for_the_desk
    @wraps(view)
    def answer(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not leads(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


@for_the_desk
def index(request: StaffRequest) -> HttpResponse:
    locales, filters = locales_of(request.user), read(request.GET)
    chosen = chosen_locales(locales, filters)
    translations = narrow(of_the_desk(chosen), filters, request.user)
    page = Paginator(sources_of(translations), TEXTS_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "rows": matrix(list(page), chosen),
        "shown": chosen,
        "hands_out": bool(hands_out_in(request.user)),
        "leads": leads(request.user),
        **filter_choices(locales, filters),
    }
    if not filters.narrows and page.number == 1:
        context |= {
            "given": first_given_to(request.user, locales),
            "progress": progress_in(locales),
        }
    return render(request, "translation/desk/desk.html", context)


def filter_choices(locales: list[Locale], filters: Filters) -> dict[str, Any]:
    """Return what the filter form shows."""
    return {
        "locales": locales,
        "filters": filters,
        "states": WorkState.choices,
        "kinds": [(model._meta.model_name, model._meta.verbose_name) for model in translated_models()],
        "whose": Whose.choices,
        "dues": Due.choices,
    }
