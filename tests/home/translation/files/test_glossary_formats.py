"""The glossary in files: what goes out comes back, no cell is a formula, nothing but CSV is taken."""

import csv
import io

import pytest
from hypothesis import given, settings, strategies as st

from home.translation.choices import Verdict
from home.translation.files.content import FileRefused
from home.translation.files.glossary_content import Said, TermRow
from home.translation.files.glossary_csv import MOST_TERMS, terms_of, write

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


def back(*terms):
    return terms_of(write(terms))


def test_a_term_comes_back_with_all_that_is_agreed():
    alone = TermRow("en", "alone")

    assert back(TERM, alone) == [TERM, alone]


@given(term=WORDS, explanation=WORDS, said=st.lists(SAID, max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_words_come_back_to_the_letter(term, explanation, said):
    row = TermRow("uk", term, explanation, said=said)

    assert back(row) == [row]


def test_no_cell_is_a_formula():
    dangerous = [f"{sign}1+1" for sign in "=+-@＝"]
    written = write([TermRow("uk", word, explanation=word) for word in dangerous])

    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))[1:]

    assert all(cell[:1] not in "=+-@＝" for row in rows for cell in row if cell)
    assert [row.term for row in terms_of(written)] == dangerous


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
