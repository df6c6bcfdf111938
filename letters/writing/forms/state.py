"""The state of a letter being written: it travels in the form alone, nothing of it is kept on our side."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpRequest

from home.pictures.reencoding import EncodedPicture
from home.security import form_tokens
from letters.text.cleaning import clean_text
from letters.writing.content import Content
from letters.writing.drawing_size import packed
from letters.writing.read_models.occasions import event_open_by

FORM = "letter"
TEXT_FIELDS = ("body", "language", "name", "email", "censor", "delay", "for_release", "consent")
CONTEXT_FIELDS = ("campaign", "event")
# Named as a machine expects it; who fills it in is no person.
TRAP = "subject"
# Last in the form: what is read of one that is refused is its beginning.
DRAWING_FIELD = "kept_drawing"
# A context is a slug; longer values are no address of ours.
LONGEST_CONTEXT = 255


@dataclass(frozen=True)
class Writing:
    """What one request brought of a letter, as typed."""

    values: dict[str, str] = field(repr=False)
    token: str = field(repr=False)
    proof: str = field(
        default="", repr=False
    )  # of work (home.security.proof_of_work), once the browser has it
    trap: str = field(default="", repr=False)  # of a field that no person sees
    is_of_class: bool = False  # by a pupil, at an event where a school class writes (`at_event`)

    @classmethod
    def begun(cls, request: HttpRequest) -> Self:
        """A fresh form; only campaign and event are taken from the address, never a text or a name."""
        return cls(context_of(request.GET), form_tokens.issue(FORM))

    @classmethod
    def sent(cls, request: HttpRequest) -> Self:
        """What a form brought; a token that is missing or not ours is kept as it is until sending."""
        return cls.read_from(request.POST)

    @classmethod
    def read_from(cls, form: Mapping[str, str]) -> Self:
        values = {name: form.get(name, "") for name in TEXT_FIELDS} | context_of(form)
        values[DRAWING_FIELD] = form.get(DRAWING_FIELD, "")
        return cls(values, form.get("token", ""), form.get("proof", ""), form.get(TRAP, ""))

    def at_event(self) -> "Writing":
        """Return it with what its event allows while its code is open: a pupil gives us no address."""
        event = event_open_by(self.values.get("event", ""))
        if event is None or not event.is_class:
            return self
        return replace(self.with_values(email="", for_release=""), is_of_class=True)

    @property
    def body(self) -> str:
        return self.values.get("body", "")

    @property
    def typed(self) -> dict[str, str]:
        """What is filled in; for the rest a form has its own."""
        return {name: value for name, value in self.values.items() if value}

    @property
    def carried(self) -> str:
        """For which campaign and event it is, as the query of an address: each step leads on with it."""
        return carried_of(self.values)

    def with_drawing(self, picture: EncodedPicture | None) -> "Writing":
        return self.with_values(**{DRAWING_FIELD: packed(picture)})

    def with_new_token(self) -> "Writing":
        return replace(self, token=form_tokens.issue(FORM))

    def with_values(self, **values: str) -> "Writing":
        return replace(self, values={**self.values, **values})

    def hidden(self, shown: Container[str]) -> list[tuple[str, str]]:
        """Return (name, value) of all that the step does not show in fields of its own.

        Most write for no campaign and at no event: nothing is said of these then.
        """
        kept = [(name, value) for name, value in self.values.items() if name not in shown]
        said = [(name, value) for name, value in kept if value or name not in CONTEXT_FIELDS]
        return [*said, ("token", self.token)]

    def content(
        self, slug: str, letter: dict[str, Any], about: dict[str, Any], picture: dict[str, Any]
    ) -> Content:
        """Return the Content for that person from the cleaned data of the three forms."""
        return Content(
            prisoner=slug,
            body=letter["body"],
            name=about["name"],
            email=about.get("email", ""),
            language=letter["language"],
            censor_wish=about["censor"],
            delay_wish=about["delay"],
            is_for_release=about.get("for_release", False),
            campaign=self.values["campaign"],
            event=self.values["event"],
            drawing=picture["drawing"],
            page_count=clean_text(letter["body"]).page_count,
        )


def context_of(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given.get(name, "")[:LONGEST_CONTEXT] for name in CONTEXT_FIELDS}


def carried_of(given: Mapping[str, str]) -> str:
    return urlencode({name: value for name, value in context_of(given).items() if value})
