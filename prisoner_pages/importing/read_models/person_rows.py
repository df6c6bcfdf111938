"""A row of the list becomes what it says of one person, or the reasons why it can't."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from prisoner_pages.facts import cells
from prisoner_pages.facts.cells import CellRefused
from prisoner_pages.facts.read_models.declarations import FACTS
from prisoner_pages.facts.read_models.fact import BLANK, Fact, PersonRow, past_date
from prisoner_pages.importing import prose
from prisoner_pages.importing.reading import ListRow, clean
from prisoner_pages.importing.refusal import Remark

STORY_COLUMNS = {"uk": "short_bio_uk", "en": "short_bio_en"}
SOURCE, SOURCE_DATE = "source_url", "source_date"
OTHERS = (*STORY_COLUMNS.values(), SOURCE, SOURCE_DATE)
COLUMNS = tuple(dict.fromkeys([*(column for fact in FACTS for column in fact.columns), *OTHERS]))
# Without these a row has no identity, no basis, or no safe reading: whom a list of recipients names no longer
# can't be written to. Of all others a list may be silent, as a blank cell is.
REQUIRED_COLUMNS = ("full_name_uk", "birth_date", "can_receive_letters", SOURCE)


@dataclass
class _Reader:
    """Reads the cells of one row and keeps what was wrong with each."""

    row: ListRow
    errors: list[Remark]
    warnings: list[Remark] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.row.cells.get(column, "")

    def read(self, parse: Callable[..., Any], column: str, *texts: str) -> Any:
        """Return parse(text, ...) or None; a refusal is noted at the column."""
        try:
            return parse(*(texts or [self.text(column)]))
        except CellRefused as refusal:
            self.refuse(column, str(refusal))
            return None

    def refuse(self, column: str, message: str) -> None:
        self.errors.append(Remark(self.row.number, column, message))

    def warn(self, column: str, message: str) -> None:
        self.warnings.append(Remark(self.row.number, column, message))

    def value(self, fact: Fact) -> Any:
        """Return what the cells say of the fact, or one of BLANK."""
        texts = [self.read(read, column) for column, read in fact.columns.items()]
        if fact.if_blank and not texts[0]:
            self.refuse(fact.column, str(fact.if_blank))
        if caution := fact.caution(*(text or "" for text in texts)):
            self.warn(fact.column, str(caution))
        return None if None in texts else self.read(fact.parse, fact.column, *texts)


def person_row(row: ListRow) -> tuple[PersonRow | None, list[Remark], list[Remark]]:
    """Return (PersonRow or None, errors, warnings)."""
    reader = _Reader(row, list(row.errors))
    said = _said(reader)
    stated_on = reader.read(past_date, SOURCE_DATE)
    sources = _sources(reader)
    if reader.errors:
        return None, reader.errors, reader.warnings
    stories = {language: text for language, column in STORY_COLUMNS.items() if (text := reader.text(column))}
    person = PersonRow(said, row.number, stories, sources=sources, stated_on=stated_on)
    return replace(person, held_because=held_because(person)), [], reader.warnings


def _said(reader: _Reader) -> dict[str, Any]:
    read = {fact.name: reader.value(fact) for fact in FACTS if fact.columns and not fact.told_by}
    return {name: value for name, value in read.items() if value not in BLANK}


def facts_in(cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Remark]]:
    """Return what single cells say, by the name of the fact, and what is wrong with them."""
    reader = _Reader(ListRow(1, {column: clean(text) for column, text in cells.items()}), [])
    named = [fact for fact in FACTS if fact.columns and not fact.told_by and _is_named(fact, reader)]
    said = {fact.name: reader.value(fact) for fact in named}
    return {name: value for name, value in said.items() if value not in BLANK}, reader.errors


def _is_named(fact: Fact, reader: _Reader) -> bool:
    """Without its first cell a fact that no row may lack is none: a patronymic alone states no name."""
    return any(map(reader.text, [fact.column] if fact.if_blank else fact.columns))


def _sources(reader: _Reader) -> tuple[str, ...]:
    found, leftovers = cells.addresses(reader.text(SOURCE))
    for leftover in leftovers:
        reader.warn(SOURCE, _("This is no web address and was left out: %s.") % leftover[:80])
    if not found:
        reader.refuse(SOURCE, _("No source: a name without one has no basis to be public."))
    return found


def held_because(person: PersonRow) -> tuple[str, ...]:
    """Return why the texts wait. One language is enough: the others tell the same."""
    forms = [name.display for name in person.names.values()]
    told = (prose.reasons_to_hold(text, names=forms) for text in person.stories.values())
    reasons = set().union(*told)
    return tuple(reason for reason in prose.REASONS if reason in reasons)
