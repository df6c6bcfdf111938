"""The glossary as a table for a spreadsheet: a line for each translation, with the facts of its term."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from home.spreadsheets import FORMULA_STARTS, csv_lines
from home.translation.files.content import FileRefused
from home.translation.files.glossary_content import Said, TermRow
from home.translation.files.reading import ARCHIVE, checked_size, decoded

OF_TERM = ("language", "term", "explanation", "subject", "source")
OF_TRANSLATION = ("target_language", "verdict", "text", "note")
GLOSSARY_COLUMNS = OF_TERM + OF_TRANSLATION
TERM_FACTS = ("explanation", "subject", "source")
DIVIDERS = ",;\t"  # what spreadsheets of different countries put between cells
MOST_LINES, MOST_COLUMNS = 20_000, 64  # as for a list of people
MOST_TERMS = 3_000
MOST_SAID = 12_000  # translations in a file: four per term


def write(terms: Iterable[TermRow]) -> bytes:
    """Return the CSV file of TermRows; no cell of it is a formula."""
    rows = [GLOSSARY_COLUMNS, *(cells for term in terms for cells in _cells(term))]
    return b"".join(csv_lines(rows))


def _cells(term: TermRow) -> Iterator[list[str]]:
    facts = [getattr(term, name) for name in OF_TERM]
    for said in term.said or [Said("", "", "")]:
        yield [*facts, said.language, said.verdict, said.text, said.note]


def terms_of(body: bytes) -> list[TermRow]:
    """Return the TermRows of a file. Raises FileRefused."""
    checked_size(body)
    if body.startswith(ARCHIVE):
        raise _no_csv()
    text = decoded(body)
    if text.lstrip().startswith("<"):
        raise _no_csv()
    terms = _read(text)
    if not terms:
        raise FileRefused(_("The file holds no term."))
    if len(terms) > MOST_TERMS:
        raise FileRefused(_("The file holds more than %s terms. Divide it.") % MOST_TERMS)
    if sum(len(term.said) for term in terms) > MOST_SAID:
        raise FileRefused(_("The file holds more than %s translations of terms. Divide it.") % MOST_SAID)
    return terms


def _no_csv() -> FileRefused:
    return FileRefused(
        _(
            "This is no CSV file; nothing has changed. The glossary is taken as CSV alone: save your table"
            " so, or fetch the glossary and put your terms there."
        )
    )


def _read(text: str) -> list[TermRow]:
    head = text.partition("\n")[0]
    divider = max(DIVIDERS, key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    terms: dict[tuple[str, str], TermRow] = {}
    try:
        names = _names(next(lines, ()))
        for number, cells in enumerate(lines, start=1):
            if number > MOST_LINES:
                raise FileRefused(_("The file holds more than %s lines. Divide it.") % MOST_LINES)
            _take(terms, dict(zip(names, map(_unguarded, cells), strict=False)))
    except csv.Error:
        raise FileRefused(_("The file is broken: it is no CSV file.")) from None
    return list(terms.values())


def _names(head: Sequence[str]) -> list[str]:
    """Return the names of the columns. Raises FileRefused."""
    if len(head) > MOST_COLUMNS:
        raise FileRefused(_("The first line names more than %s columns.") % MOST_COLUMNS)
    names = [name.strip() for name in head]
    if not set(OF_TERM[:2]) <= set(names):
        raise FileRefused(_("The first line has to name the columns: %s.") % ", ".join(GLOSSARY_COLUMNS))
    return names


def _unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that keeps it from being a formula."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text


def _take(terms: dict[tuple[str, str], TermRow], row: dict[str, str]) -> None:
    row = {name: row.get(name, "") for name in GLOSSARY_COLUMNS}
    if not row["term"] and not row["text"]:
        return
    facts: dict[str, Any] = {name: row[name] for name in OF_TERM}
    term = terms.setdefault((row["language"], row["term"]), TermRow(**facts))
    for name in TERM_FACTS:
        if row[name] and row[name] != getattr(term, name):
            term.faults.append(_("The lines of this term differ in “%s”.") % name)
    if row["text"]:
        term.said.append(Said(row["target_language"], row["verdict"], row["text"], row["note"]))
