"""The translator's panel: what it shows, and that nothing typed is ever lost."""

import re
import time
from html import unescape

import pytest

from home.translation.choices import Machine
from home.translation.models import TranslationSettings
from letters.choices.desk import DeskRole, LogAction
from letters.choices.letters import LetterState
from letters.handling.actions.claims import claim
from letters.handling.actions.opening import open_translation
from letters.models import Letter, LetterTranslation
from letters.screening.actions.decisions import hide_parts
from letters.sealing.sealed_box import seal_text
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.letters.text_world import ROWS, SOURCE, address, post, queries_of, words
from tests.standing import standing
from tests.tiers import first_of

PANEL_QUERIES, SAVE_QUERIES = 27, 30


@standing
def letter(world):
    letter = make_letter(world, body=SOURCE, state=LetterState.ACCEPTED, has_email=True)
    letter.sealed_name = seal_text("canary-name", letter=letter.uuid, field="name")
    letter.save()
    return letter


@standing
def desk(client, letter, translator):
    client.force_login(translator)
    return client


def stored_text(letter, by):
    return open_translation(letter=letter, by=by).text


# --- What a translator finds -----------------------------------------------------------------------


def test_original_and_fields_stand_side_by_side_in_their_languages(desk, letter):
    html = words(desk.get(address(letter)))

    assert re.findall(r'<p class="pair__source" id="source-\d" lang="uk"[^>]*>(.*?)</p>', html) == [
        "Доброго дня!",
        "Ми з котом читаємо 2 книжки.",
    ]
    assert len(re.findall(r'<textarea id="row-\d" name="row" lang="ru"', html)) == 2


def test_translator_finds_nothing_of_the_writer_and_no_hidden_part(desk, letter, screener):
    hide_parts(letter=letter, by=screener, version=1, spans=[{"start": 0, "end": 12}])

    html = words(desk.get(address(letter)))

    assert "canary-name" not in html and "Доброго" not in html and "▒▒▒" in html


def test_translator_who_is_also_a_reader_translates_without_the_hidden_parts(client, letter, screener, world):
    hide_parts(letter=letter, by=screener, version=1, spans=[{"start": 0, "end": 12}])
    client.force_login(make_member(world.partner, "both", DeskRole.TRANSLATOR, DeskRole.READER))

    html = words(client.get(address(letter, "translation")))

    assert "Доброго" not in html and "canary-name" not in html


@pytest.mark.parametrize("path", ["", "translation", "translation/session"])
def test_translator_of_another_language_finds_nothing(client, letter, world, path):
    client.force_login(make_member(world.partner, "stranger", DeskRole.TRANSLATOR, languages="de"))

    assert client.get(address(letter, path)).status_code == 404
    assert post(client, letter, "translation/save").status_code == 404
    assert post(client, letter, "translation/hand-over").status_code == 404


@pytest.mark.parametrize("role", [role for role in DeskRole if role != DeskRole.TRANSLATOR])
def test_nobody_else_translates(client, letter, world, role):
    client.force_login(make_member(world.partner, "other", role))

    answer = post(client, letter, "translation/save", script=True)

    assert answer.status_code in (302, 403, 404)
    assert not LetterTranslation.objects.exists()


def test_panel_is_one_opening_and_the_log_names_both_parts(desk, letter, translator):
    desk.get(address(letter))

    assert [*letter.log.filter(by=translator).values_list("action", flat=True)] == [LogAction.BOTH_OPENED]


def test_names_and_words_of_the_glossary_stand_beside(desk, letter, world):
    world.name_ru = "Вольный Иван Иванович"
    world.save()

    assert "Вольный Иван Иванович" in words(desk.get(address(letter)))


def test_panel_and_saving_ask_the_database_as_often_for_a_long_letter(desk, letter, world):
    long = make_letter(world, body="\n".join(["Ми читаємо 2 книжки про море."] * 100), state="accepted")
    desk.get(address(letter))

    shown = [queries_of(desk.get, address(each, "translation")) for each in (letter, long)]
    saved = [queries_of(post, desk, each, "translation/save", script=True) for each in (letter, long)]

    assert shown[0] == shown[1] <= PANEL_QUERIES, shown
    assert saved[0] == saved[1] <= SAVE_QUERIES, saved


# --- Saving ----------------------------------------------------------------------------------------


def test_text_is_saved_without_scripts_and_stands_there_again(desk, letter, translator):
    assert post(desk, letter, "translation/save").status_code == 302

    assert stored_text(letter, translator) == "\n\n".join(ROWS)
    assert "Мы с котом" in words(desk.get(address(letter)))


def test_script_is_told_the_new_version_and_what_the_checks_found(desk, letter):
    desk.get(address(letter))
    answer = post(desk, letter, "translation/save", ["Добрый день!", "Мы читаем 3 книги."], script=True)

    assert answer.json()["text_version"] == 1
    assert "Numbers differ" in unescape(answer.json()["remarks"])


def test_translator_is_told_about_how_many_pages_it_is_and_when_the_place_takes_fewer(desk, letter, world):
    world.facility.max_pages = 2
    world.facility.save()
    desk.get(address(letter))
    long = ["Добрый день!", "\n".join(["Мы с котом читаем 2 книги."] * 100)]

    short, long = [
        unescape(
            post(desk, letter, "translation/save", rows, script=True, text_version=seen).json()["remarks"]
        )
        for seen, rows in enumerate([ROWS, long])
    ]

    assert "On paper: about 1 page; 2 at most." in short and "Too many pages" not in short
    assert "On paper: about 3 pages; 2 at most." in long and "Too many pages" in long


def test_checks_tell_nothing_of_a_letter_that_was_never_opened(desk, letter):
    answer = post(desk, letter, "translation/save", ["а", "б"], script=True)

    assert "книжки" not in answer.json()["remarks"] and "2" not in answer.json()["remarks"]


def test_loser_of_two_saves_gets_409_with_both_texts_and_may_put_theirs_in_its_place(desk, letter, world):
    post(desk, letter, "translation/save")
    Letter.objects.update(claimed_by=None)
    desk.force_login(make_member(world.partner, "other", DeskRole.TRANSLATOR))

    answer = post(desk, letter, "translation/save", ["Моё", "и ещё"], script=True)
    assert answer.status_code == 409
    assert answer.json()["stands"] == "\n\n".join(ROWS) and answer.json()["rows"] == ROWS

    page = post(desk, letter, "translation/save", ["Моё", "и ещё"])
    assert page.status_code == 409
    assert "Моё" in words(page) and "Мы с котом" in words(page)

    fields = dict(re.findall(r'name="(version|text_version)" value="(\d+)"', page.content.decode()))
    assert post(desk, letter, "translation/save", ["Моё", "и ещё"], **fields).status_code == 302


def test_original_hidden_in_part_while_one_writes_is_409_with_the_text_kept(desk, letter, screener):
    """F26: the screener hides, the translator saves."""
    hide_parts(letter=letter, by=screener, version=1, spans=[{"start": 0, "end": 12}])

    answer = post(desk, letter, "translation/save", script=True)
    page = post(desk, letter, "translation/save")

    assert (answer.status_code, answer.json()["version"]) == (409, 2)
    assert page.status_code == 409 and "Мы с котом" in words(page) and "Доброго" not in words(page)


def test_claim_of_another_is_answered_in_words_with_the_text_kept(desk, letter, world):
    claim(letter=letter, by=make_member(world.partner, "colleague", DeskRole.TRANSLATOR))

    answer, page = post(desk, letter, "translation/save", script=True), post(desk, letter, "translation/save")

    assert answer.status_code == page.status_code == 409
    assert "colleague" in answer.json()["fault"] and "Мы с котом" in words(page)


def test_text_of_a_letter_that_moved_on_is_shown_to_who_wrote_it(desk, letter):
    Letter.objects.update(state=LetterState.TRANSLATED, version=2)

    page = post(desk, letter, "translation/save")

    assert page.status_code == 409 and "Мы с котом" in words(page)


@pytest.mark.parametrize(
    "fields",
    first_of(
        [
            {"version": "x"},
            {"version": "9" * 30},
            {"text_version": "-1"},
            {"row": []},
            {"row": ["а" * 60_001]},
            {"row": ["а"] * 501},
        ]
    ),
    ids=["letters", "huge", "negative", "no text", "too long", "too many"],
)
def test_broken_form_is_answered_and_nothing_is_saved(desk, letter, fields):
    for script in (False, True):
        assert post(desk, letter, "translation/save", script=script, **fields).status_code == 422
    assert not LetterTranslation.objects.exists()


def test_controls_and_marks_of_rows_in_the_text_do_no_harm(desk, letter, translator):
    post(desk, letter, "translation/save", ["Добрый\u202e день\x1e!", ROWS[1]])

    assert stored_text(letter, translator) == "\n\n".join(ROWS)


def test_saving_a_letter_of_6000_characters_answers_within_300_ms(desk, world):
    body = "\n".join(["Ми читаємо книжки про море й степ."] * 171)
    letter = make_letter(world, body=body, state="accepted")
    rows = ["Мы читаем книги о море и степи."] * 171
    desk.get(address(letter))
    post(desk, letter, "translation/save", rows, script=True)

    begun = time.process_time()
    rows[0] += "!"
    answer = post(desk, letter, "translation/save", rows, script=True, text_version=1)

    assert answer.status_code == 200
    # Of work in this process; the clock of a busy machine says nothing.
    assert time.process_time() - begun < 0.3


def test_session_gives_a_token_to_a_page_left_open(desk, letter):
    assert len(desk.get(address(letter, "translation/session")).json()["token"]) == 64


# --- Handing over ----------------------------------------------------------------------------------


def test_hand_over_saves_what_came_and_moves_the_letter(desk, letter, translator):
    assert post(desk, letter, "translation/hand-over").status_code == 302

    letter.refresh_from_db()
    assert letter.state == LetterState.TRANSLATED
    assert "Мы с котом" in words(desk.get(address(letter))), "its translator may read on"


def test_hand_over_that_is_not_ready_says_why_and_keeps_the_text(desk, letter, translator):
    rows = ["Добрый день!", "Мы читаем 3 книги."]
    page = post(desk, letter, "translation/hand-over", rows)
    assert page.status_code == 422
    assert "Numbers differ" in words(page) and "Мы читаем 3 книги." in words(page)
    assert stored_text(letter, translator).endswith("3 книги.")

    keys = re.findall(r'name="(reason-[0-9a-f]+)"', page.content.decode())
    reasons = dict.fromkeys(keys, "у листі помилка")
    assert post(desk, letter, "translation/hand-over", rows, text_version=1, **reasons).status_code == 302
    letter.refresh_from_db()
    assert letter.state == LetterState.TRANSLATED


def test_machine_is_offered_only_when_turned_on_and_is_named(desk, letter, settings):
    assert "translation/draft/" not in words(desk.get(address(letter)))
    assert post(desk, letter, "translation/draft", ["", ""]).status_code == 409

    settings.TRANSLATION_MACHINES = {"dummy": {}}
    TranslationSettings.objects.update_or_create(pk=1, defaults={"letters_machine": Machine.DUMMY})
    assert "translation/draft/" in words(desk.get(address(letter)))
    assert post(desk, letter, "translation/draft", ["", ""]).status_code == 302
    html = words(desk.get(address(letter), headers={"accept-language": "en"}))
    assert "моток" in html and "Begun with a draft of a machine" in html and "Draft of a machine" in html
