"""Files as people and their programs send them, and files meant to do harm: a sentence, never an error."""

from uuid import uuid4

import polib
import pytest
from django.utils.translation import override

from home.translation.choices import UnitState
from home.translation.files.content import FileRefused, FileRow, Sheet, key_of
from home.translation.files.formats import FORMATS
from home.translation.files.reading import LARGEST_BYTES, arrival_of

UUID = str(uuid4())
KEY = key_of(1, "Слова")
SHEET = Sheet(UUID, "Назва", "uk", "en", (FileRow(KEY, "story", "Слова", "", UnitState.EMPTY),))
PO, XLIFF, TABLE = (FORMATS[name].write(SHEET) for name in ("po", "xliff12", "table"))
XLIFF_2 = f"""<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="uk" trgLang="en">
<file id="f1" original="{UUID}"><unit id="{KEY}"><segment id="s1" state="translated">
<source>Слова</source><target>Words</target></segment></unit></file></xliff>""".encode()
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<!doctype x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
REFUSED = {
    "empty": b"",
    "spaces": b" \n ",
    "the name of a file": b"/etc/hostname",
    "the name of a file of ours": b"manage.py",
    "NUL": PO + b"\0",
    "garbage": bytes(range(256)) * 4,
    "a picture": b"\x89PNG\r\n\x1a\n\0\0",
    "an archive": b"PK\x03\x04rest",
    "no header": b'msgctxt "%b"\nmsgid "a"\nmsgstr "b"\n' % KEY.encode(),
    "Latin-1": PO + "é".encode("latin-1"),
    "says Latin-1": PO.replace(b"charset=UTF-8", b"charset=iso-8859-1"),
    "says an unknown encoding": PO.replace(b"charset=UTF-8", b"charset=../../etc/passwd"),
    "broken PO": PO + b'msgid "open\nmsgstr',
    "a PO of another kind": PO.replace(b"msgctxt", b"msgwhat"),
    "a line of one word": b"msgid",
    "too large": PO + b"#" * LARGEST_BYTES,
    "billion laughs": LAUGHS + XLIFF.partition(b"?>")[2],
    "an entity from outside": OUTSIDE + XLIFF.partition(b"?>")[2],
    "broken XML": XLIFF[:-10],
    "no end of depth": b"<xliff>" * 20_000,
    "other XML": b"<svg/>",
    "XLIFF of another version": XLIFF.replace(b"document:1.2", b"document:9.0"),
    "XML in another encoding": XLIFF.decode().encode("windows-1251"),
    "a page without a table of ours": b"<html><body><p>Hello</p></body></html>",
    "a page of nothing": b"<html",
    "foreign head": TABLE.replace(UUID.encode(), b"none"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_is_refused_with_a_sentence(what):
    with pytest.raises(FileRefused) as refused:
        arrival_of(REFUSED[what])

    assert str(refused.value.sentence).endswith((".", "”."))
    assert "hostname" not in str(refused.value.sentence)


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (XLIFF_2, ("xliff 2.1", "PO", "XLIFF 1.2")),
        (XLIFF_2.decode().encode("utf-16"), ("xliff 2.1", "PO", "XLIFF 1.2")),
        (b'<martif type="TBX-Basic"><text/></martif>', ("martif", "PO", "XLIFF 1.2")),
        (b"PK\x03\x04rest", ("HTML", "PO", "XLIFF 1.2")),
        (b"words", ("PO", "XLIFF 1.2")),
    ],
)
def test_a_file_of_another_kind_is_refused_with_those_that_are_taken(body, words, language):
    with override(language), pytest.raises(FileRefused) as refused:
        arrival_of(body)
    with override(language):
        sentence = str(refused.value.sentence)

    assert all(word in sentence for word in words)
    assert any("а" <= sign <= "я" for sign in sentence) == (language == "uk")


def test_a_name_of_a_file_is_never_opened(tmp_path, monkeypatch):
    secret = tmp_path / "msgid"
    secret.write_bytes(PO)
    monkeypatch.chdir(tmp_path)

    for body in (b"msgid", str(secret).encode()):
        with pytest.raises(FileRefused):
            arrival_of(body)


def test_twenty_thousand_strings_are_read():
    body = PO + b"".join(b'msgctxt "u%d:%s"\nmsgid "a"\nmsgstr ""\n\n' % (n, b"0" * 2) for n in range(20_000))

    assert len(arrival_of(body).entries) == 20_001


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("body", [XLIFF, TABLE])
def test_marks_of_byte_order_are_understood(body, mark):
    assert arrival_of(body.decode().encode(mark)).uuid == UUID


def test_an_obsolete_string_of_a_po_file_is_none():
    file = polib.pofile(PO.decode())
    file[0].obsolete = True

    assert arrival_of(str(file).encode()).entries == ()


WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1251"><style><!-- p {{}} --></style></head>
<body lang=EN-US><p class=MsoNormal>Number: {UUID}<o:p></o:p></p><table class=MsoTableGrid><tr>
<td><p class=MsoNormal><span lang=UK>{KEY[:9]}
</span>{KEY[9:]}<o:p></o:p></p><p>story</p></td><td><p>Слова</p></td>
<td><p class=MsoNormal>Words &#1178;<span lang=EN>
and </span><b>bo</b><b>ld</b><b> </b><i><span>x</span></i> <del>gone</del><ins>new</ins>
<a href="file:///C:/x.htm#a1"><span>link</span></a><o:p></o:p></p><p>Second</p></td></tr>
<tr><td>1</td><td>2</td><td>3</td></tr></table></body></html>"""
OFFICE = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><HTML><HEAD>
<META HTTP-EQUIV="CONTENT-TYPE" CONTENT="text/html; charset=utf-8"></HEAD><BODY LANG="uk-UA">
<P>Number: {UUID}</P><TABLE><TR VALIGN=TOP><TD><P><FONT SIZE=2>{KEY}</FONT><BR>story</P></TD>
<TD><P>Слова</P></TD>
<TD><P LANG="en-GB">Words <B>bold</B> <A HREF="#a1">link</A></P></TD></TR></TABLE></BODY></HTML>"""


def test_what_a_word_processor_makes_of_the_table_is_read():
    [word] = arrival_of(WORD.encode("windows-1251")).entries
    [office] = arrival_of(OFFICE.encode()).entries

    assert word.key == office.key == KEY
    assert word.text == 'Words Қ and <b>bold </b><i>x</i> new <a id="a1">link</a><br/>Second'
    assert office.text == 'Words <b>bold</b> <a id="a1">link</a>'


def test_an_empty_cell_stays_empty():
    page = OFFICE.replace('Words <B>bold</B> <A HREF="#a1">link</A>', "&nbsp;<BR>")

    [entry] = arrival_of(page.encode()).entries

    assert entry.text == ""


@pytest.mark.parametrize("mark", ["mrk", "g", "bpt", "script"])
def test_tags_of_a_program_are_passed_over_or_told(mark):
    tag = f'<target><{mark} id="zz-1" mtype="seg" mid="1">Words</{mark}></target>'.encode()

    [entry] = arrival_of(XLIFF.replace(b"</source>", b"</source>" + tag)).entries

    assert (entry.text, bool(entry.fault)) == (("Words", False) if mark == "mrk" else ("", True))
