"""Screens of coordinators: which languages are public, what is missing in one, opening and closing it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.site.requests import StaffRequest
from prisoner_pages.opening.actions.languages import CannotOpen, close_language, open_language
from prisoner_pages.opening.read_models.languages import language_state, languages
from prisoner_pages.permissions.partners import is_coordinator, require

ACTS = {"open": open_language, "close": close_language}


def all_languages(request: StaffRequest) -> HttpResponse:
    require(is_coordinator(request.user))
    return render(request, "prisoner_pages/opening/languages.html", {"languages": languages()})


def language(request: StaffRequest, code: str) -> HttpResponse:
    require(is_coordinator(request.user))
    context = {"language": language_state(known(code)), "is_source": code == SOURCE_LANGUAGE}
    return render(request, "prisoner_pages/opening/language.html", context)


@require_POST
def language_act(request: StaffRequest, code: str, name: str) -> HttpResponse:
    require(is_coordinator(request.user))
    try:
        ACTS[name](known(code), by=request.user)
    except KeyError:
        raise Http404 from None
    except CannotOpen as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        said = {"open": _("The language is public."), "close": _("The language is no longer public.")}
        messages.success(request, said[name])
    return redirect("language_to_open", code)


def known(code: str) -> str:
    """Return the code. Raises Http404 for one that is no language of the site."""
    if code not in dict(CONTENT_LANGUAGES):
        raise Http404
    return code
