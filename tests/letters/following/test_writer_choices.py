"""What a writer may do with the code: answer a question, take the letter back, hear how it ended."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from letters.choices.letters import ClosedReason, LetterState
from letters.choices.requests import BY_CODE, RequestKind
from letters.following.read_models.notifications import CLOSED_SENTENCES
from letters.following.read_models.status import ASKED_SENTENCES
from letters.lifecycle import ON_PAPER
from letters.models import Letter, ReasonText
from letters.requests.actions.asking import ask_by_code
from letters.requests.actions.carrying_out import carry_out_requests
from letters.screening.actions.decisions import ask_writer
from tests.letters.conftest import filled
from tests.standing import standing

STATUS = "/en/letters/status/"


@standing
def code(client, check_url):
    sent = client.post(check_url, filled(censor="ask", body="canary-body", name="canary-name"))
    return client.get(sent.headers["Location"]).context["code"]


@standing
def asked(code, screener):
    letter = Letter.objects.get()
    return ask_writer(
        letter=letter, by=screener, version=letter.version, reasons=["ask-politics-or-war", "ask-drawing"]
    )


def look(client, code, address=STATUS):
    return client.post(address, {"code": code})


def do(client, page, act, **fields):
    return client.post(STATUS, {"key": page.context["key"], "do": act, **fields})


def test_question_is_shown_in_the_language_of_the_page(client, code, asked):
    html = look(client, code).content.decode()

    assert "a passage about politics or the war" in html and "the drawing or photo" in html
    assert (
        "місце, де йдеться про політику або війну"
        in look(client, code, "/uk/letters/status/").content.decode()
    )
    assert "canary" not in html and code not in html and code.replace(" ", "") not in html


def test_reason_in_another_language_says_which(client, code, asked):
    ReasonText.objects.filter(language="uk", chip__slug="ask-drawing").delete()

    html = look(client, code, "/uk/letters/status/").content.decode()

    assert '<li lang="en">the drawing or photo</li>' in html


@pytest.mark.both_databases
def test_agreed_letter_is_read_again(client, code, asked):
    answer = do(client, look(client, code), "leave_out")
    assert "We have noted your answer" in answer.content.decode()
    html = look(client, code).content.decode()
    assert 'value="leave_out"' not in html and 'value="withdraw"' in html
    carry_out_requests()

    letter = Letter.objects.get()
    assert answer.status_code == 200 and letter.state == LetterState.RECEIVED
    assert (letter.log.last().action, letter.log.last().at) == ("answered_question", None)


@pytest.mark.both_databases
def test_letter_not_to_be_sent_is_withdrawn(client, code, asked):
    answer = do(client, look(client, code), "withdraw", sure="1")
    assert "You have asked to withdraw this letter" in answer.content.decode()
    assert look(client, code).context["sentence"] == answer.context["sentence"]
    carry_out_requests()

    assert Letter.objects.get().state == LetterState.WITHDRAWN
    assert "You withdrew this letter" in look(client, code).content.decode()


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", BY_CODE)
def test_while_a_wish_waits_for_keys_the_letter_can_be_withdrawn_all_the_same(client, code, asked, kind):
    letter = Letter.objects.with_code(code.replace(" ", ""))
    ask_by_code(kind, letter=letter, code=code.replace(" ", ""))

    page = look(client, code)
    answer = do(client, page, "withdraw", sure="1")
    carry_out_requests()

    html = page.content.decode()
    assert page.context["sentence"] == ASKED_SENTENCES[kind]
    assert ("You have asked for it, and it waits" in html) is (kind == RequestKind.WITHDRAW)
    assert answer.status_code == 200
    assert Letter.objects.get().state in (LetterState.WITHDRAWN, LetterState.ERASED)


def test_letter_is_withdrawn_only_with_the_box_ticked(client, code):
    page = look(client, code)

    assert do(client, page, "withdraw").status_code == 422
    assert Letter.objects.get().state == LetterState.RECEIVED
    assert do(client, page, "withdraw", sure="1").status_code == 200
    assert do(client, page, "withdraw", sure="1").status_code == 200
    carry_out_requests()
    assert do(client, page, "withdraw", sure="1").status_code == 200
    assert Letter.objects.get().state == LetterState.WITHDRAWN


@pytest.mark.parametrize("state", sorted(ON_PAPER))
def test_letter_on_paper_is_not_withdrawn_and_the_page_says_so(client, code, state):
    page = look(client, code)
    Letter.objects.update(state=state)

    assert do(client, page, "withdraw", sure="1").status_code == 409
    assert Letter.objects.get().state == state
    html = look(client, code).content.decode()
    assert "on paper already" in html and 'value="withdraw"' not in html


@pytest.mark.parametrize("reason", ClosedReason.values)
def test_closed_letter_is_told_one_fixed_sentence(client, code, reason):
    Letter.objects.update(state=LetterState.REJECTED, closed_because=reason)

    html = look(client, code).content.decode()

    assert str(CLOSED_SENTENCES[reason]) in html
    assert 'name="do"' not in html


@pytest.mark.parametrize("act", ["accept", "lapse", "erase_all", ""])
def test_writer_does_nothing_but_what_the_page_offers(client, code, act):
    page = look(client, code)

    assert do(client, page, act, sure="1").status_code == 410
    assert Letter.objects.get().state == LetterState.RECEIVED


def test_forms_of_a_page_stand_for_a_quarter_of_an_hour(client, code):
    page = look(client, code)
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(minutes=16)):
        answer = do(client, page, "withdraw", sure="1")

    assert answer.status_code == 410 and "Type your code once more" in answer.content.decode()
    assert Letter.objects.get().state == LetterState.RECEIVED


@pytest.mark.parametrize("key", ["", "x", "%00", "0000 0000 0000 0000", "a.b", "." * 3000])
def test_key_that_is_not_ours_does_nothing(client, code, key):
    answer = client.post(STATUS, {"key": key, "do": "withdraw", "sure": "1"})

    assert answer.status_code in (400, 410)
    assert Letter.objects.get().state == LetterState.RECEIVED


def test_receipt_of_sending_is_no_key(client, check_url):
    sent = client.post(check_url, filled())
    receipt = sent.headers["Location"].partition("receipt=")[2]

    assert client.post(STATUS, {"key": receipt, "do": "withdraw", "sure": "1"}).status_code == 410


def test_act_sent_from_another_site_is_refused(client, code):
    page = look(client, code)

    answer = client.post(
        STATUS,
        {"key": page.context["key"], "do": "withdraw", "sure": "1"},
        headers={"sec-fetch-site": "cross-site"},
    )

    assert answer.status_code == 403 and Letter.objects.get().state == LetterState.RECEIVED
