"""Files of a translation as somebody sends them who errs or means harm: told, and nothing of it is saved."""

from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.translation.choices import Right
from home.translation.exchange.read_models.outgoing import sheet_of
from home.translation.files.formats import FORMATS
from home.translation.files.forms import Carried, sealed
from tests.factories.desk import open_for, own_story, source_page, units_of
from tests.home.translation.exchange.file_world import (
    address,
    as_person,
    entry_for,
    fates,
    page,
    po_of,
    send,
    take,
    translation,
    translator,
    unit_for,
)
from tests.tiers import first_of

__all__ = ["as_person", "page", "translation", "translator"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "text"),
    first_of(
        [
            ("Слова", "Words there"),  # the link is lost
            ("Слова", 'Words <a id="a1">there</a> <a id="a2">x</a>'),
            ("Слова", 'Words <a id="a1" href="javascript:alert(1)">there</a>'),  # PO-13
            ("Слова", 'Words <a href="https://t-me.example/">there</a>'),  # PO-14
            ("Вступ", "<script>alert(1)</script>"),  # PO-12
            ("Вступ", "<b>Intro"),
            ("Вступ", "Intro \u202egnp.exe"),  # PO-16
            ("Вступ", "Intro \x07"),
            ("Назва", "Title " * 100),  # PO-26: the field holds 255 characters
            ("Вступ", "long " * 5_000),
        ]
    ),
)
def test_a_text_that_cannot_stand_there_is_told_and_not_offered(client, translation, translator, words, text):
    file = po_of(translation)
    entry_for(file, words).msgstr = text

    looked = send(client, translation, file)

    assert fates(looked) == {"error": 1, "blank": 4}
    assert looked.context["lines"] == []
    assert "<script>alert(1)" not in looked.content.decode()
    take(client, translation, looked, unit_for(translation, words))
    assert all(unit.draft is None for unit in units_of(translation))


def test_a_changed_number_is_told_beside_the_text(client, translation, translator):
    """PO-22"""
    file = po_of(translation)
    entry_for(file, "років").msgstr = "Sentenced to 15 years"

    [line] = send(client, translation, file).context["lines"]

    assert "15" in line.remarks[0]


def test_a_person_named_otherwise_in_their_own_story_is_told_beside_the_text(client, page, as_person):
    translation = open_for(own_story(), "en")[0]
    as_person("translator", Right.TRANSLATE)
    file = po_of(translation)
    next(entry for entry in file if "порту" in entry.msgid).msgstr = "At the port they called Piotr master"

    html = send(client, translation, str(file).encode()).content.decode()

    assert "write it so: Petro" in html


def test_two_texts_for_one_string_are_an_error(client, translation, translator):
    """PO-21"""
    file = po_of(translation)
    entry = entry_for(file, "Вступ")
    file.append(polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgstr="One"))
    entry.msgstr = "Two"

    assert fates(send(client, translation, file)) == {"error": 2, "blank": 4}


@pytest.mark.parametrize("context", ["slug", "private_note", "u1:x", "", "u99999999999:0123456789abcdef"])
def test_a_string_that_is_none_of_this_text_is_told(client, translation, translator, context):
    """PO-15 and PO-18: neither the slug nor a private field is a string of the desk, so none can be sent."""
    file = po_of(translation)
    file.append(polib.POEntry(msgctxt=context, msgid="x", msgstr="../../etc"))

    assert fates(send(client, translation, file)) == {"unknown": 1, "blank": 5}


@pytest.mark.parametrize("changed", ["msgid", "msgctxt"])
def test_a_string_with_another_original_is_told(client, translation, translator, changed):
    file = po_of(translation)
    entry = entry_for(file, "Вступ")
    entry.msgstr = "Intro"
    setattr(entry, changed, "Інше" if changed == "msgid" else entry.msgctxt[:-4] + "0000")

    assert fates(send(client, translation, file)) == {"wrong_source": 1, "blank": 4}


BAD = {
    "PO-02 empty": b"",
    "PO-03 garbage": bytes(range(256)) * 40,
    "PO-05 no header": b'msgctxt "u1:0123456789abcdef"\nmsgid "a"\nmsgstr "b"\n',
    "a name of a file": b"/etc/hostname",
    "entities": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xliff>&a;</xliff>',
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_gets_a_sentence_and_a_row_in_the_log(client, translation, translator, what):
    answer = send(client, translation, BAD[what])

    assert answer.status_code == 400
    assert answer.context["form"].errors["file"]
    entry = ModelLogEntry.objects.get(action="translation.look_over_file")
    assert entry.data["is_refused"]


def test_a_kind_of_file_that_was_taken_when_the_page_was_made_is_refused_and_changes_nothing(
    client, translation, translator
):
    body = (
        f'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"><file original="{translation.uuid}"/></xliff>'
    )
    seen = {str(unit.pk): unit.version for unit in units_of(translation)}
    token = sealed(Carried(body.encode(), seen), user=translator, subject=translation.pk)

    answer = client.post(address(translation, "take/"), {"token": token, "take": list(seen)})

    assert (answer.status_code, "XLIFF 1.2" in answer.content.decode()) == (400, True)
    assert all(unit.draft is None for unit in units_of(translation))


def test_no_file_at_all_gets_a_sentence(client, translation, translator):
    """PO-01"""
    for data in ({}, {"file": "no file"}):
        answer = client.post(address(translation), data)

        assert (answer.status_code, "Choose a file." in answer.content.decode()) == (400, True)


def test_a_file_of_another_translation_is_refused(client, page, translation, translator):
    other = open_for(source_page([], slug="other"), "en")[0]

    answer = send(client, translation, FORMATS["po"].write(sheet_of(other)))

    assert (answer.status_code, "another translation" in answer.content.decode()) == (400, True)


def test_a_right_in_another_language_opens_no_file(client, page, translation, as_person):
    """PO-24 and PO-25. Rights are by language here; whoever has none gets the same 404 as for no text."""
    file = po_of(translation)
    as_person("other", *Right, language="crh")

    assert client.get(address(translation)).status_code == 404
    assert client.get(address(translation, "po/")).status_code == 404
    assert send(client, translation, file).status_code == 404
    assert client.post(address(translation, "take/"), {"token": "x"}).status_code == 404


def test_any_right_fetches_and_only_a_translator_brings_back(client, translation, as_person):
    as_person("reviewer", Right.REVIEW)
    file = po_of(translation)
    entry_for(file, "Вступ").msgstr = "Intro"

    assert client.get(address(translation, "po/")).status_code == 200
    assert 'type="file"' not in client.get(address(translation)).content.decode()
    assert send(client, translation, file).status_code in (302, 403)
    assert not ModelLogEntry.objects.filter(action="translation.look_over_file").exists()


@pytest.mark.parametrize(
    "what", first_of(["nothing", "another's", "another text's", "changed", "yesterday's"])
)
def test_only_a_page_that_was_made_for_this_is_taken(
    client, translation, translator, as_person, time_machine, what
):
    file = po_of(translation)
    entry_for(file, "Вступ").msgstr = "Intro"
    token, subject = send(client, translation, file).context["token"], translation
    if what == "another's":
        as_person("second", Right.TRANSLATE)
    if what == "another text's":
        subject = open_for(source_page([], slug="other"), "en")[0]
    if what == "yesterday's":
        time_machine.move_to(timezone.now() + timedelta(hours=25))
        client.force_login(translator)
    changed = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    token = {"nothing": "", "changed": changed}.get(what, token)

    answer = client.post(
        address(subject, "take/"), {"token": token, "take": [unit.pk for unit in units_of(translation)]}
    )

    assert answer.status_code == 400
    assert all(unit.draft is None for unit in units_of(translation))


@pytest.mark.both_databases
@pytest.mark.parametrize("ticked", first_of([[], ["x"], ["-1"], ["9" * 30], ["\u0661"], ["0"]]))
def test_odd_ticks_are_no_error_of_the_server(client, translation, translator, ticked):
    file = po_of(translation)
    entry_for(file, "Вступ").msgstr = "Intro"
    token = send(client, translation, file).context["token"]

    answer = client.post(address(translation, "take/"), {"token": token, "take": ticked})

    assert answer.status_code == 302
    assert all(unit.draft is None for unit in units_of(translation))


def test_no_file_is_left_behind(client, translation, translator, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    before = set(Path(settings.MEDIA_ROOT).rglob("*"))

    send(client, translation, po_of(translation))
    send(client, translation, b"x" * 3_000_000)

    assert list(tmp_path.iterdir()) == []
    assert set(Path(settings.MEDIA_ROOT).rglob("*")) == before
