"""After sending: the code, the state of a letter by its code, the owner's yes to an address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from home.caching.read_models import generations_of
from home.login.qr_code import qr_svg
from home.site.permissions import from_another_site
from home.site.statuses import CONFLICT, OVER, UNFILLED
from home.site.views.errors import error_response
from home.templatetags.interface import language_of
from letters.choices.letters import LetterState, PublicState
from letters.choices.requests import RequestKind
from letters.codes import InvalidReceipt, code_in, code_key, grouped, parse_code, read_receipt
from letters.family.read_models import told_by_code
from letters.following.actions.address_proof import ask_to_confirm, find_address
from letters.following.read_models.answers import answers_to, may_be_answered, picture_of
from letters.following.read_models.notifications import after_sending
from letters.following.read_models.status import (
    NO_CODE,
    answer_by,
    is_on_its_way,
    letter_of,
    public_state_of,
    question_in,
    remarks_on,
    state_sentence,
)
from letters.following.reminder import WEEKS, reminder as day_in_calendar
from letters.handling.views.privacy import NEVER_KEPT, kept_as
from letters.handling.views.staff import picture_response
from letters.lifecycle import ON_PAPER, UNPRINTED, InvalidTransition
from letters.models import Letter
from letters.permissions.limits import CODES_BY_NETWORK, CODES_BY_NOBODY, is_too_many
from letters.requests.actions.asking import ask_by_code
from letters.writing.actions.handing_on import was_handed_on
from letters.writing.forms.state import carried_of, context_of
from letters.writing.forms.steps import CodeForm
from letters.writing.read_models.what_next import what_next

TOO_MANY = 429
# What the holder of the code may ask for, by the name of the button.
BUTTONS = {"leave_out": RequestKind.ANSWER, "withdraw": RequestKind.WITHDRAW}
PICTURE = "picture"  # of the answer: it comes as the answer to a form, so that no address carries a key
# The forms of a page stand for a quarter of an hour.
TICK_FIRST = _("Tick the box first: a letter that is withdrawn cannot be brought back.")
MOVED_ON = _("This can no longer be done: the letter has moved on meanwhile. Below is how it stands now.")
TOO_MANY_CODES = _(
    "Many codes are being typed in from your network right now. Wait a minute, then press the button again."
)
# On the day of a reminder: nothing of whom the letter is to.
LOOK_AGAIN = _("See how your letter is doing")
CODE_AT_HAND = _("Have the code of the letter at hand: it is not noted here.")


@kept_as(NEVER_KEPT, methods=("GET", "HEAD"))
def sent(request: HttpRequest) -> HttpResponse:
    event, carried = context_of(request.GET)["event"], carried_of(request.GET)
    try:
        receipt = read_receipt(request.GET.get("receipt"))
    except InvalidReceipt:
        receipt = None
    if receipt is None or was_handed_on(receipt):
        over = {"event": event, "carried": carried}
        return render(request, "letters/following/receipt_over.html", over, status=OVER)
    code, sentences = grouped(receipt.code), after_sending(receipt)
    drawing = qr_svg(receipt.code)
    context = {
        "receipt": receipt,
        "receipt_token": request.GET["receipt"],
        "event": event,
        "campaign": context_of(request.GET)["campaign"],
        "status_url": request.build_absolute_uri(reverse("letters:status")),
        "code": code,
        "drawing": drawing,
        "sentences": sentences,
        "what_next": what_next(generations_of(request)),
        "reminder_weeks": WEEKS,
        "carried": carried,
    }
    return render(request, "letters/following/sent.html", context)


@kept_as(NEVER_KEPT)
def status(request: HttpRequest) -> HttpResponse:
    """The state of a letter. The code comes in the form only: an address would be kept by the browser."""
    if request.method != "POST":
        if "code" in request.GET:
            return HttpResponseRedirect(request.path)
        return render(request, "letters/following/status.html", {"form": CodeForm()})
    if from_another_site(request):
        return error_response(request, 403)
    if "do" in request.POST:
        return asked_by_code(request)
    form = CodeForm(request.POST)
    if form.has_error("code", "required"):
        return render(request, "letters/following/status.html", {"form": form}, status=422)
    if is_too_many(request, "codes", by_network=CODES_BY_NETWORK, by_nobody=CODES_BY_NOBODY):
        context = {"form": form, "fault": TOO_MANY_CODES}
        return render(request, "letters/following/status.html", context, status=TOO_MANY)
    typed = request.POST.get("code")
    return show_state(request, letter_of(typed), parse_code(typed) or NO_CODE)


def asked_by_code(request: HttpRequest) -> HttpResponse:
    """Note what the writer chose on the page of the letter's state; the page's key stands for the code."""
    code, chosen = code_in(request.POST.get("key")), request.POST.get("do")
    if code is None or chosen not in {PICTURE, *BUTTONS}:
        context = {"form": CodeForm(), "is_over": True}
        return render(request, "letters/following/status.html", context, status=OVER)
    letter = Letter.objects.with_code(code)
    if letter is None:
        return show_state(request, None, code)
    if chosen == PICTURE:
        return picture(request, letter, code)
    if chosen == "withdraw" and "sure" not in request.POST:
        return show_state(request, letter, code, fault=TICK_FIRST, status=UNFILLED)
    try:
        ask_by_code(BUTTONS[chosen], letter=letter, code=code)
    except InvalidTransition:
        if (chosen, letter.state) == ("withdraw", LetterState.WITHDRAWN):
            return show_state(request, letter, code)
        return show_state(request, letter, code, fault=MOVED_ON, status=CONFLICT)
    return show_state(request, Letter.objects.with_code(code), code)


def show_state(
    request: HttpRequest,
    letter: Letter | None,
    code: str,
    *,
    fault: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of the letter's state, with what its writer may do now; None is an unknown code."""
    state = public_state_of(letter)
    told = told_by_code(code)  # asked for letters, too: no answer takes longer than another
    context = {"form": CodeForm(), "is_answered": True, "state": state, "told": told}
    lately = what_next(generations_of(request))  # likewise
    if letter is not None and state is not None:
        sentence = state_sentence(letter, state)
        context |= {"fault": fault, "sentence": sentence, **choices_of(letter, code)}
        context["what_next"] = lately if is_on_its_way(letter, state) else None
        context["reminder_weeks"] = () if state == PublicState.CLOSED else WEEKS
    return render(request, "letters/following/status.html", context, status=status)


def picture(request: HttpRequest, letter: Letter, code: str) -> HttpResponse:
    """Return one page of an answer, opened with the code."""
    found = picture_of(letter, code, request.POST.get("name", ""))
    return picture_response(*found) if found else error_response(request, 404)


def choices_of(letter: Letter, code: str) -> dict[str, Any]:
    """Return what the writer is told and may choose, beside the state."""
    is_asked = letter.state == LetterState.ASKED and letter.waiting_request is None
    answers = answers_to(letter, code)
    return {
        "key": code_key(code),
        "answers": answers,
        "may_be_answered": not answers and may_be_answered(letter, code),
        "question": question_in(letter, get_language()),
        "is_asked": is_asked,
        "remarks": remarks_on(letter),
        "answer_by": answer_by(letter),
        # Also while something else, or just this, is asked for and waits.
        "may_withdraw": letter.state in UNPRINTED and not is_asked,
        "is_withdrawing": letter.waiting_request == RequestKind.WITHDRAW,
        "is_on_paper": letter.state in ON_PAPER,
    }


@kept_as(NEVER_KEPT, methods=("GET", "HEAD"))
def reminder(request: HttpRequest) -> HttpResponse:
    """A file for the calendar of whoever follows a letter: asked for without the code, and without it."""
    weeks = {str(weeks): weeks for weeks in WEEKS}.get(request.GET.get("weeks", ""))
    if weeks is None:
        raise Http404
    content = day_in_calendar(
        timezone.localdate(),
        weeks,
        title=str(LOOK_AGAIN),
        note=str(CODE_AT_HAND),
        url=request.build_absolute_uri(reverse("letters:status")),
        language=language_of(LOOK_AGAIN) or get_language(),
    )
    name = {"Content-Disposition": 'attachment; filename="reminder.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=name)


@kept_as(NEVER_KEPT)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a mail. Only the button confirms: mail scanners open links before people do."""
    if request.method == "POST" and not from_another_site(request):
        address = ask_to_confirm(token=token)
    else:
        address = find_address(token)
    if address is None:
        raise Http404
    is_asked = address.waiting_request is not None
    context = {"is_confirmed": address.confirmed_at is not None, "is_asked": is_asked}
    return render(request, "letters/following/confirm.html", context)
