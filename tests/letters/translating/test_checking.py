"""The second reader's panel: what it shows, and what its reader decides."""

import re

import pytest

from letters.choices.desk import Act, DeskRole, LogAction
from letters.choices.letters import LetterState
from letters.handling.actions.opening import require_read_first
from letters.models import Letter, LetterDrawing
from letters.printing.actions.printable import signature_to_print
from letters.sealing.sealed_box import seal_text
from tests.letters.approved import make_approved, make_translated
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.letters.text_world import ROWS, SOURCE, address, decide, post, queries_of, words
from tests.standing import standing

READER_QUERIES = 38


@standing
def translated(world, client, reader):
    client.force_login(reader)
    return make_translated(world, *ROWS, body=SOURCE, has_drawing=True)


def test_second_reader_finds_both_texts_and_the_signature_as_printed(client, translated):
    html = words(client.get(address(translated), headers={"accept-language": "en"}))

    assert "Ми з котом" in html and "Мы с котом" in html
    assert "On paper: about 1 page; 4 at most." in html
    assert re.search(r"Signed by the writer:\s*<bdi>Олена", html)
    assert re.search(r'name="signature" value="Олена"', html)


def test_signature_is_corrected_with_the_approval_and_a_wrong_one_stays_in_the_form(client, translated):
    LetterDrawing.objects.create(letter=translated, format="PNG", sealed=b"x", is_accepted=True)
    refused = decide(client, translated, "approve", signature="Олена з Криму")
    assert refused.status_code == 422
    assert "says more" in refused.text and 'value="Олена з Криму"' in refused.text

    assert decide(client, translated, "approve", signature="Елена").status_code == 302
    translated.refresh_from_db()
    assert signature_to_print(translated) == "Елена"


def test_page_of_the_reader_stays_below_its_ceiling(client, translated):
    client.get(address(translated))

    assert queries_of(client.get, address(translated)) <= READER_QUERIES


def test_each_act_is_offered_once_on_the_page_of_the_reader(client, translated):
    context = client.get(address(translated)).context

    forms = [name for _panel, panel in context["panels"] for name, _d, _f in panel["decisions"]]
    assert (context["buttons"], forms) == ([], ["drawing", "send-back", "approve"])


def test_drawing_is_judged_and_letter_approved(client, translated):
    LetterDrawing.objects.create(letter=translated, format="PNG", sealed=b"x", is_accepted=None)
    assert decide(client, translated, "approve").status_code == 422
    assert decide(client, translated, "drawing", drawing="no").status_code == 302

    translated.refresh_from_db()
    assert decide(client, translated, "approve").status_code == 302
    translated.refresh_from_db()
    assert translated.state == LetterState.APPROVED
    assert "Мы с котом" in words(client.get(address(translated)))


def test_text_goes_back_with_a_reason_and_its_translator_sees_the_changes(client, translated, translator):
    assert decide(client, translated, "send-back").status_code == 422
    answer = decide(client, translated, "send-back", reasons=["back-tone"], note="Тепліше, будь ласка")
    assert answer.status_code == 302

    client.force_login(translator)
    rows = ["Здравствуй!", ROWS[1]]
    translated.refresh_from_db()
    post(client, translated, "translation/save", rows, text_version=1)
    html = words(client.get(address(translated), headers={"accept-language": "uk"}))
    assert "Тепліше, будь ласка" in html and "Тон" in html
    assert "<del>Добрый день</del><ins>Здравствуй</ins>" in html


def test_reader_sees_what_changed_since_the_text_was_sent_back(client, translated, reader, translator):
    decide(client, translated, "send-back", reasons=["back-tone"])
    client.force_login(translator)
    translated.refresh_from_db()
    post(client, translated, "translation/hand-over", ["Здравствуй!", ROWS[1]], text_version=1)

    client.force_login(reader)
    assert "<del>Добрый день</del><ins>Здравствуй</ins>" in words(client.get(address(translated)))


def test_note_to_the_translator_is_not_lost_in_a_race(client, translated):
    Letter.objects.update(version=5)

    page = decide(client, translated, "send-back", reasons=["back-tone"], note="Довга примітка")

    assert page.status_code == 409 and "Довга примітка" in words(page)


def test_letter_the_place_reads_is_shown_as_it_goes_on_paper(client, world, reader):
    client.force_login(reader)
    letter = make_letter(
        world, "Добрый день, мой друг!", language_declared="ru", needs_translation=False, state="accepted"
    )
    letter.sealed_hidden = seal_text('[{"start": 11, "end": 21}]', letter=letter.uuid, field="hidden")
    letter.save()

    html = words(client.get(address(letter)))
    assert re.search(r"translating__paper[^>]*>Добрый день!<", html)
    assert decide(client, letter, "approve-as-is").status_code == 302
    letter.refresh_from_db()
    assert letter.state == LetterState.APPROVED


def test_lone_translator_is_told_and_marked_in_list_and_log(client, world):
    both = make_member(world.partner, "both", DeskRole.TRANSLATOR, DeskRole.READER)
    desk = both.desk_seats.first().desk
    desk.allows_lone_translators = True
    desk.save()
    client.force_login(both)
    letter = make_letter(world, body=SOURCE, state=LetterState.ACCEPTED)
    english = {"headers": {"accept-language": "en"}}

    assert "lets you approve your own translation" in words(client.get(address(letter), **english))
    post(client, letter, "translation/hand-over")
    letter.refresh_from_db()
    assert "This is your own translation" in words(client.get(address(letter), **english))
    assert decide(client, letter, "approve").status_code == 302
    assert "by its own translator" in words(client.get(address(letter), **english))
    client.force_login(make_member(world.partner, "d", DeskRole.DISPATCHER))
    assert "approved by its own translator" in words(client.get("/admin/letters/?step=print", **english))


@pytest.mark.parametrize("role", [DeskRole.TRANSLATOR, DeskRole.DISPATCHER, DeskRole.COORDINATOR])
def test_nobody_else_decides(client, translated, world, role):
    client.force_login(make_member(world.partner, "other", role))

    answers = [decide(client, translated, name) for name in ("approve", "send-back", "drawing")]
    answers.append(post(client, translated, "check/correct"))

    assert all(answer.status_code in (302, 403, 404) for answer in answers)
    assert not any("Ми з котом" in words(answer) for answer in answers)
    translated.refresh_from_db()
    assert translated.version == 1


def test_dispatcher_reads_nothing_and_reopens(client, world):
    client.force_login(make_member(world.partner, "d", DeskRole.DISPATCHER))
    letter = make_approved(world, *ROWS, body=SOURCE)

    assert "Мы с котом" not in words(client.get(address(letter)))
    client.post(address(letter, "do"), {"act": "reopen", "version": 1})
    letter.refresh_from_db()
    assert letter.state == LetterState.TRANSLATED


def test_page_that_shows_both_texts_is_one_opening_and_the_log_names_both(client, translated, reader):
    client.get(address(translated))

    assert [*translated.log.filter(by=reader).values_list("action", flat=True)] == [LogAction.BOTH_OPENED]
    html = words(client.get(address(translated), headers={"accept-language": "en"}))
    assert "original and translation opened" in html


@pytest.mark.parametrize("state", [LetterState.TRANSLATED, LetterState.APPROVED])
@pytest.mark.parametrize("role", [DeskRole.SCREENER, DeskRole.READER])
def test_reading_a_letter_is_one_opening_whatever_there_is_to_read(client, world, role, state):
    user = make_member(world.partner, "somebody", role)
    client.force_login(user)
    letters = [make_approved(world, *ROWS, body=SOURCE, state=state), make_letter(world, state=state)]

    for letter in letters:
        client.get(address(letter))

    assert [letter.log.filter(by=user).count() for letter in letters] == [1, 1]


def test_letter_shown_with_its_translation_counts_as_read_for_many_at_once(client, translated, reader):
    client.get(address(translated))

    require_read_first(Act.APPROVE, letter=translated, by=reader)
    require_read_first(Act.APPROVE_AS_IS, letter=translated, by=reader)
