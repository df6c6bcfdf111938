"""Tables that people open in a spreadsheet: no cell is a formula, whatever a title or a name begins with."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from home.private_parts import say_every_text_of_exports

# What a spreadsheet takes for the beginning of a formula, and the wide forms that some convert to it.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
# Invisible, or able to reverse the text around it: of no use in a table.
UNSEEN = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


def harmless(value: Any) -> Any:
    """Return the value as a cell may hold it: what would be a formula gets an apostrophe in front."""
    if not isinstance(value, str):
        return value
    text = value.translate(UNSEEN)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Yield the lines of a CSV file in UTF-8, with the byte order mark that spreadsheets look for."""
    yield "\ufeff".encode()
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def xlsx_bytes(rows: Iterable[Iterable[Any]], *, title: str) -> bytes:
    """Return an XLSX file in which each text stays a text, whatever it looks like."""
    with xlsx_file(rows, title=title) as file:
        return file.read()


def xlsx_file(rows: Iterable[Iterable[Any]], *, title: str) -> IO[bytes]:
    """Return the same as an open file on the disk, so that a long table needs little memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=title)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 whoever takes it closes it
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=harmless(value))
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def guard_exports_of_wagtail() -> None:
    """Make the texts harmless in every list that Wagtail exports."""
    say_every_text_of_exports(harmless)
