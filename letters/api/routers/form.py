"""The form of a letter, told to a front end: the same fields, limits and words as on our own page."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.forms import Field
from django.utils.datastructures import MultiValueDict

from home.caching.read_models import Numbers
from home.headless.answers.api.locales import Asked
from home.headless.answers.schemas import Text
from home.pictures.reencoding import MAX_PICTURE_BYTES
from home.security import form_tokens
from home.security.proof_of_work import new_challenge
from home.site.read_models import WHAT_HAPPENS, surroundings
from letters.api.schemas import Addressee, Choice, FormField, FormQuery, Kind, LetterForm
from letters.choices.limits import SendingLimit
from letters.permissions.limits import FASTEST_SENDING, OLDEST_FORM, Limits
from letters.text.cleaning import MAX_CHARS, MAX_LINES
from letters.writing.actions.form_submission import forms_of
from letters.writing.advice import SIGN_CAREFULLY, advice_to
from letters.writing.forms.state import FORM, Writing, context_of
from letters.writing.forms.steps import CleanedTextField, OneAddressField
from letters.writing.read_models.languages import languages_now
from letters.writing.read_models.recipients import Recipient
from prisoner_pages.api.routers.language import meta_of
from prisoner_pages.facts.read_models.declarations import HEEDED
from prisoner_pages.public.read_models.words import Words, month_of

# The first that fits: an address is a text too.
FIELD_KINDS: tuple[tuple[type[forms.Field], Kind], ...] = (
    (OneAddressField, "email"),
    (forms.ChoiceField, "choice"),
    (forms.BooleanField, "yes_no"),
    (forms.FileField, "picture"),
)


def form_of(
    recipient: Recipient, asked: Asked, query: FormQuery, root: str, limits: Limits, generations: Numbers
) -> LetterForm:
    """Return the LetterForm to write to this Recipient; `root` is scheme and host."""
    words = Words(asked.served)
    writing = Writing(context_of(query.model_dump()), "").at_event()
    refuses = recipient.prisoner.refuses_answers
    rules = advice_to(pupil=writing.is_of_class, refuses_answers=refuses)
    return LetterForm(
        meta=meta_of(asked),
        to=_addressee(recipient, words),
        fields=[
            _field(name, field, words)
            for form in forms_of(writing, MultiValueDict())
            for name, field in form.fields.items()
            if not field.widget.is_hidden  # a page carries what a front end keeps by itself
        ],
        rules=[words.label(rule) for rule in rules],
        sign_carefully=words.label(SIGN_CAREFULLY),
        languages_now=[
            Text(text=name, lang=code)
            for code, name in languages_now(recipient.prisoner, generations=generations)
        ],
        what_happens_url=f"{root}{_what_happens(asked.served, generations)}",
        nonce=form_tokens.issue(FORM),
        nonce_from_seconds=int(FASTEST_SENDING.total_seconds()),
        nonce_until_seconds=int(OLDEST_FORM.total_seconds()),
        challenge=new_challenge(FORM, cost=limits[SendingLimit.PROOF_COST]),
        campaign=writing.values["campaign"],
        event=writing.values["event"],
    )


def _what_happens(language: str, generations: Numbers) -> str:
    page = surroundings(generations=generations).nearest(WHAT_HAPPENS, language)
    return page.url if page else f"/{language}/"


def _addressee(recipient: Recipient, words: Words) -> Any:
    call = recipient.prisoner.call_to_action
    return Addressee(
        slug=recipient.slug,
        name=recipient.name,
        invented=recipient.invented,
        told_apart=recipient.told_apart,
        call=words.coded(call.call, recipient.call_words),
        reason=words.coded(call.told_reason, recipient.reason_words) if call.reason else None,
        letters_arrived=month_of(recipient.prisoner.letters_arrived_in),
        **{fact.name: [] for fact in HEEDED} | {fact.name: told for fact, told in recipient.heeded},
    )


def _field(name: str, field: Field, words: Words) -> FormField:
    kind = _kind(field)
    return FormField(
        name=name,
        kind=kind,
        label=words.label(field.label or ""),
        help=words.label(field.help_text) if field.help_text else None,
        required=field.required,
        max_chars=MAX_CHARS if kind == "text" else getattr(field, "max_length", None),
        max_lines=MAX_LINES if kind == "text" else None,
        choices=_choices(name, field, words) if isinstance(field, forms.ChoiceField) else None,
        initial=field.initial or None,
        types=field.widget.attrs["accept"].split(",") if kind == "picture" else None,
        max_bytes=MAX_PICTURE_BYTES if kind == "picture" else None,
    )


def _kind(field: Field) -> Kind:
    if isinstance(field, CleanedTextField):
        return "text" if isinstance(field.widget, forms.Textarea) else "line"
    return next(kind for known, kind in FIELD_KINDS if isinstance(field, known))


def _choices(name: str, field: forms.ChoiceField, words: Words) -> list[Choice]:
    return [
        _choice(name, value, label, words) for value, label in cast(Iterable[tuple[str, str]], field.choices)
    ]


def _choice(name: str, value: str, label: str, words: Words) -> Choice:
    """Return one choice; a language is called by its own name, in that language."""
    if name == "language" and value:
        return Choice(value=value, label=Text(text=label, lang=value))
    return Choice(value=value, label=words.label(label))
