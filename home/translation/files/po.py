"""PO: msgctxt names the string, msgid is the original, `fuzzy` marks a text that doesn't fit it yet."""

from collections.abc import Iterator

import polib
from django.utils.translation import gettext_lazy as _

from home.translation.choices import UnitState
from home.translation.files.content import FileRow, Sheet
from home.translation.files.reader import UUID_FIELD

FUZZY = frozenset(
    {UnitState.EMPTY, UnitState.CHANGED, UnitState.MACHINE, UnitState.ERROR, UnitState.RETURNED}
)


def write(sheet: Sheet) -> bytes:
    """Return the PO file of a Sheet."""
    file = polib.POFile(wrapwidth=-1)
    file.metadata = {
        "Project-Id-Version": _one_line(sheet.title),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": sheet.language,
        UUID_FIELD: sheet.uuid,
    }
    file.extend(_entry(row) for row in sheet.rows)
    return f"{file}\n".encode()


def _entry(row: FileRow) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=row.key,
        msgid=row.source,
        msgstr=row.text,
        comment="\n".join(_told(row)),
        previous_msgid=row.older_source or None,
    )
    if row.text and row.state in FUZZY:
        entry.flags.append("fuzzy")
    return entry


def _told(row: FileRow) -> Iterator[str]:
    """Yield what whoever translates should know of a string."""
    yield row.part
    yield str(row.state.label)
    if row.older_text not in ("", row.text):
        yield _("Older text: %s") % _one_line(row.older_text)


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())
