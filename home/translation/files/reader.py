"""The child process: reads a file of a translation from stdin, writes its content to stdout.

Started by `home.sandbox`, so it imports nothing of ours and may not open any file or connection, start
anything, or exceed its memory; it says nothing about what it read, not even when it fails.

Input: one line of JSON (kind, one of READERS; key and uuid, patterns of ours; inline_tags,
names of tags in texts; most, how many entries), then the file in UTF-8.
Output: JSON: `{"uuid": words, "entries": [[key, text, original or null, is unsure, has strange tags], ...]}`,
or `{"trouble": a word for it, "name": a detail}`.
"""

import json
import re
import sys
from html import escape
from typing import Any, TypeAlias

import polib
from lxml import etree

Element: TypeAlias = Any  # of lxml, which has no types
Job = dict[str, Any]  # the line of JSON
Content = dict[str, Any]  # the answer


class Trouble(Exception):
    """The file can't be read; the arguments are the word for it, and a detail."""


class UnknownTag(ValueError):
    """An element of a file that stands for no tag of ours."""


# --- PO --------------------------------------------------------------------------------------------
UUID_FIELD = "X-Translation"
CHARSET = re.compile(r"charset=([^\s\\\"]+)")
# polib splits lines by `str.splitlines`, which knows more line ends than a PO file has.
LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
SHELTER = {ord(sign): 0xE000 + place for place, sign in enumerate(LINE_ENDS)}
UNSHELTER = {place: sign for sign, place in SHELTER.items()}


def read_po(text: str, job: Job) -> Content:
    charset = CHARSET.search(text)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise Trouble("charset", charset[1][:40])
    try:
        # A comment first, so that no text can be the name of a file, which polib would open.
        file = polib.pofile("#\n" + text.translate(SHELTER), encoding="utf-8")
    except (OSError, ValueError, IndexError):
        raise Trouble("broken_po") from None
    entries = [
        [
            entry.msgctxt or "",
            entry.msgstr.translate(UNSHELTER),
            entry.msgid.translate(UNSHELTER),
            entry.fuzzy,
            False,
        ]
        for entry in file
        if not entry.obsolete
    ]
    return {"uuid": file.metadata.get(UUID_FIELD, "").strip(), "entries": entries}


# --- XLIFF 1.2 -------------------------------------------------------------------------------------
SPACE = "{urn:oasis:names:tc:xliff:document:1.2}"
UNSURE = frozenset({"new", "needs-adaptation", "needs-translation"})
TAGS = frozenset({"g", "x"})
MARK = "mrk"  # tools put it into a text: only its content is ours
SINGLE = "br"
OWN_ID = re.compile(r"([a-z]+)\d+")
GIVEN_ID = re.compile(r"([a-z]+)-\d+")


def read_xliff(text: str, job: Job) -> Content:
    root = _parsed(text)
    if root.tag != f"{SPACE}xliff":
        raise Trouble("no_xliff", f"{_local_name(root)} {root.get('version', '')}".strip()[:40])
    originals = {file.get("original", "") for file in root.iter(f"{SPACE}file")}
    entries = [_unit(each, job["inline_tags"]) for each in root.iter(f"{SPACE}trans-unit")]
    return {"uuid": originals.pop() if len(originals) == 1 else "", "entries": entries}


def _parsed(text: str) -> Element:
    """Return the root element of a document: no document type, no entities, no network."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        raise Trouble("broken_xml") from None


def _local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _unit(unit: Element, inline_tags: list[str]) -> list[Any]:
    key, target = unit.get("id", ""), unit.find(f"{SPACE}target")
    is_unsure = target is not None and target.get("state") in UNSURE
    try:
        source = _html_of(unit.find(f"{SPACE}source"), inline_tags)
        return [key, _html_of(target, inline_tags), source, is_unsure, False]
    except UnknownTag:
        return [key, "", None, False, True]


def _html_of(element: Element, inline_tags: list[str]) -> str:
    """Return what is in an element as HTML. Raises UnknownTag."""
    if element is None:
        return ""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        name = _local_name(child)
        if name in TAGS:
            parts.append(_tagged(child, inline_tags))
        elif name == MARK:
            parts.append(_html_of(child, inline_tags))
        else:
            raise UnknownTag(name)
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def _tagged(child: Element, inline_tags: list[str]) -> str:
    id_ = child.get("id", "")
    own, given = OWN_ID.fullmatch(id_), GIVEN_ID.fullmatch(id_)
    name = (own or given or [None, ""])[1]
    if name not in inline_tags:
        raise UnknownTag(id_)
    inner = _html_of(child, inline_tags)
    if name == SINGLE:
        return f"<{SINGLE}/>{inner}"
    return f'<{name} id="{id_}">{inner}</{name}>' if own else f"<{name}>{inner}</{name}>"


# --- Table -----------------------------------------------------------------------------------------
# Word processors keep no attributes of rows, so a row is known by what its first cell says. They do keep
# bold, italics and where a link leads: the link `a1` of a string leads to `#a1` here.
LED = re.compile(r"#(a\d+)$")
KEPT = frozenset({"b", "strong", "i", "em", "code", "abbr", "acronym"})
PARAGRAPHS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
# What a word processor keeps of deleted text, and what is no text.
DROPPED = frozenset({"del", "s", "strike", "script", "style", "head", "title"})
SPACES = re.compile(r"[ \t\r\n]+")
BREAK = "<br/>"
# Marks the beginning and end of a paragraph until the whole cell is read.
EDGE = "\ue000"
EDGES = re.compile(f" ?{EDGE}[{EDGE} ]*")
NOTHING = re.compile(rf"(?:[ \u00a0{EDGE}]|{BREAK})+")
# A word processor may end and restart bold in the middle of a word, and make spaces bold.
SPLIT = re.compile(rf"</({'|'.join(sorted(KEPT))})>( ?)<\1>")
HOLLOW = re.compile(rf"<({'|'.join(sorted(KEPT))})>( ?)</\1>")
TABLE_COLUMNS = 3  # name of the string, original, translation


def read_table(text: str, job: Job) -> Content:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise Trouble("no_table")
    uuid = re.search(job["uuid"], " ".join(root.itertext()))
    rows = (_row(row, re.compile(job["key"])) for row in root.iter("tr"))
    return {"uuid": uuid[0] if uuid else "", "entries": [row for row in rows if row]}


def _row(row: Element, key: re.Pattern[str]) -> list[Any] | None:
    """Return the entry of a row, None where it isn't one of ours."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    found = key.search("".join("".join(cells[0].itertext()).split())) if len(cells) >= TABLE_COLUMNS else None
    if not found:
        return None
    # An offered text that is unchanged decides nothing: nobody can mark it here.
    return [found[0], text_of(cells[TABLE_COLUMNS - 1]), None, True, False]


def text_of(cell: Element) -> str:
    text = SPACES.sub(" ", _inner(cell)).strip()
    for pattern in (SPLIT, HOLLOW):
        text = pattern.sub(r"\2", text)
    return EDGES.sub(BREAK, _trimmed(text))


def _trimmed(text: str) -> str:
    """Return a text without blanks at its ends, in linear time."""
    before = NOTHING.match(text)
    start = before.end() if before else 0
    last = [found.start() for found in NOTHING.finditer(text, start) if found.end() == len(text)]
    return text[start : last[0] if last else None]


def _inner(element: Element) -> str:
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        parts += [_child(child), escape(child.tail or "", quote=False)]
    return "".join(parts)


def _child(child: Element) -> str:
    name = child.tag if isinstance(child.tag, str) else ""
    if name in DROPPED or not name:
        return ""
    if name == "br":
        return BREAK
    inner = _inner(child)
    if name == "a" and (link := LED.search(child.get("href", ""))):
        return f'<a id="{link[1]}">{inner}</a>'
    if name in PARAGRAPHS:
        return f"{EDGE}{inner}{EDGE}"
    return f"<{name}>{inner}</{name}>" if name in KEPT else inner


# --- The child -------------------------------------------------------------------------------------
READERS = {"po": read_po, "xliff": read_xliff, "table": read_table}


def answer(given: bytes) -> dict[str, Any]:
    """Return the answer: the content of the file, or why it can't be read."""
    head, _line_end, body = given.partition(b"\n")
    job = json.loads(head)
    try:
        found = READERS[job["kind"]](body.decode(), job)
        count = len(found["entries"])
        if count > job["most"]:
            raise Trouble("too_many", str(count))
        return found
    except Trouble as trouble:
        word, name = (*trouble.args, "")[:2]
    except MemoryError:
        word, name = "too_heavy", ""
    except Exception:  # a file made to break a library raises whatever it likes
        word, name = "broken", ""
    return {"trouble": word, "name": name}  # here, where the memory is free again


def main() -> None:
    found = answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
