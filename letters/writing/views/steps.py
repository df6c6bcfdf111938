"""How a step of writing is shown: where it leads, what travels along, in which languages it goes on."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from home.caching.read_models import generations_of
from home.languages.info import CONTENT_LANGUAGES, wished_languages
from home.site.read_models import BareShell, in_language, public_languages
from home.site.views.errors import RETRY_AFTER_SECONDS
from letters.text.cleaning import MAX_CHARS, MAX_LINES, PAGE_CHARS, PAGE_LINES
from letters.text.language_detection import detect_language
from letters.writing.advice import CLASS_ADVICE, SIGN_CAREFULLY, advice_to
from letters.writing.forms.state import CONTEXT_FIELDS, DRAWING_FIELD, Writing
from letters.writing.read_models.advice import WritingAdvice, advice_for, likely_languages
from letters.writing.read_models.beginnings import Beginnings, beginnings_for
from letters.writing.read_models.languages import languages_now
from letters.writing.read_models.recipients import Recipient
from letters.writing.read_models.what_next import what_next

LETTER, ABOUT, CHECK = "letter", "about", "check"


@dataclass(frozen=True)
class WritingStep:
    number: int
    title: str | Promise
    template: str
    fields: tuple[str, ...]  # shown here; all others travel in hidden fields
    goes_to: str
    goes_back_to: str


STEPS = {
    LETTER: WritingStep(2, _("Your letter"), "letter", ("body", "language"), ABOUT, ""),
    ABOUT: WritingStep(
        3,
        _("About you"),
        "about",
        ("name", "email", "censor", "delay", "for_release", "consent"),
        CHECK,
        LETTER,
    ),
    CHECK: WritingStep(4, _("Check and send"), "check", (), CHECK, ABOUT),
}


def step_url(name: str, slug: str, *, carried: str = "") -> str:
    url = reverse(f"letters:{name}", args=[slug])
    return f"{url}?{carried}" if carried else url


def letter_url(slug: str, *, carried: str) -> str:
    return step_url(LETTER, slug, carried=carried)


def keeps_draft(writing: Writing) -> bool:
    """A tablet at an event is many people's: no browser keeps a draft there."""
    return not writing.values["event"]


def without_memory(form: Form) -> Form:
    """Keep the browser from offering to a guest what another has typed."""
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
    return form


def step_page(
    request: HttpRequest,
    name: str,
    *,
    recipient: Recipient,
    writing: Writing,
    form: Form,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return the page of a step; `form` is the step's own, `notice` in the context is said above it."""
    step = STEPS[name]
    if not keeps_draft(writing):
        form = without_memory(form)
    # Opened anew by its address, a step still belongs to its event.
    url_of = partial(step_url, slug=recipient.slug, carried=writing.carried)
    context |= {
        "step": step,
        "recipient": recipient,
        "form": form,
        "writing": writing,
        "hidden": writing.hidden(step.fields),
        "next_url": url_of(step.goes_to),
        "back_url": url_of(step.goes_back_to) if step.goes_back_to else "",
        "switcher_template": "letters/writing/switcher.html",
        "step_languages": _languages(request, url_of(name)),
        "max_chars": MAX_CHARS,
        "max_lines": MAX_LINES,
        "page_chars": PAGE_CHARS,
        "page_lines": PAGE_LINES,
        "keeps_draft": keeps_draft(writing),
        "is_given_back": request.method == "POST",
        "rules": advice_to(refuses_answers=recipient.prisoner.refuses_answers),
        "class_advice": CLASS_ADVICE if writing.is_of_class else (),
        "sign_carefully": SIGN_CAREFULLY,
    }
    if name == LETTER:
        context["languages_now"] = languages_now(recipient.prisoner, generations=generations_of(request))
        context["what_next"] = what_next(generations_of(request))
        context["beginnings"] = _beginnings(request, recipient)
    if name != CHECK:  # what nobody types into needs none
        context["advice"] = _advice(request, recipient, writing)
    response = render(request, f"letters/writing/{step.template}.html", context, status=status)
    patch_vary_headers(response, ["Accept-Language"])  # in which languages there is advice
    return response


def _advice(request: HttpRequest, recipient: Recipient, writing: Writing) -> WritingAdvice:
    letter_language = writing.values.get("language") or detect_language(writing.body)
    wished = wished_languages(request.headers.get("Accept-Language", ""))
    return advice_for(
        recipient.prisoner,
        page_language=recipient.language,
        of_class=writing.is_of_class,
        letter_languages=[letter_language] if letter_language else likely_languages(wished),
        generations=generations_of(request),
    )


def _beginnings(request: HttpRequest, recipient: Recipient) -> Beginnings:
    return beginnings_for(
        recipient.prisoner, page_language=recipient.language, generations=generations_of(request)
    )


def _languages(request: HttpRequest, url: str) -> list[dict[str, str]]:
    names = dict(CONTENT_LANGUAGES)
    return [
        {"code": code, "name": names[code], "action": in_language(url, code)}
        for code in public_languages(request)
    ]


def kept_page(
    request: HttpRequest,
    *,
    slug: str,
    writing: Writing,
    status: int,
    title: str | Promise,
    text: str | Promise,
) -> HttpResponse:
    """Return the letter in a form to send again, on a page that asks no database; the token is kept."""
    context = {
        "shell": BareShell(get_language()),
        "title": title,
        "text": text,
        "body": writing.body,
        "hidden": [*writing.hidden(("body",)), ("proof", writing.proof)],
        "has_about": bool(writing.values.get("consent")),
        "has_drawing": bool(writing.values.get(DRAWING_FIELD)),
        "again_url": step_url(CHECK, slug, carried=writing.carried),
        "letter_url": step_url(LETTER, slug, carried=writing.carried),
        "slug": slug,
        "keeps_draft": keeps_draft(writing),
        **{name: writing.values.get(name, "") for name in CONTEXT_FIELDS},
        "token": writing.token,
    }
    response = render(request, "letters/writing/kept.html", context, status=status)
    if status in RETRY_AFTER_SECONDS:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS[status])
    return response
