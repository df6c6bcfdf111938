"""What an import remembers of each record: the table ImportedFact."""

from prisoner_pages.models import ImportedFact

# Lines that are no fact of the table: an import made this record; what its sources were.
RECORD, SOURCES = "record", "sources"


def memory_of(record):
    """Return {field: ImportedFact} of the record."""
    return {fact.field: fact for fact in record.imported_facts.all()}


def sources_text(row):
    return " ".join([*row.sources, str(row.stated_on or "")]).strip()


def remember(record, row, facts, *, is_pending=False):
    """Keep what the row said of these facts and what the record now holds."""
    _keep(
        _line(record, row, fact.name, fact.stated(row), fact.held(record), is_pending=is_pending)
        for fact in facts
    )


def remember_text(record, row, texts, *, is_pending=False):
    """As `remember`, for {field: what the row said}; the record is taken to hold the same."""
    _keep(_line(record, row, name, text, text, is_pending=is_pending) for name, text in texts.items())


def remember_stated(record, row, facts, known):
    """Keep only what the row said: the record holds something else, and somebody decides."""
    _keep(
        _line(record, row, fact.name, fact.stated(row), known[fact.name].held if fact.name in known else "")
        for fact in facts
    )


def _line(record, row, field, stated, held, *, is_pending=False):
    return ImportedFact(
        prisoner_id=record.pk,
        field=field,
        stated=stated,
        held=held,
        source_url=row.sources[0],
        stated_on=str(row.stated_on or ""),
        is_pending=is_pending,
    )


def _keep(lines):
    ImportedFact.objects.bulk_create(
        list(lines),
        update_conflicts=True,
        unique_fields=["prisoner", "field"],
        update_fields=["stated", "held", "source_url", "stated_on", "is_pending"],
    )
