"""Typing in a letter that came on paper or by e-mail; the code of it is shown once, for its writer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from home.security import form_tokens
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, OVER, UNFILLED
from letters.choices.desk import DeskWork
from letters.choices.letters import Channel
from letters.codes import InvalidReceipt, grouped, read_receipt, receipt_of, receipt_token
from letters.handling.view_types import Context
from letters.handling.views.staff import private_for
from letters.intake.actions.key_in import key_in_letter
from letters.intake.forms.letters import KeyInForm
from letters.intake.read_models import has_slip
from letters.models import Letter
from letters.permissions.letters import desks_for
from letters.writing.actions.submit import LettersRefused, RecipientGone
from letters.writing.read_models.recipients import people_to_key_in_for
from prisoner_pages.can_be_written_to import CallReason
from prisoner_pages.facts.can_be_written_to_words import REASON_WORDS

# Kept from one letter of a pile to the next.
CARRIED = ("channel", "campaign", "event")
NOT_OURS = _("We could not recognise this form. Nothing is lost: look it over and send it once more.")
NOT_TAKEN = _(
    "Letters are not taken on this machine now. Your text is here: keep it and ask an administrator."
)


@private_for(DeskWork.KEY_IN)
def key_in(request: StaffRequest) -> HttpResponse:
    desks = desks_for(request.user, DeskWork.KEY_IN)
    people = people_to_key_in_for(desks)
    if request.method != "POST":
        form = KeyInForm(people=people, initial=begun(request))
        return page(request, form)
    form = KeyInForm(request.POST, request.FILES, people=people)
    return keyed_in_or_again(request, form, key_in_letter, page)


def begun(request: StaffRequest) -> dict[str, str]:
    """Return what the address says of the next letter of a pile; a wrong value chooses nothing."""
    return {name: request.GET[name] for name in CARRIED if request.GET.get(name)}


def keyed_in_or_again(
    request: StaffRequest,
    form: KeyInForm,
    key_in: Callable[..., tuple[Letter, str]],
    show: Callable[..., HttpResponse],
) -> HttpResponse:
    """Store the letter and lead to its code; else show the form with all that was typed, and why.

    `key_in(content=, nonce=, channel=, by=)` stores it, `show(request, form, status=, notice=)` is the page.
    """
    try:
        token = form_tokens.read(request.POST.get("token"), purpose_of(request.user))
    except form_tokens.InvalidFormToken:
        return show(request, form, status=UNFILLED, notice=NOT_OURS)
    if not form.is_valid():
        return show(request, form, status=UNFILLED, token=token.text)
    channel = Channel(form.cleaned_data["channel"])
    try:
        letter, code = key_in(content=form.content(), nonce=token.nonce, channel=channel, by=request.user)
    except RecipientGone:
        form.add_error("prisoner", form.fields["prisoner"].error_messages["invalid_choice"])
        return show(request, form, status=CONFLICT, token=token.text)
    except LettersRefused:
        return show(request, form, status=CONFLICT, token=token.text, notice=NOT_TAKEN)
    return to_code(letter, code, {name: request.POST.get(name) for name in CARRIED})


def purpose_of(user: User) -> str:
    """A form is of one account: another's cannot be sent again under one's own name."""
    return f"key_in:{user.pk}"


def page(
    request: StaffRequest, form: KeyInForm, *, status: int = 200, notice: str | Promise = "", token: str = ""
) -> HttpResponse:
    context = {**form_context(request, form, token), "notice": notice}
    return render(request, "letters/intake/key_in.html", context, status=status)


def form_context(request: StaffRequest, form: KeyInForm, token: str = "") -> Context:
    return {
        "form": form,
        "token": token or form_tokens.issue(purpose_of(request.user)),
        "drawing_is_lost": bool(request.FILES),
    }


def to_code(letter: Letter, code: str, carried: Mapping[str, str | None]) -> HttpResponse:
    receipt = replace(receipt_of(letter, code), slip_is_taken=bool(code) and has_slip(letter.scans.all()))
    query = {"receipt": receipt_token(receipt), **{name: value for name, value in carried.items() if value}}
    return HttpResponseRedirect(f"{reverse('letter_desk:keyed_in')}?{urlencode(query)}", status=303)


@private_for(DeskWork.KEY_IN)
@require_safe
def keyed_in(request: StaffRequest) -> HttpResponse:
    """Show the code, for a quarter of an hour: whoever keyed the letter in gives it to the writer.

    None where its writer has it on the slip of the sheet.
    """
    try:
        receipt = read_receipt(request.GET.get("receipt"))
    except InvalidReceipt:
        return render(request, "letters/intake/keyed_in.html", {"receipt": None}, status=OVER)
    context = {
        "receipt": receipt,
        "code": grouped(receipt.code),
        "why": REASON_WORDS[CallReason(receipt.held_because)],
        "next_query": urlencode(begun(request)),
    }
    return render(request, "letters/intake/keyed_in.html", context)
