"""The fact sheet: a record's drafted facts as a page, a list or an API shows them.

Written when the live record is saved, so that a profile needs no query per kind of fact. Holds
nothing that a consent governs by itself (name, birth date, home, photo are fields of the record)
and no source that is not public. Vocabulary words stand by their translation key.
"""

import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

if TYPE_CHECKING:
    from prisoner_pages.models import Prisoner

Line = TypeVar("Line", bound=BaseModel)


class NamedForm(BaseModel):
    language: str
    name: str
    is_main: bool
    confirmed: bool


class ChargeLine(BaseModel):
    code: str
    part: str
    joined_code: str
    joined_part: str


class SentenceLine(BaseModel):
    date: datetime.date | None
    date_precision: str
    court: str
    instance: str
    years: int | None
    months: int | None
    regime: str
    prison_months: int | None
    supersedes: bool


class DetentionLine(BaseModel):
    facility_id: int | None
    from_date: datetime.date | None
    from_precision: str
    to_date: datetime.date | None
    to_precision: str


class EventLine(BaseModel):
    kind: str
    date: datetime.date
    date_precision: str
    facility_id: int | None


class SourceLine(BaseModel):
    url: str
    title: str
    publisher: str = ""  # sheets of before have none of these
    kind: str
    date: str
    dead_on: datetime.date | None = None
    archive_url: str = ""
    groups: list[str]


class FactSheet(BaseModel):
    names: list[NamedForm] = []
    charges: list[ChargeLine] = []
    sentences: list[SentenceLine] = []
    detentions: list[DetentionLine] = []
    events: list[EventLine] = []
    sources: list[SourceLine] = []
    occupations: list[UUID] = []
    interests: list[UUID] = []
    topics_to_avoid: list[UUID] = []
    cases: list[UUID] = []


LINE_FIELDS: dict[str, tuple[str, type[BaseModel]]] = {
    "charges": ("charges", ChargeLine),
    "sentences": ("sentences", SentenceLine),
    "detentions": ("detentions", DetentionLine),
    "events": ("case_events", EventLine),
}
WORD_FIELDS = [name for name, field in FactSheet.model_fields.items() if field.annotation == list[UUID]]


def sheet_of(prisoner: "Prisoner") -> FactSheet:
    """Build the sheet from the record and its children as they are in memory (a draft's, too)."""
    lines: dict[str, Any] = {
        name: [_line(line, child) for child in getattr(prisoner, children).all()]
        for name, (children, line) in LINE_FIELDS.items()
    }
    words: dict[str, Any] = {name: _keys(prisoner, name) for name in WORD_FIELDS}
    return FactSheet(
        names=[_line(NamedForm, form) for form in prisoner.other_names.all()],
        sources=[_line(SourceLine, source) for source in prisoner.sources.all() if source.is_public],
        **lines,
        **words,
    )


def _line(line: type[Line], child: object) -> Line:
    return line(**{field: getattr(child, field) for field in line.model_fields})


def _keys(prisoner: "Prisoner", relation: str) -> list[UUID]:
    return [word.translation_key for word in getattr(prisoner, relation).all()]
