"""Files that come back: recognised by content, whatever their names, or refused with a sentence.

Here a file is only decoded; its content is parsed in a sandboxed child (`reader.py`).
"""

import codecs
import json
import logging
import re
import subprocess
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail_localize.strings import INLINE_TAGS

from home.sandbox.runner import run_confined
from home.translation.files.content import KEY, UUID, Arrival, Entry, FileRefused

logger = logging.getLogger(__name__)
READER = Path(__file__).with_name("reader.py")
LARGEST_BYTES = 1024 * 1024
MOST_STRINGS = 25_000  # in a file of the largest size they have 40 bytes each, with all that is around them
HEAD_BYTES = 4096  # within which a file says what it is
ARCHIVE = b"PK\x03\x04"  # how .docx, .odt and .zip begin
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
PAGE = re.compile(rb"^\s*<(?:!doctype\s+html|html|table|body|meta|head)[\s>]", re.IGNORECASE)
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
DECLARED = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Encodings in which word processors save web pages; anything else must be UTF-8.
PAGE_ENCODINGS = frozenset(
    {"windows-1250", "windows-1251", "windows-1252", "iso-8859-1", "iso-8859-2", "koi8-u"}
)
# Two threads that receive a file at once read them one after the other.
ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Limits:
    """What the child that reads one file may use. See bench/hostile_files.py for what our own files need."""

    wall_seconds: float = 20
    cpu_seconds: int = 3
    memory_bytes: int = 200 * 1024 * 1024  # of addresses
    answer_bytes: int = 4 * LARGEST_BYTES


LIMITS = Limits()
BROKEN = _("The file is broken and cannot be read.")
PACKED = _(
    "This is a document or an archive. Save the table as a web page (HTML); bring PO and XLIFF 1.2 back"
    " one by one, unpacked."
)
NO_READER = _("This site cannot read files at the moment. Try again later.")
TROUBLES = {
    "charset": _("The file says that its encoding is “%(name)s”. Save it as UTF-8."),
    "broken_po": _("The file is broken: it is no PO file."),
    "broken_xml": _("The file is broken: it is no well-formed XML."),
    "no_xliff": _(
        "“%(name)s” is not a kind of file that is taken here; nothing has changed. Fetch the text as PO,"
        " XLIFF 1.2 or a table, and put your translation there."
    ),
    "no_table": _("The file holds no table."),
    "too_many": _("The file holds %(count)s strings; at most %(most)s are read. Divide it."),
    "too_heavy": _(
        "The file is not read: that would take more than %(seconds)s seconds or %(megabytes)s MB of memory."
        " Divide it, or take another format."
    ),
}
UNKNOWN_TAG = _("The tags of this text are not those of the original.")


def arrival_of(body: bytes) -> Arrival:
    """Return the Arrival of a file of ours. Raises FileRefused."""
    checked_size(body)
    if body.startswith(ARCHIVE):
        raise FileRefused(PACKED)
    found = told(*_kind_and_text(body))
    if not UUID.fullmatch(found["uuid"]):
        raise FileRefused(_("The file does not say which translation it belongs to: its heading is missing."))
    return Arrival(found["uuid"], tuple(_entry(*each) for each in found["entries"]))


def checked_size(body: bytes) -> None:
    """Raise FileRefused for a file that is empty or too large."""
    if not body.strip():
        raise FileRefused(_("The file is empty."))
    if len(body) > LARGEST_BYTES:
        raise FileRefused(_("The file is larger than 1 MB."))


def _kind_and_text(body: bytes) -> tuple[str, str]:
    is_page = bool(PAGE.search(_plain(body)))
    text = decoded(body, _page_encoding(body) if is_page else "utf-8")
    if is_page:
        return "table", text
    if text.lstrip().startswith("<"):
        if DECLARED.search(text):
            raise FileRefused(_("The file declares a document type or entities; such a file is not read."))
        return "xliff", text
    if "msgid" not in text:
        raise FileRefused(_("This is neither a PO nor an XLIFF 1.2 file, nor a table of this site."))
    return "po", text


def _plain(body: bytes) -> bytes:
    """Return the beginning of a file in a form that can be searched for ASCII, whatever its encoding."""
    mark = next((mark for mark in MARKS if body.startswith(mark)), b"")
    return body[:HEAD_BYTES].removeprefix(mark).replace(b"\0", b"")


def _page_encoding(body: bytes) -> str:
    charset = CHARSET.search(_plain(body))
    name = charset[1].decode().lower() if charset else "utf-8"
    return name if name in PAGE_ENCODINGS else "utf-8"


def decoded(body: bytes, encoding: str = "utf-8") -> str:
    """Return the text of a file, by its byte order mark if it has one. Raises FileRefused."""
    mark = next((mark for mark in MARKS if body.startswith(mark)), b"")
    try:
        text = body.decode(MARKS.get(mark, encoding))
    except UnicodeDecodeError:
        raise FileRefused(_("The file is no text in UTF-8. Save it as UTF-8.")) from None
    if "\0" in text:
        raise FileRefused(_("This is no text file."))
    return text


def told(kind: str, text: str, limits: Limits = LIMITS) -> dict[str, Any]:
    """Return the child's answer for a text of a kind (reader.READERS). Raises FileRefused."""
    job = {
        "kind": kind,
        "key": KEY.pattern,
        "uuid": UUID.pattern,
        "inline_tags": INLINE_TAGS,
        "most": MOST_STRINGS,
    }
    found = _answer(json.dumps(job).encode() + b"\n" + text.encode(), limits)
    if "trouble" in found:
        raise _refusal(found["trouble"], found["name"], limits)
    return found


def _answer(given: bytes, limits: Limits) -> dict[str, Any]:
    try:
        with ONE_AT_A_TIME:
            child = run_confined(READER, given, **asdict(limits))
    except subprocess.TimeoutExpired:
        raise _refusal("too_heavy", "", limits) from None
    except OSError as error:
        raise _no_reader(type(error).__name__) from error
    if child.returncode > 0:  # the child reports what is wrong with a file; this is no file's fault
        raise _no_reader(child.returncode)
    if child.returncode:
        raise _refusal("too_heavy", "", limits)
    return json.loads(child.stdout)


def _refusal(trouble: str, name: str, limits: Limits) -> FileRefused:
    facts = {
        "name": name,
        "count": name,
        "most": MOST_STRINGS,
        "seconds": limits.cpu_seconds,
        "megabytes": limits.memory_bytes // 1024**2,
    }
    return FileRefused(str(TROUBLES.get(trouble, BROKEN)) % facts)


def _no_reader(reason: str | int) -> FileRefused:
    logger.error("Files cannot be read", extra={"event": "file_reader_failed", "error": reason})
    return FileRefused(NO_READER)


def _entry(key: str, text: str, source: str | None, is_unsure: bool, has_strange_tags: bool) -> Entry:
    return Entry(key, text, source, is_unsure, fault=str(UNKNOWN_TAG) if has_strange_tags else "")
