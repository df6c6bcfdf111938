"""Having letters erased: at once with a code, by a confirmed mail with an address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from home.site.permissions import from_another_site
from home.site.views.errors import error_response
from letters.codes import parse_code
from letters.erasure.actions.erase import erase_by_writer
from letters.erasure.actions.requests import ask_to_erase, confirm_erasure, find_request
from letters.following.read_models.status import NO_CODE
from letters.handling.views.privacy import NEVER_KEPT, kept_as
from letters.lifecycle import InvalidTransition
from letters.models import Letter
from letters.writing.forms.steps import CodeForm, EraseByEmailForm

PAGE = "letters/erasure/erase.html"


@kept_as(NEVER_KEPT)
def erase(request: HttpRequest) -> HttpResponse:
    """Two forms: the code, or the address; the code comes in the form only."""
    if request.method != "POST":
        return page(request)
    if from_another_site(request):
        return error_response(request, 403)
    return by_email(request) if "email" in request.POST else by_code(request)


def page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    forms = {"code_form": CodeForm(), "email_form": EraseByEmailForm()}
    return render(request, PAGE, {**forms, **context}, status=status)


def by_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.has_error("code", "required"):
        return page(request, status=422, code_form=form, form=form)
    letter = Letter.objects.with_code(parse_code(request.POST.get("code")) or NO_CODE)
    return page(request, outcome=outcome_for(letter))


def outcome_for(letter: Letter | None) -> str:
    """Erase the letter and return what became of it, in one of the template's words."""
    if letter is None:
        return "unknown"
    try:
        erasure = erase_by_writer(letter=letter)
    except InvalidTransition:
        return "erased"
    return "posted" if erasure.was_posted else "printed" if erasure.was_printed else "erased"


def by_email(request: HttpRequest) -> HttpResponse:
    """One answer for every address: whether letters came from it is told to nobody but its owner."""
    form = EraseByEmailForm(request.POST)
    if not form.is_valid():
        return page(request, status=422, email_form=form, form=form)
    ask_to_erase(email=form.cleaned_data["email"], page_language=get_language())
    return page(request, outcome="asked")


@kept_as(NEVER_KEPT)
def erase_confirmed(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a mail. Only the button erases: mail scanners open links before people do."""
    if request.method == "POST" and not from_another_site(request):
        found = confirm_erasure(token=token)
    else:
        found = find_request(token)
    if found is None:
        raise Http404
    context = {"is_confirmed": found.confirmed_at is not None}
    return render(request, "letters/erasure/erase_confirmed.html", context)
