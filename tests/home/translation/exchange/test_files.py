"""Files of a translation as a translator sends them, and as somebody who means harm does."""

import re
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from home.translation.choices import Right, UnitAct, UnitState
from home.translation.core.actions.units import save_draft
from home.translation.exchange.read_models.incoming import lines_of
from home.translation.exchange.read_models.outgoing import sheet_of
from home.translation.files.formats import FORMATS
from home.translation.files.forms import Carried, sealed
from home.translation.files.reading import arrival_of
from home.translation.models import UnitEvent
from home.translation.text.differences import OnePage
from tests.factories.desk import (
    block,
    edit,
    open_for,
    open_site,
    own_story,
    source_page,
    translate_all,
    units_of,
)
from tests.standing import standing

pytestmark = pytest.mark.django_db
LINKED = '<p>Слова УКР <a href="https://t.me/one">там УКР</a></p><p>Засуджений на 5 років УКР</p>'


@standing
def page():
    open_site("en", "crh")
    return source_page([block("heading", "Розділ УКР"), block("paragraph", LINKED)])


@standing
def translation(page):
    return open_for(page, "en", "crh")[0]


@pytest.fixture
def as_person(as_person):
    """The same, reading the admin in English."""

    def enter(*who, **how):
        user = as_person(*who, **how)
        UserProfile.objects.create(user=user, preferred_language="en")
        return user

    return enter


@pytest.fixture
def translator(as_person):
    return as_person("translator", Right.TRANSLATE)


def address(translation, rest=""):
    return f"/admin/desk/{translation.pk}/files/{rest}"


def po_of(translation):
    """Return the PO file as it is fetched, parsed."""
    return polib.pofile(FORMATS["po"].write(sheet_of(translation)).decode())


def entry_for(file, words):
    return next(entry for entry in file if words in entry.msgid)


def unit_for(translation, words):
    return next(unit for unit in units_of(translation) if words in unit.string.data)


def send(client, translation, file, name="file.po"):
    body = file if isinstance(file, bytes) else str(file).encode()
    return client.post(address(translation), {"file": SimpleUploadedFile(name, body)})


def fates(answer):
    return {fate.value: count for fate, count in answer.context["counts"]}


def take(client, translation, answer, *units):
    """Tick what the page ticks, or exactly these units, and send it."""
    ticked = [unit.pk for unit in units] or [
        line.unit.pk for line in answer.context["lines"] if line.is_taken_unasked
    ]
    return client.post(
        address(translation, "take/"), {"token": answer.context["token"], "take": ticked}, follow=True
    )


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_fetched_looked_at_and_taken_in_every_format(client, translation, translator, name):
    fetched = client.get(address(translation, f"{name}/"))
    rows = [(row.key, row.source) for row in sheet_of(translation).rows]
    assert [entry.key for entry in arrival_of(fetched.content).entries] == [key for key, _source in rows]
    filled = fetched.content.decode()
    for number, unit in enumerate(units_of(translation)):
        if "<a" not in unit.string.data:
            filled = _fill(name, filled, unit, f"English {number} 5")

    looked = send(client, translation, filled.encode())
    assert not UnitEvent.objects.exists()
    take(client, translation, looked)

    drafts = {unit.draft for unit in units_of(translation)}
    assert drafts == {None, *(f"English {number} 5" for number in (0, 1, 2, 4))}
    assert {unit.state for unit in units_of(translation)} == {UnitState.TRANSLATED, UnitState.EMPTY}
    assert {event.act for event in UnitEvent.objects.all()} == {UnitAct.IMPORTED}


def _fill(name, text, unit, words):
    """Write into a file as its reader would, by hand."""
    source = re.escape(unit.string.data)
    pattern, new = {
        "po": (rf'(msgid "{source}"\nmsgstr )""', rf'\1"{words}"'),
        "xliff12": (rf"(<source>{source}</source>)", rf"\1<target>{words}</target>"),
        "table": (rf'(>{source}</td><td lang="en" contenteditable="true">)', rf"\1{words}"),
    }[name]
    filled, count = re.subn(pattern, new, text)
    assert count == 1
    return filled


def test_what_a_file_would_change_is_shown_as_a_field_shows_it(client, page, translation, translator):
    edit(page, intro="Вступ & УКР")
    file = po_of(translation)
    entry = next(entry for entry in file if "Вступ" in entry.msgid)
    entry.msgstr = "Intro &amp; ENG"

    html = send(client, translation, str(file).encode()).content.decode()

    assert "Вступ &amp; УКР" in html and "Intro &amp; ENG" in html
    assert "&amp;amp;" not in html


def test_strings_of_a_file_share_one_translation_and_ask_for_no_page_again(translation, translator):
    """Each of their own would bring the whole page along: 600 strings of a long page were 400 MB."""
    arrival = arrival_of(FORMATS["po"].write(sheet_of(translation)))

    with CaptureQueriesContext(connection) as asked:
        lines = lines_of(translation, arrival)

    assert {id(line.unit.translation) for line in lines} == {id(translation)}
    assert not [query for query in asked if "content_json" in query["sql"]]


def test_lines_of_a_file_are_compared_as_one_page(client, translation, translator, monkeypatch):
    for unit in units_of(translation):
        if "<a" not in unit.string.data:
            save_draft(unit, "One two three", by=None, version=unit.version)
    file = po_of(translation)
    for entry in file:
        entry.msgstr = "" if "<a" in entry.msgid else "One four three"
    monkeypatch.setattr(OnePage.__init__, "__kwdefaults__", {"steps": 30, "segments": 100})

    shown = send(client, translation, file).content.decode()

    assert shown.count("One <del>two</del><ins>four</ins> three") == 1
    assert shown.count("<del>One two three</del><ins>One four three</ins>") == 3


@pytest.mark.both_databases
def test_nothing_is_saved_before_a_yes_and_nothing_that_is_not_ticked(client, translation, translator):
    file = po_of(translation)
    entry_for(file, "Вступ").msgstr, entry_for(file, "Розділ").msgstr = "Intro", "Part"

    looked = send(client, translation, file)
    assert fates(looked) == {"add": 2, "blank": 3}
    assert all(unit.draft is None for unit in units_of(translation))

    take(client, translation, looked, unit_for(translation, "Вступ"))
    assert [unit.draft for unit in units_of(translation) if unit.draft] == ["Intro"]


def test_a_reviewed_text_is_replaced_only_by_its_own_tick_and_stays_public(client, translation, translator):
    translate_all(translation)
    file = po_of(translation)
    entry_for(file, "Вступ").msgstr = "Other"
    looked = send(client, translation, file)
    assert fates(looked) == {"reviewed": 1, "same": 4}
    unit = unit_for(translation, "Вступ")

    take(client, translation, looked)
    assert unit_for(translation, "Вступ").draft == "Вступ ENG"
    take(client, translation, looked, unit)

    unit = unit_for(translation, "Вступ")
    assert (unit.draft, unit.approved_text, unit.state) == ("Other", "Вступ ENG", UnitState.TRANSLATED)


def test_a_string_that_somebody_changed_meanwhile_is_refused_alone(client, translation, translator):
    file = po_of(translation)
    entry_for(file, "Вступ").msgstr, entry_for(file, "Розділ").msgstr = "Intro", "Part"
    looked = send(client, translation, file)
    unit = unit_for(translation, "Вступ")
    save_draft(unit, "Theirs", by=None, version=unit.version)

    answer = take(client, translation, looked)

    assert answer.status_code == 409
    assert "Intro" in answer.content.decode()
    assert unit_for(translation, "Вступ").draft == "Theirs"
    assert unit_for(translation, "Розділ").draft == "Part"


def test_a_text_for_an_original_that_changed_is_offered_to_what_stands_there_now(
    client, page, translation, translator
):
    file = po_of(translation)
    entry_for(file, "Вступ").msgstr, entry_for(file, "Слова").msgstr = "Intro", 'Words <a id="a1">there</a>'
    changed = LINKED.replace("Слова УКР", "Нові слова УКР")
    edit(page, intro="Вступ УКР інакше", body=[block("paragraph", changed, page.body[1].id)])

    looked = send(client, translation, file)

    assert fates(looked)["moved"] == 2
    assert "<ins> інакше</ins>" in looked.content.decode()
    take(client, translation, looked)
    assert unit_for(translation, "Вступ").draft is None
    take(client, translation, looked, *units_of(translation))
    assert unit_for(translation, "Вступ").draft == "Intro"
    assert unit_for(translation, "Нові").draft == 'Words <a id="a1">there</a>'


def test_a_text_whose_links_the_original_changed_is_told_and_shown(client, page, translation, translator):
    file = po_of(translation)
    entry_for(file, "Слова").msgstr = 'Words <a id="a1">there</a>'
    changed = LINKED.replace("<p>Слова", '<p><a href="https://new.example/">Нове</a> слова')
    edit(page, body=[page.body.raw_data[0], block("paragraph", changed, page.body[1].id)])

    looked = send(client, translation, file)

    assert looked.context["lines"] == []
    assert "&gt;there&lt;/a&gt;" in looked.content.decode()


def test_a_text_for_what_left_the_original_is_told_of(client, page, translation, translator):
    file = po_of(translation)
    entry_for(file, "Розділ").msgstr = "Part"
    edit(page, body=[block("paragraph", LINKED, page.body[1].id)])

    looked = send(client, translation, file)

    assert "no longer in the original" in looked.content.decode()
    assert looked.context["lines"] == []


def test_an_older_text_that_stayed_marked_decides_nothing(client, page, translation, translator):
    translate_all(translation)
    edit(page, intro="Вступ УКР інакше")
    file = po_of(translation)
    entry = entry_for(file, "Вступ")
    assert (entry.msgstr, entry.fuzzy, entry.previous_msgid) == ("Вступ ENG", True, "Вступ УКР")

    assert send(client, translation, file).context["lines"] == []
    entry.flags.remove("fuzzy")
    [line] = send(client, translation, file).context["lines"]

    assert (line.fate, line.text) == ("add", "Вступ ENG")


@pytest.mark.parametrize(
    ("words", "text"),
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
    ],
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


@pytest.mark.parametrize("what", ["nothing", "another's", "another text's", "changed", "yesterday's"])
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
    token = {"nothing": "", "changed": token[:40] + "A" + token[41:]}.get(what, token)

    answer = client.post(
        address(subject, "take/"), {"token": token, "take": [unit.pk for unit in units_of(translation)]}
    )

    assert answer.status_code == 400
    assert all(unit.draft is None for unit in units_of(translation))


@pytest.mark.both_databases
@pytest.mark.parametrize("ticked", [[], ["x"], ["-1"], ["9" * 30], ["\u0661"], ["0"]])
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


def test_what_is_logged_holds_no_text(client, translation, translator):
    file = po_of(translation)
    entry_for(file, "Вступ").msgstr = "Canary words"
    take(client, translation, send(client, translation, file))

    logged = ModelLogEntry.objects.filter(action__in=["translation.look_over_file", "translation.take_file"])

    assert [entry.data.get("saved") for entry in logged.order_by("pk")] == [None, 1]
    assert "Canary" not in str([entry.data for entry in logged])


def test_a_draft_that_is_no_good_html_is_shown_harmless_in_a_table(client, translation, translator):
    unit = unit_for(translation, "Вступ")
    save_draft(unit, "A &lt;script&gt; &amp; B", by=None, version=unit.version)

    written = client.get(address(translation, "table/"))

    assert b"A &lt;script&gt; &amp; B" in written.content
    assert written.headers["Content-Disposition"].startswith("attachment")
    assert etree.HTML(written.content).findall(".//script") == []


def test_unknown_formats_are_not_found(client, translation, translator):
    assert client.get(address(translation, "docx/")).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_strings(client, page, translator, django_assert_max_num_queries, count):
    body = [block("heading", f"Розділ УКР {number}") for number in range(count)]
    translation = open_for(source_page(body, slug="many"), "en")[0]
    file = po_of(translation)
    for entry in file:
        entry.msgstr = entry.msgid.replace("УКР", "").replace("Розділ", "Part")
    file.extend(polib.POEntry(msgctxt=f"u{n}:0", msgid="a", msgstr="b") for n in range(count * 100))
    send(client, translation, file)

    with django_assert_max_num_queries(30):
        send(client, translation, file)
    with django_assert_max_num_queries(14):
        client.get(address(translation, "po/"))
