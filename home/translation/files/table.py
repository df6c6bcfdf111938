"""A table for people who never log in: filled in a word processor or a browser, saved as a page, sent back.

Word processors keep no attributes of rows, so a row is identified by its first cell. They do keep bold,
italics and where a link leads: the link `a1` of a string leads to `#a1` here.
"""

from html import escape

from django.template.loader import render_to_string
from lxml import etree

from home.translation.files.content import Sheet
from home.translation.files.inline import Element, fill


def write(sheet: Sheet) -> bytes:
    """Return the page of a Sheet, with its own words in the active language."""
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


def _shown(html: str) -> str:
    """Return a string as readers see it, with links leading to their names; no other tag passes."""
    cell = fill(etree.Element("td"), html, _inline)
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in cell]
    return "".join([escape(cell.text or "", quote=False), *parts])


def _inline(parent: Element, tag: str, id_: str) -> Element:
    return etree.SubElement(parent, tag, {"href": f"#{id_}"} if tag == "a" else {})
