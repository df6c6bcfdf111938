"""Into Russian: nothing typed is lost, nothing passes unread, and a machine has no last word."""

import pytest
from django.core.exceptions import PermissionDenied

from home.translation.choices import Machine
from home.translation.models import TranslationSettings
from letters.choices.desk import DeskRole, LogAction
from letters.choices.letters import LetterState, TextStage
from letters.handling.actions.claims import claim
from letters.handling.actions.current_texts import text_to_translate, translation_of
from letters.handling.actions.notes import open_notes
from letters.handling.actions.opening import open_letter, open_translation
from letters.handling.actions.transitions import ClaimedByOther, Stale, TextChanged
from letters.handling.actions.undo import undo
from letters.lifecycle import InvalidTransition
from letters.models import Letter, LetterTranslation
from letters.screening.actions.decisions import accept_letter, hide_parts
from letters.translating.actions.approving import NotReady, send_back
from letters.translating.actions.translating import (
    NoDraftWanted,
    Unexplained,
    draft_by_machine,
    hand_over,
    look_over,
    machine_for,
    save_translation,
)
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.letters.text_world import ROWS, SOURCE
from tests.standing import standing


@standing
def letter(world):
    return make_letter(world, body=SOURCE, state=LetterState.ACCEPTED)


def save(letter, by, rows=ROWS, text_version=0, version=1, **more):
    return save_translation(
        letter=letter, by=by, version=version, text_version=text_version, rows=rows, **more
    )


def handed_over(letter, by, rows=ROWS):
    text_version = save(letter, by, rows, version=letter.version).version
    return hand_over(letter=letter, by=by, version=letter.version, text_version=text_version)


def keys(letter):
    translation = translation_of(letter)
    marked = open_translation(letter=letter, by=translation.translator).marked
    return [remark.key for remark in look_over(letter, text_to_translate(letter), translation, marked)]


def saved_times(letter):
    return letter.log.filter(action=LogAction.TRANSLATION_SAVED).count()


# --- Saving ----------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_saving_takes_the_letter_and_leaves_its_version(letter, translator):
    assert save(letter, translator).version == 1

    letter.refresh_from_db()
    assert (letter.claimant(), letter.version) == (translator, 1)
    assert open_translation(letter=letter, by=translator).text == "Добрый день!\n\nМы с котом читаем 2 книги."


@pytest.mark.both_databases
def test_loser_of_two_saves_changes_nothing(letter, translator, world):
    save(letter, translator)
    Letter.objects.update(claimed_by=None)
    other = make_member(world.partner, "other", DeskRole.TRANSLATOR)

    with pytest.raises(TextChanged):
        save(letter, other, ["Иное", "иное"])
    assert "Добрый" in open_translation(letter=letter, by=translator).text


def test_answer_lost_on_the_way_makes_no_conflict_when_the_same_text_comes_again(letter, translator):
    save(letter, translator)

    assert save(letter, translator).version == 1
    assert saved_times(letter) == 1


def test_saving_while_another_works_on_the_letter_is_refused(letter, translator, world):
    claim(letter=letter, by=make_member(world.partner, "other", DeskRole.TRANSLATOR))

    with pytest.raises(ClaimedByOther):
        save(letter, translator)


def test_original_changed_while_one_writes_is_told(letter, translator, screener):
    hide_parts(letter=letter, by=screener, version=1, spans=[{"start": 0, "end": 7}])

    with pytest.raises(Stale):
        save(letter, translator)


def test_translator_of_another_language_saves_nothing(letter, world):
    stranger = make_member(world.partner, "stranger", DeskRole.TRANSLATOR, languages="de")

    with pytest.raises(PermissionDenied):
        save(letter, stranger)
    with pytest.raises(PermissionDenied):
        draft_by_machine(letter=letter, by=stranger, version=1, text_version=0)


@pytest.mark.both_databases
def test_every_pause_in_typing_is_saved_and_a_days_work_logged_once(letter, translator):
    for number in range(3):
        save(letter, translator, [f"Добрый день {number}", ""], text_version=number)

    assert saved_times(letter) == 1
    assert LetterTranslation.objects.get().version == 3


# --- Handing over ----------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_text_goes_to_the_second_reader_with_a_version_kept(letter, translator):
    done = handed_over(letter, translator)

    assert (done.state, done.claimant()) == (LetterState.TRANSLATED, None)
    assert letter.text_versions.get().stage == TextStage.HANDED_OVER


@pytest.mark.parametrize(
    "rows",
    [
        ["", ""],
        ["Добрый день ❤", "Мы с котом читаем 2 книги."],
        ["Слава Украине", "Мы с котом читаем 2 книги."],
    ],
    ids=["empty", "unprintable", "never in a letter"],
)
def test_what_blocks_is_not_handed_over_with_any_reason(letter, translator, rows):
    save(letter, translator, rows)
    found = dict.fromkeys(keys(letter), "усе гаразд")
    text_version = save(letter, translator, rows, text_version=1, reasons=found).version

    with pytest.raises(NotReady):
        hand_over(letter=letter, by=translator, version=1, text_version=text_version)


@pytest.mark.parametrize(
    "rows",
    [
        ["Добрый день!", "Мы с котом читаем 3 книги."],
        ["Добрый день!", ""],
        ["Добрый день!", "Мы с котом читаем 2 книжки, дуже цікаві."],
        ["Добрый день!", "Мы с котом читаем 2 книги о войне."],
        ["Добрый день!", "Мы с котом читаем 2 книги: +380441234567"],
    ],
    ids=["number", "paragraph left out", "letters of the original", "risky word", "telephone"],
)
def test_warning_needs_a_reason_which_is_kept_sealed(letter, translator, rows):
    save(letter, translator, rows)
    with pytest.raises(Unexplained):
        hand_over(letter=letter, by=translator, version=1, text_version=1)

    reasons = {key: f"так треба {place}" for place, key in enumerate(keys(letter))}
    save(letter, translator, rows, text_version=1, reasons=reasons)
    hand_over(letter=letter, by=translator, version=1, text_version=1)

    stored = LetterTranslation.objects.get()
    assert open_translation(letter=letter, by=translator).dismissals == reasons
    assert "треба" not in stored.sealed_dismissals


def test_reason_holds_for_the_thing_it_was_given_for_and_no_other(letter, translator):
    save(letter, translator, ["Добрый день!", "Мы читаем 3 книги."])
    save(
        letter,
        translator,
        ["Добрый день!", "Мы читаем 3 книги."],
        1,
        reasons=dict.fromkeys(keys(letter), "а"),
    )
    save(letter, translator, ["Добрый день!", "Мы читаем 4 книги."], 1)

    with pytest.raises(Unexplained):
        hand_over(letter=letter, by=translator, version=1, text_version=2)


def test_text_saved_by_another_meanwhile_is_not_handed_over_unseen(letter, translator):
    save(letter, translator)
    save(letter, translator, ["Привет!", ROWS[1]], text_version=1)

    with pytest.raises(TextChanged):
        hand_over(letter=letter, by=translator, version=1, text_version=1)


def test_hand_over_undone_leaves_the_text_and_no_version(letter, translator):
    done = handed_over(letter, translator)
    undo(letter=done, by=translator, version=done.version)

    assert not letter.text_versions.exists()
    assert open_translation(letter=letter, by=translator).text.startswith("Добрый день!")
    again = hand_over(letter=letter, by=translator, version=3, text_version=1)
    assert again.state == LetterState.TRANSLATED and letter.text_versions.get().number == 1


# --- Back and forth --------------------------------------------------------------------------------


def test_text_sent_back_comes_with_sealed_reasons_and_stays_with_the_letter(letter, translator, reader):
    done = handed_over(letter, translator)
    send_back(letter=done, by=reader, version=2, reasons=["back-tone"], note="Тепліше")

    opened = open_translation(letter=letter, by=translator)
    assert opened.versions[-1].reason == {"reasons": ["back-tone"], "note": "Тепліше"}
    assert opened.text == opened.versions[0].text
    assert "Тепліше" not in letter.text_versions.last().sealed_reason
    with pytest.raises(InvalidTransition):
        send_back(letter=letter, by=reader, version=3, reasons=["back-tone"])


def test_translator_reads_the_note_left_at_acceptance(world, screener, translator):
    letter = make_letter(world)
    accept_letter(letter=letter, by=screener, version=1, note="Кіт — це прізвисько")

    letter.refresh_from_db()
    assert [note.text for note in open_notes(letter=letter, by=translator)] == ["Кіт — це прізвисько"]


# --- A machine -------------------------------------------------------------------------------------


@pytest.fixture
def machine(db, settings):
    settings.TRANSLATION_MACHINES = {"dummy": {}}
    TranslationSettings.objects.update_or_create(pk=1, defaults={"letters_machine": Machine.DUMMY})


def test_no_machine_drafts_until_somebody_turns_it_on(letter):
    assert machine_for(letter) == Machine.NONE


def test_machine_fills_what_is_empty_and_its_name_stays_with_the_text(letter, translator, machine):
    save(letter, translator, ["Добрый день!", ""])
    drafted = draft_by_machine(letter=letter, by=translator, version=1, text_version=1)

    assert drafted.machine == Machine.DUMMY
    assert "моток" in open_translation(letter=letter, by=translator).text
    assert open_translation(letter=letter, by=translator).text.startswith("Добрый день!")
    with pytest.raises(NoDraftWanted):
        draft_by_machine(letter=letter, by=translator, version=1, text_version=2)


def test_draft_nobody_touched_is_handed_over_only_with_a_reason(letter, translator, machine):
    draft_by_machine(letter=letter, by=translator, version=1, text_version=0)
    opened = open_translation(letter=letter, by=translator)
    marked, draft_key = opened.marked, keys(letter)[-1]

    others = dict.fromkeys(keys(letter)[:-1], "чернетка")
    rows = [row.strip() for row in marked.split("\x1e")[:-1]]
    save(letter, translator, rows, text_version=1, reasons=others)
    with pytest.raises(Unexplained):
        hand_over(letter=letter, by=translator, version=1, text_version=1)

    save(letter, translator, [rows[0], rows[1] + "!"], text_version=1)
    assert draft_key not in keys(letter)


def test_hidden_parts_never_reach_a_machine(letter, translator, screener, machine, monkeypatch):
    sent = []
    monkeypatch.setattr(
        "home.translation.machines.dummy.Dummy.translate",
        lambda self, texts, source, target: sent.extend(texts) or list(texts),
    )
    start = SOURCE.index("Ми")
    hide_parts(letter=letter, by=screener, version=1, spans=[{"start": start, "end": len(SOURCE)}])

    draft_by_machine(letter=letter, by=translator, version=2, text_version=0)

    assert sent == ["Доброго дня!"]
    assert "котом" not in open_letter(letter=letter, by=translator).body
