"""The glossary as TBX-Basic (ISO 30042), in the form that most programs read.

The first language of an entry is the one whose term it is; the others say what to say for it.
"""

from lxml import etree

from home.translation.choices import Verdict
from home.translation.files.glossary_content import Said, TermRow
from home.translation.files.inline import legal
from home.translation.files.reader import LANGUAGE, STATUS

STATUSES = {Verdict.PREFERRED: "preferredTerm-admn-sts", Verdict.FORBIDDEN: "deprecatedTerm-admn-sts"}
FORBIDDEN = frozenset({"deprecatedTerm-admn-sts", "supersededTerm-admn-sts"})


def rows_of(found):
    """Return TermRows of what `reader.read_tbx` tells of a file."""
    return [_row(*term) for term in found]


def _row(language, term, facts, said):
    return TermRow(
        language=language,
        term=term,
        explanation=facts.get("definition", ""),
        subject=facts.get("subjectField", ""),
        source=facts.get("externalCrossReference", ""),
        said=[Said(target, _verdict(status), text, note) for target, status, text, note in said],
    )


def _verdict(status):
    return Verdict.FORBIDDEN if status in FORBIDDEN else Verdict.PREFERRED


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
