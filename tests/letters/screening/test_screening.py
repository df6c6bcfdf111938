"""The first reader's panel: the original with marks, decisions by right and version, nothing leaking."""

import re
from html import unescape

import pytest
from django_tasks_db.models import DBTaskResult

from home.models import Outbox
from letters.choices.desk import DeskRole
from letters.choices.letters import ClosedReason, LetterState
from letters.handling.actions.claims import claim
from letters.handling.actions.opening import open_letter
from letters.lifecycle import CLOSED, ON_PAPER
from letters.models import Letter, LetterLogEntry
from letters.sealing.sealed_box import seal_text, unseal_text
from prisoner_pages.models import EventPage
from tests.factories.partners import open_partner
from tests.factories.site_content import a_campaign, an_event
from tests.letters.conftest import filled, make_member, make_screener
from tests.security.hostile import bad_inputs
from tests.standing import standing
from tests.tiers import LONG

BODY = "Привіт, canary-body!\n\nПишу про море й про війну.\n\nМій телефон 044 123-45-67."


@standing
def letter(client, check_url, screener):
    fields = {"body": BODY, "name": "Посол canary-name", "email": "canary@example.org", "language": "uk"}
    assert client.post(check_url, filled(**fields)).status_code == 303
    client.force_login(screener)
    return Letter.objects.get()


def address(letter, act=""):
    return f"/admin/letters/{letter.uuid}/screen/{act and act + '/'}"


def decide(client, letter, act, **fields):
    return client.post(address(letter, act), {"version": letter.version, **fields})


def test_original_is_shown_whole_with_its_marks(client, letter):
    html = client.get(address(letter)).content.decode()

    text = re.search(r'<div class="screening__text"[^>]*>(.*?)</div>', html, re.DOTALL)[1]
    assert unescape(re.sub(r"<[^>]+>", "", text)) == BODY
    for word in ("війну", "044 123-45-67", "Посол"):
        assert f"<mark>{word}</mark>" in html
    assert "Війна: цензор" in html and "Схоже на номер телефону" in html
    assert "canary@example.org" not in html


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_first_reader_is_told_in_the_list_and_above_the_text_that_a_school_class_wrote(client, letter):
    open_partner("zmina")
    event = an_event(a_campaign([letter.prisoner], languages=["uk"]), languages=["uk"])
    Letter.objects.update(event=event)
    pages = ["/admin/letters/", f"/admin/letters/{letter.uuid}/", address(letter)]
    for is_class in (False, True):
        EventPage.objects.update(is_class=is_class)
        for page in pages:
            assert ("школи, міста, прізвища" in client.get(page).text) == is_class, page


@pytest.mark.parametrize("language", ["uk", "crh"])  # of which the second has no words for a school yet
def test_school_and_town_are_marked_in_letters_that_a_school_class_wrote_alone(client, letter, language):
    letter.language_declared = language
    letter.sealed_body = seal_text("Навчаюся у школі № 12 міста Жмеринка.", letter=letter.uuid, field="body")
    letter.event = an_event(a_campaign([letter.prisoner], languages=["uk"]), languages=["uk"])
    letter.save()
    for is_class in (False, True):
        EventPage.objects.update(is_class=is_class)
        html = client.get(address(letter)).text
        for word in ("школі", "міста"):
            assert (f"<mark>{word}</mark>" in html) == is_class
        assert ("за ними дитину можна знайти" in html) == is_class


def test_every_mark_leads_to_its_reason_and_back(client, letter):
    html = client.get(address(letter)).content.decode()

    numbers = re.findall(r'id="mark-(\d+)"', html)
    assert len(numbers) == 3
    for number in numbers:
        assert f'href="#reason-{number}"' in html and f'id="reason-{number}"' in html


@pytest.mark.parametrize("role", [role for role in DeskRole if role != DeskRole.SCREENER])
def test_only_a_first_reader_sees_the_panel_or_decides(client, letter, role):
    client.force_login(make_member(letter.prisoner.partner, "other", role))

    answers = [client.get(address(letter)), decide(client, letter, "accept", language="uk")]

    assert all(answer.status_code in (302, 403, 404) for answer in answers)
    assert not any("canary" in answer.content.decode() for answer in answers)
    assert Letter.objects.get().state == LetterState.RECEIVED


def test_first_reader_of_another_desk_finds_nothing(client, letter, other_partner):
    client.force_login(make_screener(other_partner, "stranger"))

    assert client.get(address(letter)).status_code == 404
    assert decide(client, letter, "reject").status_code == 404


def test_letter_is_accepted_with_its_language_corrected(client, letter):
    assert decide(client, letter, "accept", language="crh").status_code == 302

    letter.refresh_from_db()
    assert (letter.state, letter.language) == (LetterState.ACCEPTED, "crh")


def test_letter_in_a_language_the_place_reads_needs_no_translator(client, letter):
    decide(client, letter, "accept", language="ru")

    letter.refresh_from_db()
    assert not letter.needs_translation


def test_parts_hidden_from_translators_reach_none_and_the_original_stays(client, letter):
    sealed = letter.sealed_body
    preview = decide(client, letter, "hide", paragraphs=["2"], words="canary-body", preview="1")
    assert "▒▒▒" in preview.content.decode() and Letter.objects.get().sealed_hidden == ""

    assert decide(client, letter, "hide", paragraphs=["2"], words="canary-body").status_code == 302
    letter.refresh_from_db()
    decide(client, letter, "accept", language="uk")

    translator = make_member(letter.prisoner.partner, "translator", DeskRole.TRANSLATOR)
    letter.refresh_from_db()
    opened = open_letter(letter=letter, by=translator)
    assert opened.body == "Привіт, ▒▒▒!\n\nПишу про море й про війну.\n\n▒▒▒"
    assert letter.sealed_body == sealed
    assert "canary" not in letter.sealed_hidden and "start" not in letter.sealed_hidden


def test_words_that_do_not_stand_in_the_letter_are_not_hidden(client, letter):
    answer = decide(client, letter, "hide", words="чогось немає")

    assert answer.status_code == 422 and Letter.objects.get().sealed_hidden == ""


def test_return_is_read_first_in_the_words_of_the_writer(client, letter):
    preview = decide(client, letter, "return", reasons=["hints", "may-hurt"], preview="1")

    assert "які можна прочитати двояко" in unescape(preview.content.decode())
    assert Letter.objects.get().state == LetterState.RECEIVED

    assert decide(client, letter, "return", reasons=["hints", "may-hurt"]).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.closed_because) == (LetterState.REJECTED, ClosedReason.CANNOT_GO)
    assert letter.reasons_told == ["hints", "may-hurt"]


def test_return_needs_a_reason_that_is_offered(client, letter):
    for reasons in ([], ["ask-hints"], ["x' OR 1=1"]):
        assert decide(client, letter, "return", reasons=reasons).status_code == 422
    assert Letter.objects.get().state == LetterState.RECEIVED


def test_question_where_the_writer_left_it_to_us_needs_a_tick(client, letter):
    assert decide(client, letter, "ask", reasons=["ask-hints"]).status_code == 422
    assert decide(client, letter, "ask", reasons=["ask-hints"], is_needed="on").status_code == 302
    assert Letter.objects.get().state == LetterState.ASKED


@pytest.mark.both_databases
def test_duplicate_leads_to_an_open_letter_of_the_same_person_only(client, letter, check_url, screener):
    client.post(check_url, filled(body="Інший"))
    other = Letter.objects.latest("pk")

    assert decide(client, letter, "duplicate", of=str(letter.uuid)).status_code == 422
    assert decide(client, letter, "duplicate", of="x").status_code == 422
    assert decide(client, letter, "duplicate", of=str(other.uuid)).status_code == 302

    letter.refresh_from_db()
    assert (letter.duplicate_of, letter.closed_because) == (other, ClosedReason.DUPLICATE)
    assert decide(client, other, "duplicate", of=str(letter.uuid)).status_code == 422


def test_second_of_two_decisions_is_told_how_the_letter_stands(client, letter):
    assert decide(client, letter, "hide", words="море").status_code == 302

    answer = decide(client, letter, "return", reasons=["hints"])

    html = answer.content.decode()
    assert answer.status_code == 409
    assert Letter.objects.get().state == LetterState.RECEIVED
    assert re.search(r'value="hints"[^>]*checked', html), "what was chosen is kept"


def test_letter_that_another_person_works_on_is_left_alone(client, letter):
    claim(letter=letter, by=make_screener(letter.prisoner.partner, "second"))

    answer = decide(client, letter, "reject")

    assert answer.status_code == 409 and "second" in answer.content.decode()


@pytest.mark.parametrize("state", sorted({*CLOSED, *ON_PAPER}))
def test_nothing_is_decided_about_a_letter_that_is_closed_or_on_paper(client, letter, state):
    Letter.objects.update(state=state)

    answer = decide(client, letter, "accept", language="uk")

    assert answer.status_code in (302, 404, 409)
    assert Letter.objects.get().state == state


def test_reasons_and_texts_are_kept_in_no_log_mail_row_or_task(client, letter):
    decide(client, letter, "hide", words="canary-body")
    letter.refresh_from_db()
    decide(client, letter, "return", reasons=["politics-or-war"])

    kept = [
        *LetterLogEntry.objects.values_list("action", "detail", "by_name"),
        *Outbox.objects.values_list("template", "reference", "language"),
        *DBTaskResult.objects.values_list("task_path", "args_kwargs"),
    ]
    assert kept and "canary" not in str(kept) and "politics" not in str(kept)


WORKFLOW = {case.id: case for case in bad_inputs.cases("workflow_and_moderation")}


@pytest.mark.both_databases
def test_wf_02_two_first_readers_make_one_step(client, letter):
    second = make_screener(letter.prisoner.partner, "second")
    answers = [decide(client, letter, "accept", language="uk")]
    client.force_login(second)
    answers.append(decide(client, letter, "accept", language="uk"))

    assert [answer.status_code for answer in answers] == [302, 409]
    for answer in answers:
        WORKFLOW["WF-02"].assert_met(answer, stored=Letter.objects.count() - 1)
    assert LetterLogEntry.objects.filter(action="accepted").count() == 1


@pytest.mark.parametrize(
    ("case", "state"), [("WF-03", LetterState.ERASED), ("WF-04", LetterState.POSTED)], ids=["WF-03", "WF-04"]
)
def test_wf_letter_past_reading_is_not_accepted(client, letter, case, state):
    Letter.objects.update(state=state)

    decided = decide(client, letter, "accept", language="uk")

    assert decided.status_code in WORKFLOW[case].statuses, decided.status_code
    assert Letter.objects.get().state == state


@pytest.mark.parametrize("method", ["delete", "put", "patch"])
def test_wf_09_no_other_method_is_taken(client, letter, method):
    WORKFLOW["WF-09"].assert_met(getattr(client, method)(address(letter, "accept")), stored=0)
    assert Letter.objects.count() == 1


def test_form_field_that_names_a_method_deletes_nothing(client, letter):
    decide(client, letter, "accept", language="uk", _method="delete")

    assert Letter.objects.count() == 1


def test_name_is_kept_sealed_as_it_came(client, letter):
    decide(client, letter, "accept", language="uk")
    letter.refresh_from_db()

    assert unseal_text(letter.sealed_name, letter=letter.uuid, field="name") == "Посол canary-name"
