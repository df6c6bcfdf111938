"""An XLSX file becomes lines of text. Formulas count as what they last showed; nothing outside is opened."""

import datetime
import io
import zipfile

import openpyxl
from django.utils.translation import gettext as _

from prisoner_pages.importing.refusal import FileRefused, Remark

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_PARTS = 1_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(data):
    """Tell a spreadsheet by its first bytes; refuse the old and the locked kind by name."""
    if data.startswith(OLE):
        raise FileRefused(
            _("The file is an old .xls or has a password. Save it as .xlsx without a password.")
        )
    return data.startswith(ZIP)


def lines(data, *, max_rows, max_columns):
    """Return ([(row number, [text, ...])], warnings) of the first visible sheet."""
    _check_archive(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        found = list(_sheet_lines(sheets[0], max_rows, max_columns)) if sheets else []
    except FileRefused:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise on a damaged file
        raise FileRefused(_("The spreadsheet is damaged and can't be read.")) from error
    return found, _other_sheets(sheets)


def _check_archive(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise FileRefused(_("The spreadsheet is larger than 100 MB when unpacked."))
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise FileRefused(_("The spreadsheet is damaged and can't be read.")) from error


def _check_part(archive, part):
    """No office program writes a document type: it only opens other files or grows without end."""
    if part.filename.lower().endswith((".xml", ".rels")):
        text = archive.read(part).replace(b"\0", b"")  # UTF-16 looks like this without its zeros
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise FileRefused(_("The spreadsheet holds instructions that are not data. Save it anew."))


def _sheet_lines(sheet, max_rows, max_columns):
    sheet.reset_dimensions()  # the stated size may be a lie
    cells = sheet.iter_rows(max_row=max_rows + 2, max_col=max_columns + 1, values_only=True)
    for number, values in enumerate(cells, start=1):
        line = [as_text(value) for value in values]
        if number > max_rows + 1 and any(line):
            raise FileRefused(_("The list has more than 20,000 rows. Divide it."))
        if any(line[max_columns:]):
            raise FileRefused(_("The list has more than 64 columns."), row=number)
        yield number, line + [""] * (max_columns - len(line))


def as_text(value):
    """Return a cell's value as a person would type it into a CSV file."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime.datetime():
            return value.date().isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _other_sheets(sheets):
    if len(sheets) < 2:
        return []
    return [Remark(0, "", _("Only the first sheet was read: “%s”.") % sheets[0].title)]
