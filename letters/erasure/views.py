"""Having letters erased: with a code, or by a confirmed mail with an address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from home.site.permissions import from_another_site
from home.site.views.errors import error_response
from letters.choices.requests import RequestKind
from letters.codes import parse_code
from letters.erasure.actions.asking import ask_for_link, ask_to_erase_all, find_request, is_erasure_confirmed
from letters.following.read_models.status import NO_CODE
from letters.handling.views.privacy import NEVER_KEPT, kept_as
from letters.lifecycle import IN_HAND, SENT, InvalidTransition
from letters.models import Letter
from letters.requests.actions.asking import ask_by_code
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
    return page(request, outcome=outcome_for(parse_code(request.POST.get("code")) or NO_CODE))


def outcome_for(code: str) -> str:
    """Ask for the letter with this code to be erased; return in a word of the template what comes of it."""
    letter = Letter.objects.with_code(code)
    if letter is None:
        return "unknown"
    try:
        ask_by_code(RequestKind.ERASE, letter=letter, code=code)
    except InvalidTransition:
        return "erased"
    return "posted" if letter.state in SENT else "printed" if letter.state in IN_HAND else "unprinted"


def by_email(request: HttpRequest) -> HttpResponse:
    """One answer for every address: whether letters came from it is told to nobody but its owner."""
    form = EraseByEmailForm(request.POST)
    if not form.is_valid():
        return page(request, status=422, email_form=form, form=form)
    ask_for_link(email=form.cleaned_data["email"], page_language=get_language())
    return page(request, outcome="asked")


@kept_as(NEVER_KEPT)
def erase_confirmed(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a mail. Only the button erases: mail scanners open links before people do."""
    if request.method == "POST" and not from_another_site(request):
        found = ask_to_erase_all(token=token)
    else:
        found = find_request(token)
    if found is None:
        raise Http404
    context = {"is_confirmed": is_erasure_confirmed(found)}
    return render(request, "letters/erasure/erase_confirmed.html", context)
