"""What an import remembers of each record: the table ImportedFact."""

from collections.abc import Iterable, Mapping

from prisoner_pages.facts.read_models.fact import Fact, PersonRow
from prisoner_pages.models import ImportedFact, Prisoner

# Lines that are no fact of the table: an import made this record; what its sources were.
RECORD, SOURCES = "record", "sources"


def memory_of(record: Prisoner) -> dict[str, ImportedFact]:
    """Return {field: ImportedFact} of the record."""
    return {fact.field: fact for fact in record.imported_facts.all()}


def sources_text(row: PersonRow) -> str:
    return " ".join([*row.sources, str(row.stated_on or "")]).strip()


def remember(record: Prisoner, row: PersonRow, facts: Iterable[Fact], *, is_pending: bool = False) -> None:
    """Keep what the row said of these facts and what the record now holds."""
    _keep(
        _line(record, row, fact.name, fact.stated(row), fact.held_by(record), is_pending=is_pending)
        for fact in facts
    )


def remember_text(
    record: Prisoner, row: PersonRow, texts: Mapping[str, str], *, is_pending: bool = False
) -> None:
    """Like `remember`, for {field: what the row said}; the record is taken to hold the same."""
    _keep(_line(record, row, name, text, text, is_pending=is_pending) for name, text in texts.items())


def remember_new(record: Prisoner, row: PersonRow, facts: Iterable[Fact], texts: Mapping[str, str]) -> None:
    """Keep both of a new record, whose facts are what the row says and whose texts stand as it says them."""
    lines = [_line(record, row, fact.name, fact.stated(row), fact.held_by(record)) for fact in facts]
    _keep([*lines, *(_line(record, row, name, text, text) for name, text in texts.items())])


def remember_stated(
    record: Prisoner, row: PersonRow, facts: Iterable[Fact], known: Mapping[str, ImportedFact]
) -> None:
    """Keep only what the row said: the record holds something else, and somebody decides."""
    _keep(
        _line(record, row, fact.name, fact.stated(row), known[fact.name].held if fact.name in known else "")
        for fact in facts
    )


def _line(
    record: Prisoner, row: PersonRow, field: str, stated: str, held: str, *, is_pending: bool = False
) -> ImportedFact:
    return ImportedFact(
        prisoner_id=record.pk,
        field=field,
        stated=stated,
        held=held,
        source_url=row.sources[0],
        stated_on=str(row.stated_on or ""),
        is_pending=is_pending,
    )


def _keep(lines: Iterable[ImportedFact]) -> None:
    ImportedFact.objects.bulk_create(
        list(lines),
        update_conflicts=True,
        unique_fields=["prisoner", "field"],
        update_fields=["stated", "held", "source_url", "stated_on", "is_pending"],
    )
