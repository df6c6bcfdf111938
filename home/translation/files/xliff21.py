"""XLIFF 2.1: a unit of one segment for each string; inline tags are <pc> and <ph/>, older texts are notes."""

from lxml import etree

from home.translation.choices import UnitState
from home.translation.files.inline import fill, legal
from home.translation.files.reader import SINGLE, UNFINISHED

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"  # of every 2.0 and 2.1
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STATES = {
    UnitState.TRANSLATED: "translated",
    UnitState.MACHINE: "translated",
    UnitState.REVIEWED: "reviewed",
}
FORMATS = {"b": "xlf:b", "strong": "xlf:b", "i": "xlf:i", "em": "xlf:i", SINGLE: "xlf:lb"}


def write(sheet):
    """Return the root element of the XLIFF 2.1 file of a Sheet."""
    root = etree.Element(
        _name("xliff"),
        nsmap={None: NAMESPACE},
        version="2.1",
        srcLang=sheet.source_language,
        trgLang=sheet.language,
    )
    root.set(SPACE, "preserve")
    file = etree.SubElement(root, _name("file"), id="f1", original=sheet.uuid)
    _notes(file, title=sheet.title)
    for row in sheet.rows:
        _add(file, row)
    return root


def _add(file, row):
    unit = etree.SubElement(file, _name("unit"), id=row.key, canResegment="no")
    _notes(unit, part=row.part, state=str(row.state.label), source=row.older_source, older=row.older_text)
    state = STATES.get(row.state, UNFINISHED) if row.text else UNFINISHED
    segment = etree.SubElement(unit, _name("segment"), id="s1", state=state)
    segment.set("subState", f"letters:{row.state}")
    _text(segment, "source", row.source)
    if row.text:
        _text(segment, "target", row.text)


def _notes(parent, **words):
    notes = etree.SubElement(parent, _name("notes"))
    for category, text in words.items():
        if text:
            etree.SubElement(notes, _name("note"), category=category).text = legal(text)


def _text(parent, name, html):
    fill(etree.SubElement(parent, _name(name)), html, _inline)


def _inline(parent, tag, id_):
    kind = {"type": "link"} if tag == "a" else {"type": "fmt", "subType": FORMATS.get(tag, f"letters:{tag}")}
    return etree.SubElement(parent, _name("ph" if tag == SINGLE else "pc"), id=id_, **kind)


def _name(name):
    return f"{{{NAMESPACE}}}{name}"
