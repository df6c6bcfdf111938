"""Tables that people open in a spreadsheet: no cell is a formula, whatever a title or a name begins with."""

import csv
import io
import tempfile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from home.private_parts import say_every_text_of_exports

# What a spreadsheet takes for the beginning of a formula, with the wide forms that some turn into it.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
# Not seen, and able to turn the order of what is: of no use in a table.
UNSEEN = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


def harmless(value):
    """Return the value as it may stand in a cell: one that would be a formula begins with an apostrophe."""
    if not isinstance(value, str):
        return value
    text = value.translate(UNSEEN)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_lines(rows):
    """Yield the lines of a CSV file in UTF-8, with the mark by which spreadsheets know it."""
    yield "\ufeff".encode()
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def xlsx_bytes(rows, *, title):
    """Return an XLSX file; each text is a text, whatever it looks like."""
    with xlsx_file(rows, title=title) as file:
        return file.read()


def xlsx_file(rows, *, title):
    """Return the same as an open file that lies on the disk, so that a long table needs little memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=title)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 whoever takes it closes it
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet, value):
    cell = WriteOnlyCell(sheet, value=harmless(value))
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def guard_exports_of_wagtail():
    """Let every list that Wagtail exports say its texts in the same way."""
    say_every_text_of_exports(harmless)
