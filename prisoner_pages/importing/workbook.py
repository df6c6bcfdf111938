"""An XLSX file becomes lines of text. Formulas count as what they last showed; nothing outside is opened.

It is unpacked and read in a confined child (`workbook_reader.py`).
"""

import json
import logging
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from home.sandbox.runner import run_confined
from prisoner_pages.importing.refusal import FileRefused, Remark

logger = logging.getLogger(__name__)
READER = Path(__file__).with_name("workbook_reader.py")
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_PARTS = 1_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Limits:
    """What the child that reads one list may use; one of 20,000 people takes it 7 seconds."""

    wall_seconds: float = 45  # a proxy waits for 75
    cpu_seconds: int = 30
    memory_bytes: int = 700 * 1024 * 1024  # of addresses
    answer_bytes: int = 64 * 1024 * 1024


LIMITS = Limits()
DAMAGED = gettext_lazy("The spreadsheet is damaged and can't be read.")
NO_READER = gettext_lazy("Spreadsheets cannot be read here at the moment. Save the list as CSV UTF-8.")
TROUBLES = {
    "damaged": DAMAGED,
    "too_large": gettext_lazy("The spreadsheet is larger than 100 MB when unpacked."),
    "instructions": gettext_lazy("The spreadsheet holds instructions that are not data. Save it anew."),
    "too_many_rows": gettext_lazy("The list has more than 20,000 rows. Divide it."),
    "too_many_columns": gettext_lazy("The list has more than 64 columns."),
    "too_heavy": gettext_lazy(
        "The spreadsheet is not read: that would take more than %(seconds)s seconds or %(megabytes)s MB of"
        " memory. Save the list as CSV UTF-8."
    ),
}


def is_workbook(data: bytes) -> bool:
    """Tell a spreadsheet by its first bytes; refuse the old and the locked kind by name."""
    if data.startswith(OLE):
        raise FileRefused(
            _("The file is an old .xls or has a password. Save it as .xlsx without a password.")
        )
    return data.startswith(ZIP)


def lines(
    data: bytes, *, max_rows: int, max_columns: int, limits: Limits = LIMITS
) -> tuple[list[tuple[int, list[str]]], list[Remark]]:
    """Return ([(row number, [text, ...])], warnings) of the first visible sheet.

    Blank rows are left out, but for the first. Raises FileRefused.
    """
    job = {
        "max_rows": max_rows,
        "max_columns": max_columns,
        "max_parts": MAX_PARTS,
        "max_unpacked_bytes": MAX_UNPACKED_BYTES,
    }
    *found, last = map(json.loads, _answer(json.dumps(job).encode() + b"\n" + data, limits).splitlines())
    if "trouble" in last:
        raise _refusal(last["trouble"], limits, row=last["row"])
    rows = [(number, line + [""] * (max_columns - len(line))) for number, line in found]
    return rows, [*_other_sheets(last), *_merged(last)]


def _answer(given: bytes, limits: Limits) -> bytes:
    try:
        child = run_confined(READER, given, **asdict(limits))
    except subprocess.TimeoutExpired:
        raise _refusal("too_heavy", limits) from None
    except OSError as error:
        raise _no_reader(type(error).__name__) from error
    if child.returncode > 0:  # it says of every file what is wrong with it: this is no file's fault
        raise _no_reader(child.returncode)
    if child.returncode:
        raise _refusal("too_heavy", limits)
    return child.stdout


def _refusal(trouble: str, limits: Limits, row: int = 0) -> FileRefused:
    facts = {"seconds": limits.cpu_seconds, "megabytes": limits.memory_bytes // 1024**2}
    return FileRefused(str(TROUBLES.get(trouble, DAMAGED)) % facts, row=row)


def _no_reader(reason: str | int) -> FileRefused:
    logger.error("Spreadsheets cannot be read", extra={"event": "workbook_reader_failed", "error": reason})
    return FileRefused(str(NO_READER))


def _merged(last: dict[str, Any]) -> list[Remark]:
    said = _("Cells are merged here: the first of them holds the value, the others count as blank.")
    return [Remark(row, "", said) for row in last.get("merged", []) if row > 1]


def _other_sheets(last: dict[str, Any]) -> list[Remark]:
    if last["sheets"] < 2:
        return []
    return [Remark(0, "", _("Only the first sheet was read: “%s”.") % last["sheet"])]
