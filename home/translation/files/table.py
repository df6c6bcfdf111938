"""A table for people who never log in: filled in a word processor or a browser, saved as a page, sent back.

Word processors keep no attributes of rows, so a row is known by what its first cell says. They do keep bold,
italics and where a link leads: the link `a1` of a string leads to `#a1` here.
"""

from html import escape

from django.template.loader import render_to_string
from lxml import etree

from home.translation.files.inline import fill


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
