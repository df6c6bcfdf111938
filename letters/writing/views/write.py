"""The steps after a person was chosen. Each is a page of its own; the text travels in the form."""

import json
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, cast
from urllib.parse import urlencode

from csp.decorators import csp_update
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from home.security import form_tokens
from home.security.proof_of_work import new_challenge
from home.site.permissions import from_another_site
from home.site.views.errors import error_response
from letters.choices.limits import SendingLimit
from letters.codes import Receipt, receipt_of, receipt_token
from letters.handling.view_types import View
from letters.handling.views.privacy import kept_as, step_cache
from letters.paper.on_screen import lines_on_screen
from letters.permissions.limits import limits_for, takes_letters
from letters.text.language_detection import detect_language
from letters.text.transliteration import in_russian
from letters.writing.actions.brakes import TOO_MANY, TooManyLetters, visitor_of
from letters.writing.actions.form_submission import NOT_OURS, Untimely, forms_of, found_again, store_letter
from letters.writing.actions.handing_on import is_of_guest_before, note_sent
from letters.writing.actions.submit import LettersRefused, RecipientGone
from letters.writing.drawing_size import MAX_BYTES, STEPS, as_address, unpacked
from letters.writing.forms.state import DRAWING_FIELD, FORM, TRAP, Writing, carried_of
from letters.writing.forms.steps import AboutForm, CarriedDrawingForm, LetterForm
from letters.writing.read_models.recipients import Recipient, find_recipient, others_to_write_to
from letters.writing.views.next_guest import first_page
from letters.writing.views.steps import ABOUT, CHECK, LETTER, kept_page, letter_url, step_page
from prisoner_pages.public.read_models.reader import reader_of

DROPPED = _("We took out characters that cannot be seen or printed. Here is your letter as it stands now.")
DRAWING_LOST = _("We could not keep your picture. Choose it again on the last page.")
FROM_ELSEWHERE = (
    _("This form was sent from another site"),
    _("To keep you safe we take letters only from our own pages. Your text is here: send it from this page."),
)
# 409: the person is here, but no letter is taken now.
NOT_TAKEN = 409


def writing_step(
    view: Callable[[HttpRequest, Recipient, Writing], HttpResponse], *, is_last: bool = False
) -> View:
    """Give the step its recipient and what was written; answer for people to whom nothing can be written.

    The last one shows nothing of the recipient when it sends, so it reads no more than the rules need.
    """

    @kept_as(step_cache)
    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        writing = Writing.sent(request) if request.method == "POST" else Writing.begun(request)
        if request.method == "POST" and from_another_site(request):
            title, text = FROM_ELSEWHERE
            return kept_page(request, slug=slug, writing=writing, status=403, title=title, text=text)
        is_sending = "send" in request.POST
        if is_of_guest_before(writing, is_sending=is_sending):
            return first_page(writing.carried)
        writing = writing.at_event()
        recipient = find_recipient(slug, reader=reader_of(request), is_bare=is_sending and is_last)
        if recipient is None:
            return sent_before(request, slug, writing) or gone(request, writing)
        if recipient.slug != slug and request.method != "POST":
            return HttpResponsePermanentRedirect(first_step_url(request, recipient))
        if recipient.slug != slug and (receipt := sent_before(request, slug, writing)):
            return receipt
        if not recipient.takes_letters or not takes_letters():
            return sent_before(request, slug, writing) or not_taken(request, recipient, writing)
        return view(request, recipient, writing)

    return answer


def sent_before(request: HttpRequest, slug: str, writing: Writing) -> HttpResponse | None:
    """Lead a form that was stored once to its code, whatever became of the person since; else return None.

    Only whoever sent that form, word for word, gets there: a new or changed one is answered alike for all.
    """
    if "send" not in request.POST:
        return None
    found = found_again(writing, slug, forms_of(writing, request.FILES))
    if found is None:
        return None
    stored, code = found
    return to_receipt(receipt_of(stored, code), writing)


def gone(request: HttpRequest, writing: Writing) -> HttpResponse:
    """Answer alike for someone unknown, paused or withdrawn: one page without a name, the text to copy."""
    if request.method != "POST":
        raise Http404
    return error_response(request, 404, kept_text=writing.body)


def not_taken(request: HttpRequest, recipient: Recipient, writing: Writing) -> HttpResponse:
    status = NOT_TAKEN if request.method == "POST" else 200
    is_refused = recipient.takes_letters
    context = {
        "recipient": recipient,
        "writing": writing,
        "kept_text": writing.body,
        "is_refused": is_refused,
    }
    if not is_refused and takes_letters():
        url_of = partial(letter_url, carried=writing.carried)
        context["cards"] = others_to_write_to(recipient, reader=reader_of(request), url_of=url_of)
    return render(request, "letters/writing/not_taken.html", context, status=status)


@writing_step
def letter(request: HttpRequest, recipient: Recipient, writing: Writing) -> HttpResponse:
    """Step 2. A POST comes back from a later step or from another language: shown as it is, not judged."""
    writing, drawing = with_chosen_drawing(request, writing)
    form, notice = LetterForm(initial=writing.values), DRAWING_LOST if drawing.errors else ""
    return step_page(request, LETTER, recipient=recipient, writing=writing, form=form, notice=notice)


@writing_step
def about(request: HttpRequest, recipient: Recipient, writing: Writing) -> HttpResponse:
    """Step 3, for a letter that can go as it is; else step 2 again with what is wrong."""
    if request.method != "POST":
        return to_first_step(request, recipient)
    letter_form = LetterForm(writing.values)
    if not letter_form.is_valid():
        return letter_again(request, recipient, writing, letter_form)
    writing = writing.with_values(body=letter_form.cleaned_data["body"])
    writing, drawing = with_chosen_drawing(request, writing)
    notice = DRAWING_LOST if drawing.errors else DROPPED if letter_form.has_dropped_characters else ""
    form = AboutForm(initial=writing.typed, of_class=writing.is_of_class)
    return step_page(request, ABOUT, recipient=recipient, writing=writing, form=form, notice=notice)


def with_chosen_drawing(request: HttpRequest, writing: Writing) -> tuple[Writing, CarriedDrawingForm]:
    """Return the writing with the picture chosen on the page that was left, and the form that judged it."""
    form = CarriedDrawingForm(writing.values, request.FILES)
    return (writing.with_drawing(form.cleaned_data["drawing"]) if form.is_valid() else writing), form


@csp_update({"img-src": ["data:"]})  # the picture lies nowhere but in the page
@partial(writing_step, is_last=True)
def check(request: HttpRequest, recipient: Recipient, writing: Writing) -> HttpResponse:
    """Step 4: everything as it will be; its own button sends the letter."""
    if request.method != "POST":
        return to_first_step(request, recipient)
    letter_form = LetterForm(writing.values)
    about_form = AboutForm(writing.values, of_class=writing.is_of_class)
    if not letter_form.is_valid():
        return letter_again(request, recipient, writing, letter_form)
    if not about_form.is_valid():
        return step_page(request, ABOUT, recipient=recipient, writing=writing, form=about_form, status=422)
    writing = writing.with_values(body=letter_form.cleaned_data["body"], name=about_form.cleaned_data["name"])
    if "drop" in request.POST:
        return check_page(request, recipient, writing.with_drawing(None))
    writing, drawing = with_chosen_drawing(request, writing)
    if not drawing.is_valid():
        return check_page(request, recipient, writing, form=drawing, status=422)
    if "send" in request.POST:
        cleaned = (form.cleaned_data for form in (letter_form, about_form, drawing))
        return send(request, recipient, writing, *cleaned)
    return check_page(request, recipient, writing)


def to_first_step(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    return HttpResponseRedirect(first_step_url(request, recipient))


def first_step_url(request: HttpRequest, recipient: Recipient) -> str:
    return letter_url(recipient.slug, carried=carried_of(request.GET))


def letter_again(
    request: HttpRequest, recipient: Recipient, writing: Writing, form: LetterForm
) -> HttpResponse:
    return step_page(request, LETTER, recipient=recipient, writing=writing, form=form, status=422)


def check_page(
    request: HttpRequest,
    recipient: Recipient,
    writing: Writing,
    *,
    form: CarriedDrawingForm | None = None,
    notice: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    about = AboutForm(writing.values, of_class=writing.is_of_class)
    keeps_copy = about.is_valid() and about.cleaned_data.get("for_release")
    picture = unpacked(writing.values[DRAWING_FIELD])
    return step_page(
        request,
        CHECK,
        challenge=json.dumps(new_challenge(FORM, cost=limits_for(request)[SendingLimit.PROOF_COST])),
        trap=TRAP,
        recipient=recipient,
        writing=writing,
        form=form or CarriedDrawingForm(),
        status=status,
        notice=notice,
        picture=as_address(picture) if picture else "",
        drawing_bytes=MAX_BYTES,
        drawing_steps=json.dumps(STEPS),
        keeps_copy=keeps_copy,
        russian_name=_russian_name(writing),
        paper_lines=lines_on_screen(writing.body),
        choices={
            name: dict(cast(Any, about.fields[name]).choices).get(writing.values[name])
            for name in ("censor", "delay")
        },
    )


def _russian_name(writing: Writing) -> str:
    """Return the name as a translated letter will bear it, unless that is how it was typed."""
    name = writing.values["name"]
    found = in_russian(name, writing.values["language"] or detect_language(writing.body))
    return "" if found == name else found


def send(
    request: HttpRequest, recipient: Recipient, writing: Writing, *cleaned: dict[str, Any]
) -> HttpResponse:
    """Store the letter of valid forms (`cleaned`: the data of the three) and lead to its code.

    Whatever is in the way, the letter stands in the form again.
    """
    try:
        stored, code = store_letter(
            writing,
            recipient.slug,
            *cleaned,
            sender=visitor_of(request),
            limits=limits_for(request),
            page_language=get_language(),
        )
    except form_tokens.InvalidFormToken:
        return check_page(request, recipient, writing.with_new_token(), notice=NOT_OURS, status=400)
    except Untimely as untimely:
        again = writing.with_new_token() if untimely.is_late else writing
        return check_page(request, recipient, again, notice=untimely.notice, status=422)
    except TooManyLetters as too_many:
        answer = check_page(request, recipient, writing, notice=TOO_MANY, status=429)
        answer.headers["Retry-After"] = str(too_many.seconds)
        return answer
    except RecipientGone:
        return gone(request, writing)
    except LettersRefused:
        return not_taken(request, recipient, writing)
    return to_receipt(receipt_of(stored, code), writing)


def to_receipt(receipt: Receipt, writing: Writing) -> HttpResponse:
    """Lead to the code, and from there to the next letter for the same campaign and event."""
    if writing.values["event"]:
        note_sent(writing)
    query = "&".join(filter(None, (urlencode({"receipt": receipt_token(receipt)}), writing.carried)))
    return HttpResponseRedirect(f"{reverse('letters:sent')}?{query}", status=303)
