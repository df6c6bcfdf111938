"""What comes back: known by its content, whatever its name, or refused with a sentence."""

import codecs
import re

from django.utils.translation import gettext_lazy as _

from home.translation.files import po, table, xliff12, xliff21
from home.translation.files.inline import local_name
from home.translation.files.safe_xml import parsed
from home.translation.files.sheet import UUID, FileRefused

LARGEST_BYTES = 1024 * 1024
HEAD_BYTES = 4096  # within which a file says what it is
ARCHIVE = b"PK\x03\x04"  # how .docx, .odt and .zip begin
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
PAGE = re.compile(rb"^\s*<(?:!doctype\s+html|html|table|body|meta|head)[\s>]", re.IGNORECASE)
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# In which word processors save web pages; anything else must be UTF-8.
PAGE_ENCODINGS = frozenset(
    {"windows-1250", "windows-1251", "windows-1252", "iso-8859-1", "iso-8859-2", "koi8-u"}
)


def arrival_of(body):
    """Return the Arrival of a file of ours. Raises FileRefused."""
    checked_size(body)
    if body.startswith(ARCHIVE):
        raise FileRefused(_("This is a document or an archive. Save the table as a web page (HTML)."))
    arrival = _read(body)
    if not UUID.fullmatch(arrival.uuid):
        raise FileRefused(_("The file does not say which translation it belongs to: its heading is missing."))
    return arrival


def checked_size(body):
    """Raise FileRefused for a file that is empty or too large."""
    if not body.strip():
        raise FileRefused(_("The file is empty."))
    if len(body) > LARGEST_BYTES:
        raise FileRefused(_("The file is larger than 1 MB."))


def _read(body):
    is_page = bool(PAGE.search(_plain(body)))
    text = decoded(body, _page_encoding(body) if is_page else "utf-8")
    if is_page:
        return table.read(text)
    if text.lstrip().startswith("<"):
        return _read_xliff(parsed(text))
    if "msgid" not in text:
        raise FileRefused(_("This is neither a PO nor an XLIFF file, nor a table of this site."))
    return po.read(text)


def _plain(body):
    """Return the beginning of a file as ASCII can be looked for in it, whatever its encoding."""
    mark = next((mark for mark in MARKS if body.startswith(mark)), b"")
    return body[:HEAD_BYTES].removeprefix(mark).replace(b"\0", b"")


def _page_encoding(body):
    charset = CHARSET.search(_plain(body))
    name = charset[1].decode().lower() if charset else "utf-8"
    return name if name in PAGE_ENCODINGS else "utf-8"


def decoded(body, encoding="utf-8"):
    """Return the text of a file, by its mark of byte order if it has one. Raises FileRefused."""
    mark = next((mark for mark in MARKS if body.startswith(mark)), None)
    try:
        text = body.decode(MARKS.get(mark, encoding))
    except UnicodeDecodeError:
        raise FileRefused(_("The file is no text in UTF-8. Save it as UTF-8.")) from None
    if "\0" in text:
        raise FileRefused(_("This is no text file."))
    return text


def _read_xliff(root):
    for version in (xliff12, xliff21):
        if root.tag == f"{{{version.NAMESPACE}}}xliff":
            return version.read(root)
    name = local_name(root)[:40]
    raise FileRefused(_("This is no XLIFF file of version 1.2, 2.0 or 2.1, but “%(name)s”.") % {"name": name})
