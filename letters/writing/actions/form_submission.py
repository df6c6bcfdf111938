"""What becomes of a filled form: the same, whether sent from our own pages or through the API."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.security import form_tokens
from home.security.form_tokens import FormToken
from letters.choices.letters import Channel
from letters.codes import idempotency_key
from letters.models import Letter
from letters.permissions.limits import FASTEST_SENDING, OLDEST_FORM, Limits
from letters.writing.actions.brakes import Sender, marks_of
from letters.writing.actions.submit import code_of, submit_letter
from letters.writing.content import Content
from letters.writing.forms.state import FORM, Writing
from letters.writing.forms.steps import AboutForm, CarriedDrawingForm, LetterForm

FilledForms = tuple[LetterForm, AboutForm, CarriedDrawingForm]
TOO_QUICK = _("That was very quick. Read your letter once more, then send it.")
TOO_OLD = _("This form was open for more than a day. Nothing is lost: send the letter once more.")
NOT_OURS = _("We could not recognise this form. Nothing is lost: send the letter once more.")


class Untimely(Exception):
    """The form was sent too soon or too late; `notice` says it in words."""

    def __init__(self, notice: str | Promise) -> None:
        super().__init__()
        self.notice = notice

    @property
    def is_late(self) -> bool:
        """Does the form need a new token? One that came too soon grows old enough by itself."""
        return self.notice is TOO_OLD


def forms_of(writing: Writing, files: MultiValueDict[str, UploadedFile]) -> FilledForms:
    """Return the three forms of a letter, filled: the letter, about the writer, the drawing."""
    about = AboutForm(writing.values, of_class=writing.is_of_class)
    return LetterForm(writing.values), about, CarriedDrawingForm(writing.values, files)


def store_letter(
    writing: Writing,
    slug: str,
    *cleaned: dict[str, Any],
    sender: Sender,
    limits: Limits,
    page_language: str,
    channel: Channel = Channel.WEB,
) -> tuple[Letter, str]:
    """Store the letter of valid forms (`cleaned`: the data of the three) and return (letter, code).

    Raises InvalidFormToken, Untimely, TooManyLetters, RecipientGone, LettersRefused: nothing is stored then.
    """
    token = form_tokens.read(writing.token, FORM)
    content = writing.content(slug, *cleaned)
    if stored := _stored_as(token, content):
        return stored, code_of(stored, content, token.nonce)
    if notice := _untimely(token):
        raise Untimely(notice)
    key = idempotency_key(token.nonce, content.fingerprint)
    marks = marks_of(writing, sender, limits, letter=key)
    return submit_letter(
        content=content, nonce=token.nonce, page_language=page_language, channel=channel, marks=marks
    )


def found_again(writing: Writing, slug: str, forms: FilledForms) -> tuple[Letter, str] | None:
    """Return (letter, code) as stored from this form before, whatever became of the person; else None.

    Only whoever sent that form, word for word, gets there: a new or changed one is answered alike for all.
    """
    try:
        token = form_tokens.read(writing.token, FORM)
    except form_tokens.InvalidFormToken:
        return None
    if not all(form.is_valid() for form in forms):
        return None
    content = writing.content(slug, *(form.cleaned_data for form in forms))
    stored = _stored_as(token, content)
    return (stored, code_of(stored, content, token.nonce)) if stored else None


def _untimely(token: FormToken) -> str | Promise:
    """Say in words that the form was sent too soon or too late, or return ""."""
    if token.age < FASTEST_SENDING:
        return TOO_QUICK
    return TOO_OLD if token.age > OLDEST_FORM else ""


def _stored_as(token: FormToken, content: Content) -> Letter | None:
    """Return the letter made from this form: sent again, late or with Back, it shows its code once more."""
    return Letter.objects.sent_as(idempotency_key(token.nonce, content.fingerprint))
