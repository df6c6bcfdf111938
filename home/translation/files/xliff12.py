"""XLIFF 1.2: a trans-unit for each string; inline tags are <g> and <x/>, the older text is an alt-trans."""

from lxml import etree

from home.translation.choices import UnitState
from home.translation.files.content import FileRow, Sheet
from home.translation.files.inline import Element, fill, legal
from home.translation.files.reader import SINGLE

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STATES = {
    UnitState.EMPTY: "new",
    UnitState.CHANGED: "needs-adaptation",
    UnitState.MACHINE: "needs-review-translation",
    UnitState.ERROR: "needs-translation",
    UnitState.RETURNED: "needs-translation",
    UnitState.TRANSLATED: "translated",
    UnitState.REVIEWED: "final",
    UnitState.LEFT_OUT: "final",
}
INLINE_KINDS = {"a": "link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", SINGLE: "lb"}


def write(sheet: Sheet) -> bytes:
    """Return the XLIFF 1.2 file of a Sheet; nothing is added between elements, where space may be text."""
    root = etree.Element(_name("xliff"), nsmap={None: NAMESPACE}, version="1.2")
    file = etree.SubElement(
        root,
        _name("file"),
        original=sheet.uuid,
        datatype="html",
        **{"source-language": sheet.source_language, "target-language": sheet.language},
    )
    _note(etree.SubElement(file, _name("header")), sheet.title)
    body = etree.SubElement(file, _name("body"))
    for row in sheet.rows:
        _add(body, row)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _add(body: Element, row: FileRow) -> None:
    unit = etree.SubElement(body, _name("trans-unit"), id=row.key)
    unit.set(SPACE, "preserve")
    if row.state == UnitState.REVIEWED:
        unit.set("approved", "yes")
    _text(unit, "source", row.source)
    if row.text:
        target = _text(unit, "target", row.text)
        target.set("state", STATES[row.state])
        if row.state == UnitState.MACHINE:
            target.set("state-qualifier", "mt-suggestion")
    if row.older_text:
        older = etree.SubElement(unit, _name("alt-trans"), origin="previous")
        _text(older, "source", row.older_source)
        _text(older, "target", row.older_text)
    for words in (row.part, str(row.state.label)):
        _note(unit, words)


def _note(parent: Element, words: str) -> None:
    etree.SubElement(parent, _name("note")).text = legal(words)


def _text(parent: Element, name: str, html: str) -> Element:
    return fill(etree.SubElement(parent, _name(name)), html, _inline)


def _inline(parent: Element, tag: str, id_: str) -> Element:
    name = "x" if tag == SINGLE else "g"
    return etree.SubElement(parent, _name(name), id=id_, ctype=INLINE_KINDS.get(tag, f"x-{tag}"))


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
