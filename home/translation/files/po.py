"""PO: msgctxt names the string, msgid is the original, `fuzzy` marks a text that is no answer to it yet."""

import re

import polib
from django.utils.translation import gettext_lazy as _

from home.translation.choices import UnitState
from home.translation.files.sheet import Arrival, Entry, FileRefused

UUID_FIELD = "X-Translation"
CHARSET = re.compile(r"charset=([^\s\\\"]+)")
FUZZY = frozenset(
    {UnitState.EMPTY, UnitState.CHANGED, UnitState.MACHINE, UnitState.ERROR, UnitState.RETURNED}
)
# polib divides its lines by `str.splitlines`, which knows more line ends than a PO file has.
LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
SHELTER = {ord(sign): 0xE000 + place for place, sign in enumerate(LINE_ENDS)}
UNSHELTER = {place: sign for sign, place in SHELTER.items()}


def write(sheet):
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


def _entry(row):
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


def _told(row):
    """Yield what whoever translates should know of a string."""
    yield row.part
    yield str(row.state.label)
    if row.older_text not in ("", row.text):
        yield _("Older text: %s") % _one_line(row.older_text)


def _one_line(text):
    return " ".join(text.splitlines())


def read(text):
    """Return the Arrival of a PO file. Raises FileRefused."""
    charset = CHARSET.search(text)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        said = _("The file says that its encoding is “%(name)s”. Save it as UTF-8.")
        raise FileRefused(said % {"name": charset[1][:40]})
    try:
        # A comment first, so that no text of ours can be the name of a file, which polib would open.
        file = polib.pofile("#\n" + text.translate(SHELTER), encoding="utf-8")
    except (OSError, ValueError, IndexError):
        raise FileRefused(_("The file is broken: it is no PO file.")) from None
    entries = tuple(_read(entry) for entry in file if not entry.obsolete)
    return Arrival(file.metadata.get(UUID_FIELD, "").strip(), entries)


def _read(entry):
    return Entry(
        key=entry.msgctxt or "",
        text=entry.msgstr.translate(UNSHELTER),
        source=entry.msgid.translate(UNSHELTER),
        is_unsure=entry.fuzzy,
    )
