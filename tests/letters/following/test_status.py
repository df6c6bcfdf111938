"""The code after sending, and the state of a letter by its code."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from letters.choices.letters import LetterState, PublicState
from letters.erasure.actions.erase import erase_by_writer
from letters.models import Letter
from letters.permissions.limits import CODES_BY_NETWORK
from prisoner_pages.choices import Status
from tests.letters.conftest import filled
from tests.tiers import LONG, first_of

STATUS = "/uk/letters/status/"


@pytest.fixture
def sent(client, check_url):
    return client.post(check_url, filled())


@pytest.fixture
def code(client, sent):
    return client.get(sent.headers["Location"]).context["code"]


def test_code_is_shown_in_four_groups_and_kept_nowhere(client, sent, code):
    page = client.get(sent.headers["Location"])

    assert code in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert code not in sent.headers["Location"] and code.replace(" ", "") not in sent.headers["Location"]
    assert not page.cookies


def test_code_is_shown_for_a_quarter_of_an_hour(client, sent):
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(minutes=16)):
        assert client.get(sent.headers["Location"]).status_code == 410


@pytest.mark.parametrize("receipt", ["", "x", "a.b", "%00", "." * 3000])
def test_foreign_receipt_shows_no_code(client, world, receipt):
    assert client.get("/uk/letters/sent/", {"receipt": receipt}).status_code in (400, 410)


@pytest.mark.parametrize("state", first_of(LetterState.values))
def test_code_tells_one_of_five_states_and_nothing_else(client, code, state, world):
    Letter.objects.update(state=state)

    page = client.post(STATUS, {"code": code})

    assert page.context["state"] in PublicState
    html = page.content.decode()
    for secret in (world.name_uk, world.slug, "Ми з котом", "Олена", code):
        assert secret not in html
    assert page.headers["Cache-Control"] == "no-store"


def test_letter_to_a_person_in_transfer_waits(client, code, world):
    world.status = Status.IN_TRANSFER
    world.save()

    assert client.post(STATUS, {"code": code}).context["state"] == PublicState.WAITING


@pytest.mark.parametrize(
    "typed", [lambda code: code.replace(" ", ""), lambda code: code.replace(" ", "-"), str]
)
def test_code_is_taken_as_people_type_it(client, code, typed):
    assert client.post(STATUS, {"code": typed(code)}).context["state"] == PublicState.RECEIVED


def test_unknown_and_malformed_codes_are_one_answer_and_as_much_work(client, code, django_assert_num_queries):
    def queries(typed):
        with django_assert_num_queries(4) as found:
            page = client.post(STATUS, {"code": typed})
        return [query["sql"].split(" WHERE ")[0] for query in found], page.content

    client.get(STATUS)
    known, _page = queries(code)
    unknown, unknown_page = queries("0000 0000 0000 0000")
    malformed, malformed_page = queries("'; --")

    assert unknown_page == malformed_page
    assert [sql.split(" FROM ")[-1][:20] for sql in unknown] == [
        sql.split(" FROM ")[-1][:20] for sql in known
    ]
    assert unknown == malformed


@pytest.mark.full(LONG)
def test_who_tries_codes_is_told_nothing_more_within_the_minute_and_others_are(client, code, time_machine):
    time_machine.move_to(timezone.now().replace(second=0, microsecond=0), tick=False)
    guesser, other = {"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": "203.0.113.7"}
    answers = [
        client.post(STATUS, {"code": f"{number:024d}"}, **guesser) for number in range(CODES_BY_NETWORK)
    ]
    assert {answer.status_code for answer in answers} == {200}

    refused = client.post(STATUS, {"code": code}, **guesser)

    assert refused.status_code == 429 and "state" not in refused.context
    assert "Зачекайте хвилину" in refused.content.decode() and code in refused.content.decode()
    assert client.post(STATUS, {"code": code}, **other).context["state"] == PublicState.RECEIVED
    time_machine.shift(timedelta(minutes=1))
    assert client.post(STATUS, {"code": code}, **guesser).context["state"] == PublicState.RECEIVED


def test_code_of_an_erased_letter_says_so_and_nobody_is_told_that_it_has_none(client, code):
    erase_by_writer(letter=Letter.objects.get())

    erased, unknown = (client.post(STATUS, {"code": typed}) for typed in (code, "0000 0000 0000 0000"))

    assert erased.context["state"] == PublicState.CLOSED
    assert "Цього листа стерто" in erased.content.decode()
    assert "знищен" not in words_of_notice(unknown)


def words_of_notice(page):
    return re.search(r'<div class="notice" role="status">(.*?)</div>', page.content.decode(), re.S)[1].lower()


def test_code_is_not_called_optional(client, world):
    assert "field__optional" not in client.get(STATUS).content.decode()


@pytest.mark.parametrize("fields", [{}, {"code": ""}, {"code": " \t "}])
def test_form_sent_empty_says_what_to_type(client, world, fields):
    answer = client.post(STATUS, fields)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Введіть цифри свого коду." in page and 'aria-invalid="true"' in page
    assert "Листа з таким кодом" not in page and "is_answered" not in answer.context


def test_code_in_an_address_is_not_looked_up(client, code):
    answer = client.get(STATUS, {"code": code})

    assert (answer.status_code, answer.headers["Location"]) == (302, STATUS)


def test_code_sent_from_another_site_is_refused(client, code):
    assert client.post(STATUS, {"code": code}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
