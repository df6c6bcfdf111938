"""The page on which a second reader mends the text: saved by itself, finished by a button, never lost."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from letters.choices.desk import DeskRole, LogAction, Refusal
from letters.choices.letters import LetterState
from letters.handling.actions.opening import open_translation
from letters.models import BulkOutcome, Letter, LetterTranslation
from tests.letters.approved import make_translated
from tests.letters.conftest import make_member
from tests.letters.desk_world import tick
from tests.letters.text_world import ENGLISH, ROWS, SOURCE, address, decide, post, queries_of, words
from tests.standing import standing
from tests.tiers import LONG

MENDED = ["Здравствуй!", ROWS[1]]
CHANGE = "<del>Добрый день</del><ins>Здравствуй</ins>"
SAVE, FINISH, DROP = "check/correct/save", "check/correct", "check/correct/drop"
PAGE_QUERIES, SAVE_QUERIES = 21, 23


@standing
def translated(world, client, reader):
    client.force_login(reader)
    return make_translated(world, *ROWS, body=SOURCE, has_drawing=True)


@standing
def other(world):
    return make_member(world.partner, "other", DeskRole.READER)


def send(client, letter, path, rows=MENDED, *, script=False, **fields):
    """Send the form as it stands on the page that was opened last."""
    return post(client, letter, path, rows, script=script, **{"text_version": 1, **fields})


def shown(client, letter, path=""):
    return words(client.get(address(letter, path), headers=ENGLISH))


def versions_in(page):
    return dict(re.findall(r'name="(version|text_version)" value="(\d+)"', page.content.decode()))


def end_lease():
    Letter.objects.update(claimed_until=timezone.now())


@pytest.mark.full(LONG)
def test_correction_leaves_the_approval_to_another_reader(client, translated, other):
    page = client.get(address(translated, FINISH))
    assert page.status_code == 200 and "Мы с котом" in words(page)
    assert send(client, translated, FINISH, ROWS).status_code == 422
    assert send(client, translated, FINISH).status_code == 302

    translated.refresh_from_db()
    html = shown(client, translated)
    assert "Another second reader approves it" in html and "check/approve/" not in html
    assert decide(client, translated, "approve").status_code == 403

    client.force_login(other)
    assert CHANGE in words(client.get(address(translated)))
    assert decide(client, translated, "approve").status_code == 302


def test_script_saves_and_is_told_the_version_to_go_on_from(client, translated):
    answer = send(client, translated, SAVE, script=True)

    assert answer.status_code == 200 and answer.json()["text_version"] == 2
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["saved"])
    assert "Здравствуй!" in shown(client, translated, FINISH)
    assert send(client, translated, FINISH, text_version=2).status_code == 302


def test_without_scripts_the_save_button_keeps_what_is_corrected_so_far(client, translated):
    answer = send(client, translated, SAVE)

    assert answer.status_code == 302 and answer.url == address(translated, FINISH)
    html = shown(client, translated, FINISH)
    assert "Здравствуй!</textarea>" in html and "It is not finished yet" in html


def test_reader_is_told_of_their_own_unfinished_correction_and_goes_on(client, translated):
    send(client, translated, SAVE)

    html = shown(client, translated)

    assert "You began a correction" in html and "Go on with the correction" in html and CHANGE in html
    assert "check/approve/" not in html and "check/send-back/" not in html


def test_another_reader_is_told_who_has_not_finished_and_finds_no_approval(client, translated, other):
    send(client, translated, SAVE)
    client.force_login(other)

    for path in ("", FINISH):
        html = shown(client, translated, path)
        assert "reader began a correction and has not finished it" in html and CHANGE in html
        assert "check/approve/" not in html and 'name="row"' not in html
    end_lease()
    answer = decide(client, translated, "approve")
    assert answer.status_code == 422 and "is not finished" in words(answer)
    translated.refresh_from_db()
    assert translated.state == LetterState.TRANSLATED


@pytest.mark.parametrize("role", [DeskRole.TRANSLATOR, DeskRole.SCREENER])
def test_nobody_who_does_not_check_reads_unfinished_words(client, translated, world, role):
    send(client, translated, SAVE)
    client.force_login(make_member(world.partner, "somebody", role))

    html = shown(client, translated)

    assert "Добрый день" in html and "Здравствуй" not in html


def test_many_letters_at_once_leave_out_the_one_with_an_unfinished_correction(client, translated, other):
    send(client, translated, SAVE)
    end_lease()
    client.force_login(other)
    client.get(address(translated))

    form = {"act": "approve", "nonce": uuid.uuid4(), "letter": tick(translated)}
    client.post("/admin/letters/bulk/", form)

    assert BulkOutcome.objects.get().refusal == Refusal.CORRECTION_BEGUN
    translated.refresh_from_db()
    assert translated.state == LetterState.TRANSLATED


def test_dropping_leaves_the_text_as_it_was_handed_over(client, translated, other):
    send(client, translated, SAVE)
    end_lease()
    client.force_login(other)
    assert client.post(address(translated, DROP), {"version": 1, "text_version": 1}).status_code == 409
    assert client.post(address(translated, DROP), {"version": "x"}).status_code == 302

    assert client.post(address(translated, DROP), {"version": 1, "text_version": 2}).status_code == 302

    assert "began a correction" not in shown(client, translated)
    assert decide(client, translated, "approve").status_code == 302


def test_loser_of_two_pages_gets_409_with_both_texts_and_may_put_theirs_in_its_place(client, translated):
    send(client, translated, SAVE)
    mine = ["Привет!", ROWS[1]]

    answer = send(client, translated, SAVE, mine, script=True)
    assert answer.status_code == 409
    assert answer.json()["stands"] == "\n\n".join(MENDED) and answer.json()["rows"] == MENDED

    for path in (SAVE, FINISH):
        page = send(client, translated, path, mine)
        assert page.status_code == 409 and "Привет!" in words(page) and "Здравствуй!" in words(page)
    assert send(client, translated, FINISH, mine, **versions_in(page)).status_code == 302


def test_correction_of_a_text_that_moved_on_is_409_with_both_texts(client, translated):
    Letter.objects.update(version=5)

    page = send(client, translated, FINISH)

    assert page.status_code == 409 and "Здравствуй" in words(page) and "Добрый день" in words(page)


def test_words_typed_while_another_approved_the_letter_are_shown_again(client, translated, other):
    Letter.objects.update(state=LetterState.APPROVED, version=2)

    page = send(client, translated, SAVE)
    answer = send(client, translated, SAVE, script=True)

    assert page.status_code == answer.status_code == 409 and "Здравствуй!" in words(page)
    assert LetterTranslation.objects.get().sealed_correction == ""


def test_claim_of_another_is_answered_in_words_with_the_text_kept(client, translated, other):
    Letter.objects.update(claimed_by=other, claimed_until=timezone.now() + timedelta(minutes=5))

    answer, page = send(client, translated, SAVE, script=True), send(client, translated, SAVE)

    assert answer.status_code == page.status_code == 409
    assert "other" in answer.json()["fault"] and "Здравствуй!" in words(page)


def test_words_of_a_reader_where_another_has_begun_are_kept_on_their_page(client, translated, other, reader):
    send(client, translated, SAVE)
    end_lease()
    client.force_login(other)

    page = send(client, translated, SAVE, ["Привет!", ROWS[1]], text_version=2)

    assert page.status_code == 409 and "Привет!</textarea>" in words(page)
    assert "Здравствуй" in open_translation(letter=translated, by=reader).correction


@pytest.mark.parametrize("fields", [{"text_version": "x"}, {"row": []}, {"row": ["а" * 60_001]}])
@pytest.mark.parametrize("path", [SAVE, FINISH])
def test_broken_form_is_answered_and_nothing_is_saved(client, translated, path, fields):
    for script in (False, True):
        assert send(client, translated, path, script=script, **fields).status_code == 422
    assert LetterTranslation.objects.get().version == 1


@pytest.mark.parametrize("role", [role for role in DeskRole if role != DeskRole.READER])
def test_nobody_else_corrects(client, translated, world, role):
    client.force_login(make_member(world.partner, "somebody", role))

    answers = [send(client, translated, path, script=True) for path in (SAVE, FINISH, DROP)]

    assert all(answer.status_code in (302, 403, 404) for answer in answers)
    assert LetterTranslation.objects.get().version == 1


def test_page_and_saving_stay_below_their_ceilings_and_log_one_opening(client, translated, reader):
    client.get(address(translated))

    assert queries_of(client.get, address(translated, FINISH)) <= PAGE_QUERIES
    assert queries_of(send, client, translated, SAVE, script=True) <= SAVE_QUERIES
    opened = translated.log.filter(by=reader, action=LogAction.BOTH_OPENED)
    assert opened.count() == 2, "the page of the letter, and this one"
