"""Each format alone: what goes out comes back to the letter, also through a program that is not ours."""

import json
from subprocess import CompletedProcess
from unittest import mock
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings, strategies as st
from lxml import etree
from translate.storage import pypo, xliff

from home.translation.choices import UnitState
from home.translation.files import reader, reading, table, xliff12
from home.translation.files.content import FileRow, Sheet, key_of
from home.translation.files.formats import FORMATS
from home.translation.files.reading import arrival_of
from tests.tiers import first_of

UUID = str(uuid4())
LINKED = 'Слова УКР <a id="a1">там <b>і тут</b></a>, "лапки" &amp; &lt;знаки&gt;<br/>ще'
# XML and a page in a browser hold no control characters; such a text is refused on its way in.
SIGNS = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], include_characters="\n\t")
PLAIN = st.text(SIGNS | st.sampled_from("<>&\"'\\%{}"), max_size=40)
# A page shows a run of spaces as one, and none at the ends.
WORD = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1)
WORDS = st.lists(WORD, max_size=6).map(" ".join)


def strings_of(words):
    """Return a strategy of strings of a page: words, in bold or in links, with line ends between."""
    escaped = words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    bold = escaped.map(lambda text: f"<b>{text}</b>")
    linked = st.tuples(st.integers(1, 9), escaped).map(lambda pair: f'<a id="a{pair[0]}">{pair[1]}</a>')
    parts = st.one_of(escaped, bold, linked, st.just("<br/>"))
    return st.lists(parts, max_size=5).map("".join)


def canonical(html):
    """Return the text as it is stored in the end."""
    return str(BeautifulSoup(html, "html.parser"))


def sheet(*rows, title="Назва"):
    return Sheet(uuid=UUID, title=title, source_language="uk", language="en", rows=rows)


def row(source=LINKED, text="", state=UnitState.TRANSLATED, number=1, **more):
    return FileRow(key_of(number, source), "story: Text", source, text, state, **more)


def back(name, *rows):
    return arrival_of(FORMATS[name].write(sheet(*rows)))


def read_here(_script, given, **_limits):
    """Read in this process what a child would read: hundreds of examples need not start hundreds of those."""
    return CompletedProcess([], 0, json.dumps(reader.answer(given)).encode())


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_which_translation_and_string_it_holds(name):
    rows = row(text="A", number=1), row("Інше", text="B", number=22), row("Порожнє", number=333)

    arrival = back(name, *rows)

    assert arrival.uuid == UUID
    assert [(entry.key, entry.text) for entry in arrival.entries] == [(each.key, each.text) for each in rows]


@pytest.mark.parametrize("name", first_of(["po", "xliff12"]))
@mock.patch.object(reading, "run_confined", read_here)
@given(source=strings_of(PLAIN), text=strings_of(PLAIN))
@settings(max_examples=40, deadline=None)
def test_any_string_comes_back_to_the_letter(name, source, text):
    [entry] = back(name, row(canonical(source), canonical(text))).entries

    assert (entry.source, entry.text) == (canonical(source), canonical(text))


@mock.patch.object(reading, "run_confined", read_here)
@given(text=strings_of(WORDS))
@settings(max_examples=40, deadline=None)
def test_a_table_brings_back_what_a_page_shows(text):
    text = reader.text_of(etree.HTML(f"<table><td>{table._shown(text)}</td></table>").find(".//td"))

    [entry] = back("table", row(text=text)).entries

    assert entry.text == text


@pytest.mark.parametrize("name", FORMATS)
def test_an_offered_text_is_marked_as_unfinished_and_a_translation_is_not(name):
    older = {"older_source": "Слова", "older_text": "Words"}

    changed, done = back(
        name, row(text="Words", state=UnitState.CHANGED, **older), row("Інше", "B", number=2)
    ).entries

    assert changed.is_unsure
    assert done.is_unsure == (name == "table")  # where nothing can be marked, nothing is decided unasked


@pytest.mark.parametrize("state", UnitState)
@pytest.mark.parametrize("name", FORMATS)
def test_every_state_and_older_text_can_be_written(name, state):
    written = FORMATS[name].write(sheet(row(text="Words", state=state, older_source="С", older_text="W")))

    assert len(arrival_of(written).entries) == 1


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_format_cannot_hold_breaks_no_file(name):
    odd = "a\x00\x0b\x1f\u2028\ufffe" + "<b>" * 3000

    assert FORMATS[name].write(sheet(row(text=odd, older_text=odd), title="<b>\x01\u2028"))


def test_a_table_holds_no_tag_but_those_of_a_text():
    written = FORMATS["table"].write(sheet(row(text="<script>x</script><img onerror=x>"), title="<script>"))

    assert b"<script" not in written
    assert b"<img" not in written


def test_inline_tags_are_tags_that_programs_protect():
    root = etree.fromstring(xliff12.write(sheet(row(text=LINKED))))

    names = [etree.QName(each).localname for each in root.iter() if each.get("id") in ("a1", "b-1", "br-1")]
    assert names == ["g", "g", "x"] * 2


THEIRS = {"po": pypo.pofile, "xliff12": xliff.Xliff1File}


class TestAnotherProgram:
    """translate-toolkit reads what we wrote, writes it anew, and we read that."""

    ROWS = (row(text=LINKED), row("Два\nрядки", 'Two\nlines "q"', number=2), row("Порожнє", number=3))

    @pytest.mark.parametrize(
        ("name", "store"),
        THEIRS.items(),
    )
    def test_reads_and_writes_the_same_strings(self, name, store):
        ours = FORMATS[name].write(sheet(*self.ROWS))

        theirs = store.parsestring(ours)
        again = arrival_of(bytes(theirs))

        said = [unit for unit in theirs.units if not unit.isheader()]
        assert len(said) == len(self.ROWS)
        assert again == arrival_of(ours)

    def test_fills_in_a_translation_that_we_then_read(self):
        theirs = xliff.Xliff1File.parsestring(FORMATS["xliff12"].write(sheet(row("Слова"))))
        theirs.units[0].target = "Words & more"

        [entry] = arrival_of(bytes(theirs)).entries

        assert entry.text == "Words &amp; more"

    def test_knows_which_strings_are_done(self):
        rows = row(text="A", state=UnitState.CHANGED), row("Інше", "B", UnitState.REVIEWED, number=2)
        po = pypo.pofile.parsestring(FORMATS["po"].write(sheet(*rows))).units[1:]
        xlf = xliff.Xliff1File.parsestring(FORMATS["xliff12"].write(sheet(*rows))).units

        assert [unit.isfuzzy() for unit in po] == [True, False]
        assert [unit.isapproved() for unit in xlf] == [False, True]
