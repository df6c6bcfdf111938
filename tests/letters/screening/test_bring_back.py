"""What one account closes another may bring back, and one account closes so many a day and no more."""

from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from home.jobs.actions.outbox import send_due
from home.models import Outbox
from letters.choices.desk import Act, DeskRole, LogAction, Refusal
from letters.choices.letters import BackReason, ClosedReason, Keeping, LetterState
from letters.erasure.actions.erase import empty_letter, erase_by_writer
from letters.following.actions.mail import LETTER_RETURNED, letter_returned
from letters.following.read_models.status import BROUGHT_BACK
from letters.handling.actions.bulk import do_to_all
from letters.handling.actions.claims import claim
from letters.handling.actions.transitions import Stale, TooManyClosed, do_by_writer
from letters.handling.actions.undo import TooLate, undo
from letters.lifecycle import InvalidTransition
from letters.log.read_models import faults_of
from letters.models import Letter, LetterDesk, LetterTranslation
from letters.permissions.letters import FourEyes
from letters.requests.actions.carrying_out import carry_out_requests
from letters.screening.actions.bring_back import NothingToBringBack, bring_back
from letters.screening.actions.decisions import (
    accept_letter,
    ask_writer,
    mark_duplicate,
    reject_letter,
    return_letter,
)
from prisoner_pages.choices import Status
from tests.letters.approved import make_approved
from tests.letters.conftest import filled, make_member, make_screener
from tests.letters.desk_world import make_letter
from tests.standing import standing

STATUS = "/uk/letters/status/"


@standing
def second(world, screener):
    return make_screener(world.partner, "second")


@standing
def head(world, screener):
    return make_member(world.partner, "head", DeskRole.COORDINATOR)


def returned(letter, by):
    return return_letter(letter=letter, by=by, version=letter.version, reasons=["hints"])


def rejected(letter, by):
    return reject_letter(letter=letter, by=by, version=letter.version)


def marked(letter, by):
    twin = make_letter(letter.prisoner)
    return mark_duplicate(letter=letter, by=by, version=letter.version, of=twin)


def asked(letter, by):
    return ask_writer(letter=letter, by=by, version=letter.version, reasons=["hints"], is_needed=True)


CLOSERS = [returned, rejected, marked]


def back(letter, by, reason=BackReason.MISTAKE):
    return bring_back(letter=letter, by=by, version=letter.version, reason=reason)


@pytest.mark.parametrize("close", CLOSERS)
@pytest.mark.parametrize("by", ["second", "head"])
def test_another_screener_or_the_coordinator_brings_back_what_one_closed(close, by, request, screener, world):
    letter = close(make_letter(world), screener)

    letter = back(letter, request.getfixturevalue(by), BackReason.NO_CAUSE)

    stored = Letter.objects.get(pk=letter.pk)
    assert (stored.state, stored.closed_because) == (LetterState.RECEIVED, "")
    assert (stored.asked_for, stored.duplicate_of, stored.sealed_body) == ("", None, letter.sealed_body)
    entry = letter.log.get(action=LogAction.BROUGHT_BACK)
    assert (entry.by_name, entry.detail, entry.state_before) == (by, "no_cause", LetterState.REJECTED)


@pytest.mark.parametrize("close", CLOSERS)
def test_who_closed_it_does_not_bring_it_back_in_whatever_role(close, world):
    both = make_member(world.partner, "both", DeskRole.SCREENER, DeskRole.COORDINATOR)
    letter = close(make_letter(world), both)

    with pytest.raises(FourEyes):
        back(letter, both)
    assert Letter.objects.get(pk=letter.pk).state == LetterState.REJECTED


def test_what_nobody_of_the_desk_closed_stays_closed(world, second):
    for reason in (ClosedReason.UNANSWERED, ClosedReason.WITHDRAWN, ClosedReason.TOO_LATE, ""):
        letter = make_letter(world, state=LetterState.REJECTED, closed_because=reason)
        with pytest.raises(NothingToBringBack):
            back(letter, second)


def test_what_the_writer_withdrew_or_erased_stays_so(world, screener, second):
    withdrawn = do_by_writer(Act.WITHDRAW, letter=make_letter(world))
    erased = rejected(make_letter(world), screener)
    erase_by_writer(letter=erased)
    erased.refresh_from_db()

    for letter in (withdrawn, erased):
        with pytest.raises(InvalidTransition):
            back(letter, second)


def test_nothing_comes_back_once_its_text_is_erased(world, screener, second):
    letter = rejected(make_letter(world), screener)
    empty_letter(letter=letter, detail=Keeping.ABUSE)
    letter.refresh_from_db()

    with pytest.raises(NothingToBringBack):
        back(letter, second)


@pytest.mark.both_databases
def test_brought_back_twice_is_told_and_done_once(world, screener, second, head):
    letter = rejected(make_letter(world), screener)
    back(letter, second)

    with pytest.raises(Stale):
        back(letter, head)
    assert letter.log.filter(action=LogAction.BROUGHT_BACK).count() == 1


def test_who_closed_it_cannot_undo_after_that(world, screener, second):
    letter = back(rejected(make_letter(world), screener), second)

    with pytest.raises(TooLate):
        undo(letter=letter, by=screener, version=letter.version)


def test_closed_letter_cannot_be_taken_so_that_nobody_brings_it_back(world, screener, second):
    letter = claim(letter=make_letter(world), by=screener)
    letter = rejected(letter, screener)

    with pytest.raises(PermissionDenied):
        claim(letter=letter, by=screener)
    assert back(letter, second).state == LetterState.RECEIVED


def test_letter_closed_when_it_was_approved_is_approved_anew(world, screener, second):
    reader = make_member(world.partner, "reader", DeskRole.READER)
    letter = make_approved(world)
    LetterTranslation.objects.filter(letter=letter).update(reader=reader)

    letter = back(rejected(letter, screener), second)

    assert letter.state == LetterState.RECEIVED
    assert LetterTranslation.objects.get(letter=letter).reader is None


def test_hold_is_looked_at_anew(world, screener, second):
    letter = rejected(make_letter(world), screener)
    world.status = Status.IN_TRANSFER
    world.save()

    assert back(letter, second).held_because == "in_transfer"
    assert [entry.action for entry in letter.log.order_by("number")][-2:] == ["brought_back", "held"]


# --- What the writer is told ------------------------------------------------------------------------


@standing
def written(client, check_url):
    """A letter from the form, with its code."""
    sent = client.post(check_url, filled(email="olena@example.org"))
    carry_out_requests()
    Outbox.objects.all().delete()
    return Letter.objects.get(), client.get(sent.headers["Location"]).context["code"]


def test_mail_that_has_not_left_stays_here_and_no_other_is_made(written, screener, second):
    letter, _code = written
    letter = back(returned(letter, screener), second)

    assert Outbox.objects.get(template=LETTER_RETURNED).state == Outbox.State.NOT_NEEDED
    assert letter_returned(letter.uuid, "uk") is None
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(minutes=12)):
        assert send_due() == 0


def test_status_page_says_that_the_letter_is_here_again_and_what_was_told_no_longer_holds(
    client, written, screener, second
):
    letter, code = written
    letter = returned(letter, screener)
    assert client.post(STATUS, {"code": code}).context["state"] == "closed"

    letter = back(letter, second)
    page = client.post(STATUS, {"code": code}, headers={"Accept-Language": "en"})
    assert (page.context["state"], page.context["remarks"]) == ("received", [BROUGHT_BACK])
    for secret in ("screener", "second", "mistake"):
        assert secret not in page.content.decode()

    accept_letter(letter=letter, by=screener, version=letter.version)
    page = client.post(STATUS, {"code": code})
    assert (page.context["state"], page.context["remarks"]) == ("in_preparation", [BROUGHT_BACK])


@pytest.mark.parametrize("state", [LetterState.REJECTED, LetterState.POSTED, LetterState.WITHDRAWN])
def test_line_goes_when_the_letter_went_or_is_closed_again(client, written, screener, second, state):
    letter, code = written
    back(returned(letter, screener), second)
    Letter.objects.update(state=state)

    assert client.post(STATUS, {"code": code}).context["remarks"] == []


# --- So many a day ----------------------------------------------------------------------------------


@standing
def cap(screener):
    LetterDesk.objects.update(closings_a_day=2)


def closed_by(user):
    return Letter.objects.filter(state=LetterState.REJECTED, log__by=user).distinct().count()


@pytest.mark.both_databases
def test_one_account_closes_so_many_a_day_however_it_closes_them(cap, world, screener):
    returned(make_letter(world), screener)
    rejected(make_letter(world), screener)

    for close in [*CLOSERS, asked]:
        with pytest.raises(TooManyClosed):
            close(make_letter(world), screener)
    assert closed_by(screener) == 2


def test_a_question_counts_as_a_closing_for_it_ends_a_letter_that_nobody_answers(cap, world, screener):
    for _turn in range(2):
        asked(make_letter(world), screener)

    with pytest.raises(TooManyClosed):
        rejected(make_letter(world), screener)


def test_cap_keeps_nobody_from_accepting_nor_others_from_closing(cap, world, screener, second):
    for _turn in range(2):
        rejected(make_letter(world), screener)

    letter = make_letter(world)
    assert accept_letter(letter=letter, by=screener, version=1).state == LetterState.ACCEPTED
    assert rejected(make_letter(world), second).state == LetterState.REJECTED


def test_many_at_once_count_one_by_one(cap, world, screener):
    chosen = [(make_letter(world), 1) for _turn in range(4)]

    done = do_to_all(Act.REJECT, uuid="6f0b7c52-7f5e-4b3c-9a55-0f6f8d1f2a11", chosen=chosen, by=screener)

    refusals = list(done.outcomes.order_by("pk").values_list("refusal", flat=True))
    assert refusals == ["", "", Refusal.CLOSED_ENOUGH, Refusal.CLOSED_ENOUGH]
    assert closed_by(screener) == 2


@pytest.mark.both_databases
def test_what_was_undone_counts_no_more_and_what_was_brought_back_does(cap, world, screener, second):
    letter = rejected(make_letter(world), screener)
    undo(letter=letter, by=screener, version=letter.version)
    back(rejected(make_letter(world), screener), second)
    rejected(make_letter(world), screener)

    with pytest.raises(TooManyClosed):
        rejected(make_letter(world), screener)


@pytest.mark.both_databases
def test_next_day_one_may_close_again(cap, world, screener):
    for _turn in range(2):
        rejected(make_letter(world), screener)

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert rejected(make_letter(world), screener).state == LetterState.REJECTED


@pytest.mark.both_databases
def test_log_of_a_letter_brought_back_is_whole(world, screener, second):
    letter = back(rejected(make_letter(world), screener), second)

    assert faults_of(letter) == []
