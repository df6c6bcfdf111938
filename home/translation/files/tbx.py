"""The glossary as TBX-Basic (ISO 30042), in the form that most programs read; the newer form is read, too.

The first language of an entry is the one whose term it is; the others say what to say for it.
"""

from lxml import etree

from home.translation.choices import Verdict
from home.translation.files.glossary_sheet import Said, TermRow
from home.translation.files.inline import legal, local_name

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
STATUS = "administrativeStatus"
STATUSES = {Verdict.PREFERRED: "preferredTerm-admn-sts", Verdict.FORBIDDEN: "deprecatedTerm-admn-sts"}
FORBIDDEN = frozenset({"deprecatedTerm-admn-sts", "supersededTerm-admn-sts"})
ENTRIES = frozenset({"termEntry", "conceptEntry"})
SECTIONS = frozenset({"langSet", "langSec"})
TERMS = frozenset({"tig", "ntig", "termSec"})


def write(terms):
    """Return the root element of the file of TermRows."""
    root = etree.Element("martif", type="TBX-Basic")
    root.set(LANGUAGE, "uk")
    header = etree.SubElement(root, "martifHeader")
    described = etree.SubElement(etree.SubElement(header, "fileDesc"), "sourceDesc")
    _add(described, "p", "Letters to Free Crimea")
    encoding = etree.SubElement(header, "encodingDesc")
    _add(encoding, "p", "TBXBasicXCSV02.xcs", type="XCSURI")
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for number, term in enumerate(terms, start=1):
        _entry(body, term, number)
    return root


def _entry(body, term, number):
    entry = etree.SubElement(body, "termEntry", id=f"t{number}")
    for kind, words in (("subjectField", term.subject), ("definition", term.explanation)):
        if words:
            _add(entry, "descrip", words, type=kind)
    if term.source:
        _add(entry, "xref", term.source, type="externalCrossReference")
    _add(etree.SubElement(_section(entry, term.language), "tig"), "term", term.term)
    sections = {}
    for said in term.said:
        if said.language not in sections:
            sections[said.language] = _section(entry, said.language)
        group = etree.SubElement(sections[said.language], "tig")
        _add(group, "term", said.text)
        _add(group, "termNote", STATUSES[said.verdict], type=STATUS)
        if said.note:
            _add(group, "note", said.note)


def _section(entry, language):
    section = etree.SubElement(entry, "langSet")
    section.set(LANGUAGE, language)
    return section


def _add(parent, name, words, **attributes):
    etree.SubElement(parent, name, **attributes).text = legal(words)


def read(root):
    """Return the TermRows of a file whose root element this is."""
    return [term for entry in _named(root.iter(), ENTRIES) if (term := _read(entry))]


def _read(entry):
    sections = list(_named(entry, SECTIONS))
    found = [said for section in sections for said in _said(section)]
    if not found:
        return None
    own = found[0].language
    facts = {child.get("type", local_name(child)): _words(child) for child in entry.iter() if _is_fact(child)}
    return TermRow(
        language=own,
        term=found[0].text,
        explanation=facts.get("definition", ""),
        subject=facts.get("subjectField", ""),
        source=facts.get("externalCrossReference", ""),
        said=[said for said in found[1:] if said.language != own],
    )


def _is_fact(element):
    return local_name(element) in ("descrip", "xref")


def _said(section):
    language = section.get(LANGUAGE, "").partition("-")[0]
    for group in _named(section, TERMS):
        parts = {(local_name(part), part.get("type", "")): _words(part) for part in group.iter()}
        status = parts.get(("termNote", STATUS), "")
        verdict = Verdict.FORBIDDEN if status in FORBIDDEN else Verdict.PREFERRED
        yield Said(language, verdict, parts.get(("term", ""), ""), parts.get(("note", ""), ""))


def _named(elements, names):
    return (element for element in elements if local_name(element) in names)


def _words(element):
    return " ".join("".join(element.itertext()).split())
