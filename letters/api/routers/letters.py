"""GET /letters/form, POST /letters, POST /letters/status: a letter from a front end elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel

from home.caching.read_models import generations_of
from home.headless.answers.api.front_ends import is_from_stranger
from home.headless.answers.api.problems import Problem
from home.headless.answers.api.rate_limits import Limit, allowance_of
from home.headless.answers.api.router import ApiRouter
from home.headless.answers.response_policies import UNTOLD, answering
from home.headless.answers.schemas import Text
from home.security import form_tokens
from letters.api.routers import examples
from letters.api.routers.form import form_of
from letters.api.routers.request_bodies import fault_in, faults_of, json_in, letter_in, refused
from letters.api.schemas import (
    FormQuery,
    InLocale,
    LetterForm,
    LetterState,
    SentCode,
    SentLetter,
    TakenLetter,
)
from letters.choices.letters import Channel, PublicState
from letters.codes import grouped, parse_code, receipt_of
from letters.following.read_models.answers import has_answer
from letters.following.read_models.notifications import after_sending
from letters.following.read_models.status import (
    NO_CODE,
    UNKNOWN,
    UNKNOWN_TEXT,
    answer_by,
    letter_of,
    public_state_of,
    question_in,
    remarks_on,
    state_sentence,
)
from letters.models import Letter
from letters.permissions.limits import API_CODES, API_LETTERS, Limits, limits_for, takes_letters
from letters.writing.actions.brakes import TOO_MANY, Sender, TooManyLetters, visitor_of
from letters.writing.actions.form_submission import (
    NOT_OURS,
    FilledForms,
    Untimely,
    forms_of,
    found_again,
    store_letter,
)
from letters.writing.actions.submit import LettersRefused, RecipientGone
from letters.writing.forms.state import CONTEXT_FIELDS, FORM, TEXT_FIELDS, Writing
from letters.writing.forms.steps import CodeForm
from letters.writing.read_models.recipients import Recipient, find_recipient
from prisoner_pages.api.routers.language import meta_of, reading
from prisoner_pages.api.routers.pagination import root_of
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.public.read_models.words import Words

router = ApiRouter(tags=["letters"])

NEVER_KEPT = "private, no-store"
FOREIGN_PAGE = _(
    "To keep writers safe we take letters only from our own pages and from the sites of partners who told us"
    " of them."
)
NOT_YET = _("This site does not take letters yet.")
TO_WHOM = _("Say to whom the letter goes: the slug of a person.")
ANSWERED = _("There is an answer: your code opens it on the page “Follow a letter”.")
DROPPED = _("We took out characters that cannot be seen or printed.")


@router.get(
    "letters/form",
    response=LetterForm,
    summary="The form of a letter",
    operation_id="getLetterForm",
    openapi_extra=examples.FORM,
)
@answering(UNTOLD)
def form(request: HttpRequest, query: Query[FormQuery]) -> HttpResponse:
    """Everything a page needs to let somebody write: fields with their limits, rules, and a nonce.

    Ask when the writer begins, and keep the nonce until the letter is stored. No cookie is set and nothing is
    kept of who asked. Somebody to whom no letter can be sent answers 409 with the reason in words.
    """
    asked, reader = reading(request, query)
    with translation.override(asked.served):
        recipient = find_recipient(query.prisoner, reader=reader)
        if recipient is None:
            raise Problem(404)
        if not is_open(recipient):
            raise not_taken(recipient)
        told = limits_for(request), generations_of(request)
        return never_kept(form_of(recipient, asked, query, root_of(request), *told))


@router.post(
    "letters",
    response={201: TakenLetter},
    summary="Send a letter",
    operation_id="sendLetter",
    openapi_extra=examples.SENDING,
)
@answering(UNTOLD)
def send(request: HttpRequest, query: Query[InLocale]) -> HttpResponse:
    """The letter is sealed as it arrives; only once it is stored the code is answered.

    The same letter under the same nonce is the same letter: send it again when no answer came, and the first
    code is answered. Another text under the same nonce is another letter with another code. Send it from the
    writer's browser to us, never through a server of yours. A fault in a field is told with its `pointer`;
    when the nonce was the fault (400, or 422 when it was too quick or too old), a new one is in `nonce`.
    """
    require_welcome(request, API_LETTERS, "letters")
    sent, files = letter_in(request)
    asked, reader = reading(request, query)
    with translation.override(asked.served):
        forms = forms_of(writing_of(sent), files)
        stored, code = take(sent, forms, reader, sender=sender_of(request), limits=limits_for(request))
        receipt = receipt_of(stored, code)
        dropped = [DROPPED] if forms[0].has_dropped_characters else []
        words = Words(asked.served)
        taken = TakenLetter(
            meta=meta_of(asked),
            code=grouped(receipt.code),
            sentences=[words.label(each) for each in (*dropped, *after_sending(receipt))],
            status_url=status_url(request),
        )
        return never_kept(taken, status=201)


@router.post(
    "letters/status",
    response=LetterState,
    summary="The state of a letter",
    operation_id="getLetterState",
    openapi_extra=examples.STATE,
)
@answering(UNTOLD)
def state(request: HttpRequest, query: Query[InLocale]) -> HttpResponse:
    """Where the letter with this code stands: one of five states, in words. The code goes in the body only.

    A code that is unknown and one that is mistyped are one answer: 404. An erased letter is `closed`.
    """
    require_welcome(request, API_CODES, "codes")
    typed = json_in(request, SentCode).code
    asked, _reader = reading(request, query)
    with translation.override(asked.served):
        form = CodeForm({"code": typed})
        if form.has_error("code", "required"):
            raise refused(faults_of([form]))
        letter = letter_of(typed)
        public = public_state_of(letter)
        if letter is None or public is None:
            raise Problem(404, UNKNOWN_TEXT, title=UNKNOWN)
        words = Words(asked.served)
        question = question_in(letter, asked.served)
        told = LetterState(
            meta=meta_of(asked),
            state=words.word(public),
            sentences=[words.label(each) for each in sentences_about(letter, public, typed)],
            question=[Text(text=each.text, lang=each.language or asked.served) for each in question],
            answer_by=answer_by(letter) if question else None,
            status_url=status_url(request),
        )
        return never_kept(told)


def sentences_about(letter: Letter, public: PublicState, typed: str) -> list[str | Promise]:
    """Return what the holder of the code is told; an answer is read on our own page alone."""
    answered = [ANSWERED] if has_answer(letter, parse_code(typed) or NO_CODE) else []
    return [state_sentence(letter, public), *answered, *remarks_on(letter)]


def require_welcome(request: Any, limit: Limit, purpose: str) -> None:
    """Raise a Problem for a page of a stranger (403), and for too many at once (429)."""
    if is_from_stranger(request):
        raise Problem(403, FOREIGN_PAGE)
    if allowance_of(request, limit, purpose=purpose).is_over:
        raise Problem(429)


def is_known_server(request: Any) -> bool:
    return request.api_key is not None and request.api_key.is_secret


def sender_of(request: Any) -> Sender:
    return Sender(server=f"key {request.api_key.pk}") if is_known_server(request) else visitor_of(request)


def writing_of(sent: SentLetter) -> Writing:
    """Return the Writing that our own page would have sent: a box that is ticked is not empty there."""
    values = sent.model_dump(include={*TEXT_FIELDS, *CONTEXT_FIELDS})
    flags = {name: "on" if value else "" for name, value in values.items() if isinstance(value, bool)}
    return Writing({**values, **flags}, sent.nonce, sent.proof).at_event()


def take(
    sent: SentLetter, forms: FilledForms, reader: Reader, *, sender: Sender, limits: Limits
) -> tuple[Letter, str]:
    """Return (letter, code). Raises a Problem; asks in the order in which our own page does."""
    writing, slug = writing_of(sent), sent.prisoner
    recipient = find_recipient(slug, reader=reader, is_bare=True)
    if recipient is None or not is_open(recipient):
        found = found_again(writing, slug, forms)
        if found is None:
            raise not_there(slug) if recipient is None else not_taken(recipient)
        return found
    if errors := faults_of(forms):
        raise refused(errors)
    cleaned = [form.cleaned_data for form in forms]
    try:
        return store_letter(
            writing,
            slug,
            *cleaned,
            sender=sender,
            limits=limits,
            page_language=reader.language,
            channel=Channel.API,
        )
    except form_tokens.InvalidFormToken:
        raise with_new_nonce(400, NOT_OURS) from None
    except Untimely as untimely:
        raise with_new_nonce(422, untimely.notice) from None
    except TooManyLetters as too_many:
        raise Problem(429, TOO_MANY, retry_after=too_many.seconds) from None
    except RecipientGone:
        raise Problem(404) from None
    except LettersRefused:
        raise not_taken(recipient) from None


def is_open(recipient: Recipient) -> bool:
    return recipient.takes_letters and takes_letters()


def not_there(slug: str) -> Problem:
    return Problem(404) if slug else refused([fault_in("prisoner", TO_WHOM)])


def not_taken(recipient: Recipient) -> Problem:
    """Return the Problem of somebody to whom no letter is taken, in the sentences of our own page."""
    if recipient.takes_letters:
        return Problem(409, NOT_YET, title=NOT_YET)
    return Problem(409, recipient.reason_words or recipient.call_words, title=recipient.call_words)


def with_new_nonce(status: int, notice: str | Promise) -> Problem:
    return Problem(status, notice, errors=[fault_in("nonce", notice)], nonce=form_tokens.issue(FORM))


def status_url(request: HttpRequest) -> str:
    return root_of(request) + reverse("letters:status")


def never_kept(answer: BaseModel, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(answer.model_dump_json(), status=status, content_type="application/json")
    response.headers["Cache-Control"] = NEVER_KEPT
    response.headers["Content-Language"] = translation.get_language()
    return response
