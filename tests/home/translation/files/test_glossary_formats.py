"""The glossary in files: what goes out comes back, no cell is a formula, no XML reaches outside."""

import csv
import io
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage.tbx import tbxfile

from home.translation.choices import Verdict
from home.translation.files import reading
from home.translation.files.content import FileRefused
from home.translation.files.glossary_content import Said, TermRow
from home.translation.files.glossary_files import GLOSSARY_FORMATS, MOST_TERMS, terms_of
from tests.home.translation.files.test_formats import read_here

WORDS = st.lists(
    st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1), min_size=1, max_size=4
).map(" ".join)
SAID = st.builds(Said, st.sampled_from(["en", "ru", "crh"]), st.sampled_from(list(Verdict)), WORDS, WORDS)
TERM = TermRow(
    "uk",
    "лист",
    "пошта, «=1+1»",
    "post",
    "https://source.example/?a=1&b=2",
    [Said("en", Verdict.PREFERRED, "letter", "=cmd|x"), Said("en", Verdict.FORBIDDEN, "leaf")],
)


def back(name, *terms):
    return terms_of(GLOSSARY_FORMATS[name].write(terms))


@pytest.mark.parametrize("name", GLOSSARY_FORMATS)
def test_a_term_comes_back_with_all_that_is_agreed(name):
    alone = TermRow("en", "alone")

    assert back(name, TERM, alone) == [TERM, alone]


@pytest.mark.parametrize("name", GLOSSARY_FORMATS)
@mock.patch.object(reading, "run_confined", read_here)
@given(term=WORDS, explanation=WORDS, said=st.lists(SAID, max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_words_come_back_to_the_letter(name, term, explanation, said):
    # Within a TBX entry the translations of a language stand together.
    row = TermRow("uk", term, explanation, said=sorted(said, key=lambda each: each.language))

    assert back(name, row) == [row]


def test_no_cell_is_a_formula():
    dangerous = [f"{sign}1+1" for sign in "=+-@＝"]
    written = GLOSSARY_FORMATS["csv"].write([TermRow("uk", word, explanation=word) for word in dangerous])

    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))[1:]

    assert all(cell[:1] not in "=+-@＝" for row in rows for cell in row if cell)
    assert [row.term for row in terms_of(written)] == dangerous


def test_another_program_reads_the_terms():
    theirs = tbxfile.parsestring(GLOSSARY_FORMATS["tbx"].write([TERM]))

    assert [(unit.source, unit.target) for unit in theirs.units] == [("лист", "letter")]


def test_the_newer_form_of_tbx_is_read():
    newer = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" style="dca" type="TBX-Basic" xml:lang="uk"><text><body>
    <conceptEntry id="1"><descrip type="definition">пошта</descrip>
    <langSec xml:lang="uk"><termSec><term>лист</term></termSec></langSec>
    <langSec xml:lang="en-GB"><termSec><term>leaf</term>
    <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec>
    </conceptEntry></body></text></tbx>"""

    [term] = terms_of(newer.encode())

    assert (term.term, term.explanation, term.said) == (
        "лист",
        "пошта",
        [Said("en", Verdict.FORBIDDEN, "leaf")],
    )


@pytest.mark.parametrize("divider", [";", "\t"])
def test_the_dividers_of_other_countries_are_understood(divider):
    [term] = terms_of(f"language{divider}term\nuk{divider}лист\n".encode("utf-8-sig"))

    assert term.key == ("uk", "лист")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"/etc/hostname",
        b"a,b\n1,2\n",
        b"language,term\n",
        b"language,term\nuk,\xff\n",
        b"language,term\nuk,a\0\n",
        b"<martif><text/></martif>",
        b"<svg/>",
        b"<martif>",
        b'<!DOCTYPE martif SYSTEM "file:///etc/hostname"><martif/>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><martif>&a;</martif>',
        b"x" * (1024 * 1024 + 1),
        b"language,term\n" + b"".join(b"uk,term %d\n" % number for number in range(MOST_TERMS + 1)),
        b'language,term\nuk,"' + b"a" * 200_000,
    ],
)
def test_a_bad_file_gets_a_sentence(body):
    with pytest.raises(FileRefused) as refused:
        terms_of(body)

    assert str(refused.value.sentence).endswith(".")
