"""Erasure by e-mail: one answer for all, a mail to known addresses only, no erasure without its link."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import Outbox
from letters.choices.letters import LetterState
from letters.erasure.actions import asking, requests
from letters.erasure.actions.requests import erase_as_asked
from letters.models import ErasureRequest, Letter, WriterRequest
from letters.requests.actions.carrying_out import carry_out_requests
from tests.factories.mail import mail_server
from tests.letters.aged_letters import in_days
from tests.letters.conftest import work
from tests.tiers import LONG, first_of

ERASE = "/uk/letters/erase/"
KNOWN = "olena@example.org"


@pytest.fixture
def smtp(settings):
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def letters(write):
    """Two letters of one writer and one of another; their own mails are out of the way."""
    found = [write(email=KNOWN, body="Перший"), write(email=KNOWN.upper(), body="Другий")]
    found.append(write(email="other@example.org", body="Чужий"))
    Outbox.objects.all().delete()
    return found


def asked_link(smtp):
    work()
    return re.search(r"http://[^/]+(/\w+/letters/erase/\S+)", smtp.mail[-1][1].get_content())[1]


def confirm(client, link):
    answer = client.post(link)
    carry_out_requests()
    erase_as_asked()
    return answer


def states():
    return [letter.state for letter in Letter.objects.order_by("pk")]


def test_answer_and_work_are_the_same_for_a_known_and_an_unknown_address(
    letters, client, django_assert_num_queries
):
    def asked(email):
        with django_assert_num_queries(3) as found:
            page = client.post(ERASE, {"email": email})
        return page.status_code, page.content, [re.split('[("]', query["sql"])[0] for query in found]

    client.get(ERASE)
    assert asked(KNOWN) == asked("nobody@example.org")


def test_unknown_address_gets_no_mail_and_is_not_kept(letters, client, smtp):
    client.post(ERASE, {"email": "nobody@example.org"})

    work()

    assert smtp.mail == [] and not ErasureRequest.objects.exists()
    assert Outbox.objects.get().state == Outbox.State.NOT_NEEDED


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_known_address_asked_twenty_times_gets_one_mail(letters, client, smtp):
    for _turn in range(20):
        assert client.post(ERASE, {"email": KNOWN}).status_code == 200

    work()

    assert [recipients for recipients, _message in smtp.mail] == [[KNOWN]]


def test_known_address_asked_while_the_worker_was_away_gets_one_mail(letters, client, smtp):
    for _turn in range(3):
        client.post(ERASE, {"email": KNOWN})

    with in_days(0.5):
        work()

    assert len(smtp.mail) == 1


@pytest.mark.both_databases
def test_after_an_hour_the_address_gets_another(letters, client, smtp):
    client.post(ERASE, {"email": KNOWN})
    work()
    with in_days(1.1 / 24):
        client.post(ERASE, {"email": KNOWN})
        work()

    assert len(smtp.mail) == 2


def test_flood_is_answered_as_any_other_and_leaves_nothing(letters, client, monkeypatch):
    monkeypatch.setattr(asking, "ERASURE_REQUESTS_AN_HOUR", 2)
    first = [client.post(ERASE, {"email": f"n{number}@example.org"}) for number in range(2)]

    capped = [client.post(ERASE, {"email": email}) for email in (KNOWN, "nobody@example.org")]

    assert {(each.status_code, each.content) for each in first + capped} == {(200, first[0].content)}
    carry_out_requests()
    assert ErasureRequest.objects.count() == Outbox.objects.count() == 2
    WriterRequest.objects.update(asked_at=timezone.now() - timedelta(days=1))
    client.post(ERASE, {"email": KNOWN})
    carry_out_requests()
    assert ErasureRequest.objects.count() == 3


@pytest.mark.full(LONG)
def test_requests_of_unknown_addresses_count_too_though_they_are_forgotten(
    letters, client, smtp, monkeypatch
):
    monkeypatch.setattr(asking, "ERASURE_REQUESTS_AN_HOUR", 2)
    for number in range(2):
        client.post(ERASE, {"email": f"n{number}@example.org"})
    work()

    client.post(ERASE, {"email": KNOWN})
    work()

    assert not ErasureRequest.objects.exists()


@pytest.mark.both_databases
def test_more_mails_than_an_hour_allows_wait_and_are_not_lost(letters, client, smtp, monkeypatch):
    monkeypatch.setattr(requests, "ERASURE_MAILS_AN_HOUR", 1)
    for email in (KNOWN, "other@example.org"):
        client.post(ERASE, {"email": email})

    work()
    work()
    assert [recipients for recipients, _message in smtp.mail] == [[KNOWN]]
    waiting = Outbox.objects.get(state=Outbox.State.PENDING)
    assert waiting.attempts == 0 and waiting.due_at > timezone.now() + timedelta(minutes=58)

    with in_days(1.1 / 24):
        work()
    assert [recipients for recipients, _message in smtp.mail] == [[KNOWN], ["other@example.org"]]


def test_mail_that_failed_once_is_sent_again_with_the_same_link(letters, client, smtp):
    client.post(ERASE, {"email": KNOWN})
    smtp.answer = "451 later"
    work()
    smtp.answer = None
    Outbox.objects.update(due_at=timezone.now())

    assert confirm(client, asked_link(smtp)).status_code == 200
    assert states().count(LetterState.ERASED) == 2


@pytest.mark.both_databases
def test_link_erases_all_letters_of_the_address_by_its_button_only(letters, client, smtp):
    client.post(ERASE, {"email": f" {KNOWN.upper()} "})
    link = asked_link(smtp)

    assert client.get(link).status_code == client.head(link).status_code == 200
    carry_out_requests()
    erase_as_asked()
    assert LetterState.ERASED not in states()

    page = confirm(client, link)

    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store" and not page.cookies
    assert states() == [LetterState.ERASED, LetterState.ERASED, LetterState.RECEIVED]
    request = ErasureRequest.objects.get()
    assert (request.index, request.sealed_email) == ("", "")


def test_link_pressed_twice_is_told_the_same_and_does_nothing_more(letters, client, smtp, write):
    client.post(ERASE, {"email": KNOWN})
    link = asked_link(smtp)
    confirm(client, link)
    write(email=KNOWN, body="Новий лист")

    assert confirm(client, link).status_code == 200
    assert states()[-1] == LetterState.RECEIVED


@pytest.mark.parametrize(
    "token",
    first_of(["A", "x" * 43, "..%2F..%2Fadmin", "%00", "а" * 43, "x" * 900]),
    ids=lambda token: token[:8],
)
def test_link_that_is_none_erases_nothing(letters, client, token):
    answer = client.post(f"{ERASE}{token}/")
    carry_out_requests()

    assert answer.status_code in (400, 404)
    assert LetterState.ERASED not in states()


def test_link_of_a_request_that_is_over_or_changed_erases_nothing(letters, client, smtp):
    client.post(ERASE, {"email": KNOWN})
    link = asked_link(smtp)

    changed = link[:-2] + ("A" if link[-2] != "A" else "B") + "/"
    assert client.post(changed).status_code == 404
    with in_days(7.1):
        assert confirm(client, link).status_code == 404
    assert LetterState.ERASED not in states()


def test_form_from_another_site_asks_nothing(letters, client):
    answer = client.post(ERASE, {"email": KNOWN}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403 and not WriterRequest.objects.waiting().exists()


@pytest.mark.parametrize("email", ["", "x", "a@b@c", "a@example.org\r\nBcc: x@example.org", "я" * 300])
def test_what_is_no_address_is_explained(client, world, email):
    assert client.post(ERASE, {"email": email}).status_code == 422
    assert not WriterRequest.objects.exists()


def test_address_and_letter_are_in_no_row_in_clear(letters, client, smtp):
    before = timezone.now()
    client.post(ERASE, {"email": KNOWN})
    asked = vars(WriterRequest.objects.latest("pk"))
    carry_out_requests()
    request = ErasureRequest.objects.get()

    assert KNOWN not in str(asked) + str(vars(request)) + str(vars(Outbox.objects.get()))
    assert before <= request.asked_at <= timezone.now()
