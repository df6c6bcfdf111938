"""What a source says of one person, as values: a row of a list, or one claim taken back."""

from dataclasses import dataclass, field
from typing import Any

from home.languages.written_dates import PartialDate
from prisoner_pages.choices import Status
from prisoner_pages.facts.person_names import PersonName
from prisoner_pages.names import NAME_FIELDS


@dataclass(frozen=True)
class PersonRow:
    """`said` is {name of a fact: value}; a fact of which the source says nothing is absent."""

    said: dict[str, Any]
    number: int = 0
    stories: dict[str, str] = field(default_factory=dict)
    held_because: tuple[str, ...] = ()  # keys of prose.REASONS, for the texts in every language
    sources: tuple[str, ...] = ()
    stated_on: PartialDate | None = None  # the day as of which all of this was true

    @property
    def names(self) -> dict[str, PersonName]:
        return {language: self.said[field] for language, field in NAME_FIELDS.items() if field in self.said}

    @property
    def status(self) -> str:
        return self.said.get("status", Status.UNKNOWN)

    @property
    def birth_year(self) -> int | None:
        birth = self.said.get("birth_date")
        return birth.year if birth else None
