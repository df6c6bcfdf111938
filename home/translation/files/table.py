"""A table for people who never log in: filled in a word processor or a browser, saved as a page, sent back.

Word processors keep no attributes of rows, so a row is known by what its first cell says. They do keep bold,
italics and where a link leads: the link `a1` of a string leads to `#a1` here.
"""

import re
from html import escape

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from lxml import etree

from home.translation.files.inline import fill
from home.translation.files.sheet import KEY, UUID, Arrival, Entry, FileRefused

LED = re.compile(r"#(a\d+)$")
KEPT = frozenset({"b", "strong", "i", "em", "code", "abbr", "acronym"})
PARAGRAPHS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
# What a word processor keeps of texts that somebody has taken out, and what is no text.
DROPPED = frozenset({"del", "s", "strike", "script", "style", "head", "title"})
SPACES = re.compile(r"[ \t\r\n]+")
BREAK = "<br/>"
# Stands where a paragraph begins or ends until the whole cell is read.
EDGE = "\ue000"
EDGES = re.compile(f" ?{EDGE}[{EDGE} ]*")
NOTHING = rf"(?:[ \u00a0{EDGE}]|{BREAK})+"
ENDS = re.compile(rf"^{NOTHING}|{NOTHING}$")
# A word processor ends and begins bold anew in the middle of a word, and makes spaces bold.
SPLIT = re.compile(rf"</({'|'.join(sorted(KEPT))})>( ?)<\1>")
HOLLOW = re.compile(rf"<({'|'.join(sorted(KEPT))})>( ?)</\1>")
COLUMNS = 3  # name of the string, original, translation


def write(sheet):
    """Return the page of a Sheet; its words are in the language of whoever asks."""
    rows = [
        {
            "row": row,
            "source": _shown(row.source),
            "text": _shown(row.text),
            "older": _shown(row.older_source),
        }
        for row in sheet.rows
    ]
    return render_to_string("translation/files/table.html", {"sheet": sheet, "rows": rows}).encode()


def _shown(html):
    """Return a string as a reader should see it, its links leading to their names; no other tag passes."""
    cell = fill(etree.Element("td"), html, _inline)
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in cell]
    return "".join([escape(cell.text or "", quote=False), *parts])


def _inline(parent, tag, id_):
    return etree.SubElement(parent, tag, {"href": f"#{id_}"} if tag == "a" else {})


def read(text):
    """Return the Arrival of a page. Raises FileRefused."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise FileRefused(_("The file holds no table."))
    uuid = UUID.search(" ".join(root.itertext()))
    entries = tuple(entry for row in root.iter("tr") if (entry := _read(row)))
    return Arrival(uuid[0] if uuid else "", entries)


def _read(row):
    """Return the Entry of a row, None where it is none of ours."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    key = KEY.search("".join("".join(cells[0].itertext()).split())) if len(cells) >= COLUMNS else None
    if not key:
        return None
    # A text that was offered and stayed as it was decides nothing: nobody can mark it here.
    return Entry(key=key[0], text=_text_of(cells[COLUMNS - 1]), is_unsure=True)


def _text_of(cell):
    text = SPACES.sub(" ", _inner(cell)).strip()
    for pattern in (SPLIT, HOLLOW):
        text = pattern.sub(r"\2", text)
    return EDGES.sub(BREAK, ENDS.sub("", text))


def _inner(element):
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        parts += [_child(child), escape(child.tail or "", quote=False)]
    return "".join(parts)


def _child(child):
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
