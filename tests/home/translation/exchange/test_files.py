"""Files of a translation as a translator sends them: shown before anything is saved, taken by a tick."""

import re

import polib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from wagtail.models import ModelLogEntry

from home.translation.choices import UnitAct, UnitState
from home.translation.core.actions.units import save_draft
from home.translation.exchange.read_models.incoming import lines_of
from home.translation.exchange.read_models.outgoing import sheet_of
from home.translation.files.formats import FORMATS
from home.translation.files.reading import arrival_of
from home.translation.models import UnitEvent
from home.translation.text.differences import OnePage
from tests.factories.desk import block, edit, open_for, source_page, translate_all, units_of
from tests.home.translation.exchange.file_world import (
    LINKED,
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
from tests.tiers import LONG, first_of

__all__ = ["as_person", "page", "translation", "translator"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", first_of(FORMATS))
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


@pytest.mark.full(LONG)
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


@pytest.mark.full(LONG)
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


@pytest.mark.full(LONG)
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


@pytest.mark.full(LONG)
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


@pytest.mark.full(LONG)
@pytest.mark.parametrize("count", first_of([1, 30]))
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
