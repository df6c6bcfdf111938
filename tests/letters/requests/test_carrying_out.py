"""What visitors ask for is written down, and carried out once where the keys are."""

from datetime import timedelta
from functools import partial
from unittest import mock

import pytest
from django.utils import timezone

from home.jobs.actions.outbox import send_due
from home.jobs.queue import TELL_OF_FAILING
from home.models import Outbox
from home.registry import provided_by_name
from home.settings.rings import PUBLIC_RINGS
from letters.choices.letters import LetterState as S
from letters.choices.requests import RequestKind
from letters.erasure.actions import asking
from letters.erasure.actions.asking import ask_for_link, ask_to_erase_all
from letters.erasure.actions.requests import erase_as_asked
from letters.following.actions.address_proof import ask_to_confirm
from letters.lifecycle import ASKED_BY_CODE, InvalidTransition
from letters.models import ErasureRequest, Letter, LetterLogEntry, WriterAddress, WriterRequest
from letters.oversight.read_models.health import requests_are_done
from letters.requests.actions import carrying_out
from letters.requests.actions.asking import ask_by_code
from letters.requests.actions.carrying_out import carry_out_requests
from letters.sealing.email_index import erasure_token, link_token
from letters.sealing.keys import make_missing
from tests.rivals import at_once

pytestmark = pytest.mark.both_databases

# What the letter's code asks for: where the letter is, what comes of it, and what its log says then.
OUTCOMES = {
    RequestKind.WITHDRAW: (S.RECEIVED, S.WITHDRAWN, "withdrawn"),
    RequestKind.ANSWER: (S.ASKED, S.RECEIVED, "answered_question"),
    RequestKind.ERASE: (S.POSTED, S.ERASED, "erased"),
}


class Killed(BaseException):
    """The worker dies here."""


def put(letter, state):
    Letter.objects.filter(pk=letter.pk).update(state=state)
    return Letter.objects.with_code(letter.code)


def asked_for(sent, kind):
    """Ask for `kind` about a new letter that stands where it can be asked; return the letter."""
    letter = sent()
    carry_out_requests()
    code, letter = letter.code, put(letter, OUTCOMES[kind][0])
    ask_by_code(kind, letter=letter, code=code)
    letter.code = code
    return letter


def state_of(letter):
    return Letter.objects.get(pk=letter.pk).state


def deeds(kind):
    return LetterLogEntry.objects.filter(action=OUTCOMES[kind][2]).count()


def test_every_kind_has_somebody_who_carries_it_out():
    assert set(provided_by_name("requests")) == set(RequestKind)


@pytest.mark.parametrize("kind", OUTCOMES)
def test_what_is_asked_with_a_code_is_done_by_the_worker_alone_and_leaves_no_trace(sent, kind):
    letter = asked_for(sent, kind)
    before, after, _action = OUTCOMES[kind]
    assert state_of(letter) == before
    assert Letter.objects.with_code(letter.code).waiting_request == kind

    carry_out_requests()
    carry_out_requests()

    assert (state_of(letter), deeds(kind)) == (after, 1)
    assert Letter.objects.with_code(letter.code).waiting_request is None
    rows = WriterRequest.objects.filter(kind=kind)
    assert len(rows) == (0 if kind == RequestKind.ERASE else 1)
    for row in rows:
        assert (row.letter_uuid, row.digest, row.sealed, row.language) == (None, "", "", "")
        assert row.asked_at <= row.done_at


def test_the_kinds_asked_with_a_code_are_those_tried_here():
    assert set(OUTCOMES) == set(ASKED_BY_CODE)


@pytest.mark.parametrize("kind", OUTCOMES)
def test_what_is_asked_twice_is_done_once(sent, kind):
    letter = asked_for(sent, kind)
    ask_by_code(kind, letter=letter, code=letter.code)
    assert WriterRequest.objects.filter(kind=kind).count() == 2
    row = WriterRequest.objects.filter(kind=kind).first()
    written = {name: getattr(row, name) for name in ("letter_uuid", "digest", "sealed", "language")}
    WriterRequest.objects.add(kind=kind, **written)

    carry_out_requests()

    assert deeds(kind) == 1 and not WriterRequest.objects.waiting().exists()


@pytest.mark.parametrize("kind", OUTCOMES)
def test_wish_whose_key_is_away_for_a_while_is_done_once_it_is_here(sent, kind, settings, tmp_path):
    letter, files = asked_for(sent, kind), settings.KEY_FILES
    settings.KEY_FILES = {
        **files,
        "letters_private": tmp_path / "private",
        "letters_public": tmp_path / "public",
    }
    make_missing()
    carry_out_requests()
    row = WriterRequest.objects.waiting().get()
    assert row.sealed and row.attempts == 1 and row.due_at and deeds(kind) == 0

    settings.KEY_FILES = files
    WriterRequest.objects.update(due_at=timezone.now())
    carry_out_requests()

    assert (state_of(letter), deeds(kind)) == (OUTCOMES[kind][1], 1)


@pytest.mark.parametrize("kind", OUTCOMES)
def test_what_the_letters_state_forbids_is_not_written_down(sent, kind):
    letter, code = sent(), sent().code
    letter = put(letter, S.ERASED)

    with pytest.raises(InvalidTransition):
        ask_by_code(kind, letter=letter, code=code)

    assert not WriterRequest.objects.filter(kind=kind).exists()


def test_letter_that_was_printed_meanwhile_is_not_withdrawn(sent):
    letter = asked_for(sent, RequestKind.WITHDRAW)
    put(letter, S.PRINTED)

    carry_out_requests()

    assert state_of(letter) == S.PRINTED and not WriterRequest.objects.waiting().exists()


@pytest.mark.parametrize("kind", OUTCOMES)
def test_worker_that_is_killed_half_way_has_done_nothing_and_the_next_does_all(sent, kind):
    letter = asked_for(sent, kind)

    dies = mock.MagicMock(keys=mock.Mock(side_effect=Killed))
    with mock.patch.object(carrying_out, "SETTLED", dies), pytest.raises(Killed):
        carry_out_requests()
    assert (state_of(letter), deeds(kind)) == (OUTCOMES[kind][0], 0)

    carry_out_requests()
    assert (state_of(letter), deeds(kind)) == (OUTCOMES[kind][1], 1)


def test_without_keys_everything_waits_and_is_done_as_soon_as_they_are_here(sent, settings):
    letter, files = asked_for(sent, RequestKind.ERASE), settings.KEY_FILES
    settings.KEY_FILES = {name: files[name] for name in PUBLIC_RINGS}
    carry_out_requests()
    assert state_of(letter) == S.POSTED and WriterRequest.objects.waiting().count() == 1

    settings.KEY_FILES = files
    carry_out_requests()
    assert state_of(letter) == S.ERASED


class TestFaultsOfOurs:
    @pytest.fixture
    def broken(self, sent, monkeypatch):
        """Two requests; whoever carries out the first meets a fault of ours."""
        letters = [sent(nonce=nonce, email="") for nonce in ("one", "two")]
        for letter in letters:
            ask_by_code(RequestKind.WITHDRAW, letter=letter, code=letter.code)
        known, first = provided_by_name("requests")[RequestKind.WITHDRAW], letters[0].uuid

        def withdraw(request):
            known(request)
            if request.letter_uuid == first and self.is_broken:
                raise RuntimeError("canary")

        self.is_broken = True
        monkeypatch.setitem(provided_by_name("requests"), RequestKind.WITHDRAW, withdraw)
        return letters

    def test_one_row_keeps_no_other_and_is_not_lost(self, broken):
        carry_out_requests()
        assert [state_of(letter) for letter in broken] == [S.RECEIVED, S.WITHDRAWN]

        self.is_broken = False
        carry_out_requests()
        assert state_of(broken[0]) == S.RECEIVED, "it waits a minute first"
        WriterRequest.objects.update(due_at=timezone.now())
        carry_out_requests()
        assert state_of(broken[0]) == S.WITHDRAWN

    def test_administrators_are_told_of_one_that_fails_for_long(self, broken, monkeypatch):
        told = mock.Mock()
        monkeypatch.setattr(carrying_out, "enqueue", told)
        carry_out_requests()
        told.assert_not_called()

        WriterRequest.objects.waiting().update(asked_at=timezone.now() - timedelta(minutes=11), due_at=None)
        carry_out_requests()
        told.assert_called_once_with(TELL_OF_FAILING, job=carrying_out.CARRY_OUT)

    @pytest.mark.parametrize(
        ("kind", "is_given_up"), [(RequestKind.NOTIFY, True), (RequestKind.ERASE, False)]
    )
    def test_what_tells_is_given_up_after_a_day_of_faults_and_what_erases_never(
        self, sent, monkeypatch, kind, is_given_up
    ):
        letter, told = sent(), mock.Mock()
        if kind == RequestKind.ERASE:
            carry_out_requests()
            ask_by_code(kind, letter=letter, code=letter.code)
        monkeypatch.setitem(provided_by_name("requests"), kind, mock.Mock(side_effect=RuntimeError))
        monkeypatch.setattr(carrying_out, "enqueue", told)
        long_ago = timezone.now() - timedelta(days=2)
        WriterRequest.objects.waiting().update(attempts=29, asked_at=long_ago, due_at=None)

        carry_out_requests()

        row = WriterRequest.objects.get(kind=kind)
        assert (row.attempts, row.done_at is not None, row.letter_uuid is None) == (
            30,
            is_given_up,
            is_given_up,
        )
        told.assert_called_once_with(TELL_OF_FAILING, job=carrying_out.CARRY_OUT)
        assert ("1 given up" in requests_are_done()) is is_given_up
        assert ("1 waits, the oldest for 2 days" in requests_are_done()) is not is_given_up

    def test_while_they_are_locked_everything_waits_as_it_stands(self, sent, staff_host):
        letter = asked_for(sent, RequestKind.ERASE)
        staff_host.run("lock")
        carry_out_requests()
        row = WriterRequest.objects.waiting().get()
        assert state_of(letter) == S.POSTED and row.sealed and row.due_at is None

        staff_host.unlock()
        carry_out_requests()
        assert state_of(letter) == S.ERASED


def test_writer_is_told_once_and_in_the_language_of_the_page(sent):
    letter = sent()
    assert not Outbox.objects.exists()

    carry_out_requests()

    mail = Outbox.objects.get()
    assert (mail.template, mail.reference, mail.language) == ("letter_received", letter.uuid, "en")


def test_letter_without_an_address_asks_for_no_mail(sent):
    sent(email="")

    assert not WriterRequest.objects.exists()


def test_yes_of_an_address_owner_is_carried_out(sent):
    address = known_address(sent)
    assert ask_to_confirm(token=link_token(address.index)) == address
    address.refresh_from_db()
    assert address.confirmed_at is None

    carry_out_requests()

    address.refresh_from_db()
    assert address.confirmed_at is not None


def known_address(sent):
    sent()
    carry_out_requests()
    send_due()
    return WriterAddress.objects.get()


def test_link_pressed_within_its_days_holds_though_the_worker_comes_later(sent):
    address = known_address(sent)
    ask_to_confirm(token=link_token(address.index))
    over = timezone.now() - timedelta(days=9)
    WriterAddress.objects.update(asked_at=over)
    WriterRequest.objects.waiting().update(asked_at=over + timedelta(days=6))

    carry_out_requests()

    assert WriterAddress.objects.get().confirmed_at is not None


def test_letters_of_an_address_are_erased_by_its_link(sent):
    letter = sent()
    ask_for_link(email=" Olena@example.org", page_language="en")
    assert not ErasureRequest.objects.exists() and not Outbox.objects.exists()

    carry_out_requests()
    send_due()
    found = ErasureRequest.objects.get()
    ask_to_erase_all(token=erasure_token(found.uuid))
    carry_out_requests()
    erase_as_asked()

    assert Outbox.objects.filter(template="erasure_asked", language="en").count() == 1
    assert state_of(letter) == S.ERASED


def test_more_addresses_than_an_hour_allows_are_not_written_down(sent, monkeypatch):
    monkeypatch.setattr(asking, "ERASURE_REQUESTS_AN_HOUR", 2)

    for number in range(4):
        ask_for_link(email=f"n{number}@example.org", page_language="uk")

    assert WriterRequest.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_each_once(sent):
    letter = asked_for(sent, RequestKind.WITHDRAW)

    assert at_once(*[partial(carry_out_requests)] * 3) == [None] * 3

    assert (state_of(letter), deeds(RequestKind.WITHDRAW)) == (S.WITHDRAWN, 1)
