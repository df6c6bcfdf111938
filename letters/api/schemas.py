"""The schemas of letters: what a front end sends, and all that is answered. Schemas are allow-lists."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from home.headless.answers.schemas import Meta, Text
from letters.choices.letters import CensorWish, DelayWish, PublicState
from letters.permissions.limits import MAX_NAME_CHARS
from letters.text.cleaning import MAX_CHARS, MAX_LINES
from letters.writing.forms.steps import LETTER_LANGUAGES
from prisoner_pages.can_be_written_to import TOLD_AS, Call, CallReason
from prisoner_pages.facts.read_models.declarations import HEEDED
from prisoner_pages.public.read_models.words import Word

Kind = Literal["text", "line", "email", "choice", "yes_no", "picture"]  # of a field
REQUIRED: list[Any] = ["prisoner", "nonce", "body", "censor", "delay", "consent"]


def one_of(values: Iterable[str]) -> dict[str, Any]:
    """Return what tells the document of these values; our own form refuses others, in the writer's words."""
    return {"enum": list(values)}


def listed(codes: Iterable[str]) -> str:
    """Return the codes as a sentence of the document. They are told and not chosen, so more may come."""
    return f"One of {', '.join(f'`{code}`' for code in codes)}; more may come."


class InLocale(BaseModel):
    locale: str = Field("", description="Language of the sentences; without it that of `Accept-Language`.")
    fallback: str = Field("", description="Languages to take instead, like `uk,en`.")


class FormQuery(InLocale):
    prisoner: str = Field("", description="Slug of the person to write to.")
    campaign: str = Field("", description="Slug of the campaign for which the letter is written.")
    event: str = Field("", description="Slug or code of the event at which the letter is written.")


class SentLetter(BaseModel):
    """A letter as a front end sends it. What `GET /letters/form` calls a field stands here by its name."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"required": REQUIRED})

    prisoner: str = Field("", description="Slug of the person.", examples=["seidamet-kutlakly"])
    nonce: str = Field("", repr=False, description="From `GET /letters/form`.")
    body: str = Field(
        "", repr=False, description=f"At most {MAX_CHARS} characters and {MAX_LINES} lines, without markup."
    )
    language: str = Field(
        "",
        description="Language of the letter; empty: recognised.",
        json_schema_extra=one_of(code for code, _name in LETTER_LANGUAGES),
    )
    name: str = Field(
        "",
        repr=False,
        description=f"At most {MAX_NAME_CHARS} characters. A translated letter has it in Russian letters.",
    )
    email: str = Field("", repr=False, description="One address, or empty. The prison never sees it.")
    censor: str = Field(
        "",
        description="If something has to be left out: `do` it, or `ask` the writer first.",
        json_schema_extra=one_of(CensorWish.values),
    )
    delay: str = Field(
        "",
        description="If the letter cannot be sent within 180 days: `erase` or `keep` it.",
        json_schema_extra=one_of(DelayWish.values),
    )
    for_release: bool = Field(False, description="Keep a sealed copy, to hand over after the release.")
    consent: bool = Field(False, description="The writer has read what happens to the letter.")
    campaign: str = Field("", description="Slug, as the form was asked for.")
    event: str = Field("", description="Slug or code, as the form was asked for.")
    proof: str = Field(
        "",
        repr=False,
        description="`{challenge, solution}` as JSON in Base64, with the `challenge` of the form as it came."
        " Without it the letter is taken all the same, but a first reader sees that it came without.",
    )


class SentCode(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"required": ["code"]})

    code: str = Field("", repr=False, description="24 digits (older codes: 16), with or without spaces.")


class Choice(BaseModel):
    value: str
    label: Text


class FormField(BaseModel):
    """One field of a letter, in words for the writer and limits for the front end."""

    name: str
    kind: Kind
    label: Text
    help: Text | None
    required: bool
    max_chars: int | None
    max_lines: int | None
    choices: list[Choice] | None
    initial: str | None = Field(description="The choice that our own page has ready.")
    types: list[str] | None = Field(description="Of a picture, which goes in `multipart/form-data` only.")
    max_bytes: int | None


class _Addressee(BaseModel):
    slug: str
    name: str
    invented: bool = Field(description="Made up, for demonstration; say so wherever you show this person.")
    told_apart: list[Text] = Field(description="Where others have the same name: show it with the name.")
    call: Word = Field(description=listed([Call.WRITE, Call.HELD]))
    reason: Word | None = Field(
        description="Why a letter has to wait; it is kept until it can be sent. "
        + listed(reason for reason in CallReason if reason and reason not in TOLD_AS)
    )
    letters_arrived: str | None = Field(
        description="The month in which letters are last known to arrive at the place of detention; null"
        " where that is not known, or must not be told.",
        examples=["2026-10"],
    )


HEEDED_FIELDS: dict[str, Any] = {fact.name: list[Text] for fact in HEEDED}
Addressee = create_model("Addressee", __base__=_Addressee, **HEEDED_FIELDS)


class LetterForm(BaseModel):
    meta: Meta
    to: Addressee  # type: ignore[valid-type]  # made of the declared facts
    fields: list[FormField]
    rules: list[Text] = Field(description="What gets a letter through: show all of them beside the text.")
    sign_carefully: Text = Field(description="For writers in Russia and occupied areas: show it.")
    languages_now: list[Text] = Field(
        description="Languages, by their own names, for which there is a translator at the moment: show them"
        " beside `language`, and say that any other is welcome and waits. Empty where nobody translates."
    )
    what_happens_url: str = Field(description="What the writer agrees to: link to it beside `consent`.")
    nonce: str = Field(
        description="Makes this form one letter: sent again with the same text it is the same."
    )
    nonce_from_seconds: int = Field(description="Sent sooner than this, a form is taken for a machine's.")
    nonce_until_seconds: int
    challenge: dict[str, Any] = Field(
        description="A puzzle of ALTCHA, version 2, for the writer’s browser: its libraries solve it. For one"
        " letter; another needs another form."
    )
    campaign: str = Field(description="Send it back as it is.")
    event: str = Field(description="Send it back as it is.")


class TakenLetter(BaseModel):
    """The letter is stored. Show the code at once and well: it cannot be found again."""

    meta: Meta
    code: str = Field(description="Six times four digits.", examples=["4821 0937 5566 1204 7390 2258"])
    sentences: list[Text] = Field(description="What happens now: show them with the code.")
    status_url: str = Field(description="Where the writer can follow the letter and decide about it.")


class LetterState(BaseModel):
    meta: Meta
    state: Word = Field(description=f"One of {', '.join(f'`{code}`' for code in PublicState)}.")
    sentences: list[Text]
    question: list[Text] = Field(description="What we would leave out, if the writer agrees.")
    answer_by: date | None
    status_url: str = Field(description="Where the writer can answer, or withdraw the letter.")
