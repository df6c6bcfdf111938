"""A file becomes rows of plain text, or is refused whole with one sentence."""

import csv
import io
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from prisoner_pages.importing import workbook
from prisoner_pages.importing.refusal import FileRefused, Remark

MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 64
LONGEST_HEADING = 100
MAX_CELL_CHARS = 5_000  # the longest cell of real lists has under 1,000
DELIMITERS = ",;\t"
# Tabs and line ends are spacing; every other control or format character (NUL, bidi overrides) is no text.
SPACING = "\t\n\r"
UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


@dataclass(frozen=True)
class ListRow:
    """One line of the list. `number` is the one a spreadsheet shows: the header is row 1."""

    number: int
    cells: dict[str, str]
    errors: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Sheet:
    rows: list[ListRow]
    columns: tuple[str, ...]
    warnings: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """A list as it lies in the file: its headings, and its lines by the number a spreadsheet shows."""

    headings: tuple[str, ...]
    lines: list[tuple[int, list[str]]]
    warnings: list[Remark]


def read_table(data: bytes) -> Table:
    """Return the Table in `data`, whatever its columns are called. Raises FileRefused."""
    if len(data) > MAX_FILE_BYTES:
        raise FileRefused(_("The file is larger than 5 MB."))
    lines, warnings = _lines(data)
    headings = [" ".join(clean(name).split())[:LONGEST_HEADING] for name in next(lines, (1, []))[1]]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise FileRefused(_("The file is empty."))
    found = [
        (number, _without_tail(line, len(headings))) for number, line in lines if any(map(str.strip, line))
    ]
    if not found:
        raise FileRefused(_("The list has headings and no rows."))
    return Table(tuple(headings), found, warnings)


def _without_tail(line: list[str], width: int) -> list[str]:
    end = len(line)
    while end > width and not line[end - 1].strip():
        end -= 1
    return line[:end]


def row_of(number: int, line: list[str], columns: Sequence[str]) -> tuple[ListRow, list[Remark]]:
    """Return what a line of a Table says, and warnings; `columns` are ours, "" for one that is left out."""
    warnings: list[Remark] = []
    return _row(number, line, tuple(columns), warnings), [each for each in warnings if each.column]


def read_sheet(data: bytes, *, columns: Collection[str], required: Iterable[str]) -> Sheet:
    """Return the Sheet in `data` (bytes of CSV or XLSX).

    Raises FileRefused when the file is too large, no table, in another encoding, or has missing, unknown or
    double columns. A line that can't be read alone is kept with its errors: the others stay importable.
    """
    if len(data) > MAX_FILE_BYTES:
        raise FileRefused(_("The file is larger than 5 MB."))
    lines, warnings = _lines(data)
    header = _header(next(lines, (1, []))[1], columns=columns, required=required)
    rows = [
        _row(number, line, header, warnings) for number, line in lines if any(cell.strip() for cell in line)
    ]
    return Sheet(rows, header, warnings)


def _lines(data: bytes) -> tuple[Iterator[tuple[int, list[str]]], list[Remark]]:
    if workbook.is_workbook(data):
        values, warnings = workbook.lines(data, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
        return iter(values), warnings
    return _csv_lines(_decoded(data)), []


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused(_("The file is in UTF-16. Save it as “CSV UTF-8”."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(_wrong_encoding(data)) from error
    if text.lstrip()[:1] == "<":
        raise FileRefused(_("This is a web page, not a table. Save the list as CSV UTF-8 or XLSX."))
    return text


def _wrong_encoding(data: bytes) -> str:
    """Windows-1251 lacks letters of the Crimean Tatar alphabet: guessing would lose names."""
    sample = data[:20_000].decode("cp1251", errors="replace")
    cyrillic = sum("а" <= letter.lower() <= "я" or letter in "іїєґІЇЄҐ" for letter in sample)
    if cyrillic > len(sample) / 10:
        return _("The file is in Windows-1251, which can't hold all names. Save it as “CSV UTF-8”.")
    return _("The file is not in UTF-8. Save it as “CSV UTF-8”.")


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            line = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused(
                _("The line can't be read: a quotation mark is open, or a cell is too long."), row=number
            ) from error
        _check_size(number, line)
        yield number, line


def _check_size(number: int, line: list[str]) -> None:
    if number > MAX_ROWS + 1:
        raise FileRefused(_("The list has more than 20,000 rows. Divide it."))
    if len(line) > MAX_COLUMNS:
        raise FileRefused(_("The list has more than 64 columns."), row=number)


def _header(line: list[str], *, columns: Collection[str], required: Iterable[str]) -> tuple[str, ...]:
    names = [clean(name).strip().lower() for name in line]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise FileRefused(_("The file is empty."))
    problems = [
        (_("Missing columns: %s."), [name for name in required if name not in names]),
        (_("Unknown columns: %s."), [name or _("(no name)") for name in names if name not in columns]),
        (_("Columns that stand twice: %s."), sorted({name for name in names if names.count(name) > 1})),
    ]
    found = [sentence % ", ".join(name[:40] for name in which[:20]) for sentence, which in problems if which]
    if found:
        raise FileRefused(" ".join(found))
    return tuple(names)


def _row(number: int, line: list[str], header: tuple[str, ...], warnings: list[Remark]) -> ListRow:
    errors = []
    if any(cell.strip() for cell in line[len(header) :]):
        errors.append(Remark(number, "", _("The row has more cells than the header has columns.")))
    elif len(line) < len(header):
        errors.append(Remark(number, "", _("The row has fewer cells than the header has columns.")))
    cells = {}
    for column, raw in zip(header, line, strict=False):
        if not column:
            continue
        cells[column] = clean(raw)
        if len(raw) > MAX_CELL_CHARS:
            errors.append(Remark(number, column, _("The cell is longer than 5,000 characters.")))
        elif _has_unprintable(raw):
            warnings.append(Remark(number, column, _("Invisible control characters were left out.")))
    return ListRow(number, cells, tuple(errors))


def clean(text: str) -> str:
    """Return `text` in one Unicode form, without characters nobody can see, trimmed."""
    kept = "".join(letter for letter in text if letter in SPACING or not _is_unprintable(letter))
    return unicodedata.normalize("NFC", kept).replace("\r\n", "\n").replace("\r", "\n").strip()


def _is_unprintable(letter: str) -> bool:
    return letter not in SPACING and unicodedata.category(letter) in UNPRINTABLE


def _has_unprintable(text: str) -> bool:
    return any(_is_unprintable(letter) for letter in text)
