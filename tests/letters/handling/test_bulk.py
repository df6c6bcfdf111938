"""Many letters at once: each done or refused by itself, said so, and taken back for ten minutes."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from letters.choices.desk import Act, DeskRole, LogAction, Refusal
from letters.choices.letters import LetterState
from letters.choices.words import ChipKind
from letters.handling.actions.bulk import do_to_all
from letters.handling.actions.claims import claim
from letters.handling.actions.opening import open_translation
from letters.log.actions.entries import log_by_staff
from letters.models import BulkAct, BulkOutcome, Letter, ReasonChip, ReasonText
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.approved import make_translated
from tests.letters.conftest import make_member, make_screener
from tests.letters.desk_world import make_letters, opened_by, tick

BULK = "/admin/letters/bulk/"


@pytest.fixture
def desk(client, screener):
    """Return a function that sends ticked letters as the screener and returns the page of results."""
    client.force_login(screener)

    def send(letters, act="accept", nonce=None, **values):
        ticks = [each if isinstance(each, str) else tick(each) for each in letters]
        form = {"act": act, "nonce": nonce or uuid.uuid4(), "letter": ticks, **values}
        return client.post(BULK, form, follow=True, HTTP_ACCEPT_LANGUAGE="en")

    return send


def states(letters):
    return [Letter.objects.get(pk=letter.pk).state for letter in letters]


@pytest.mark.both_databases
def test_one_act_for_all_says_what_was_done_and_what_refused_and_why(desk, world, screener):
    letters = opened_by(screener, make_letters(world, 7))
    claim(letter=letters[0], by=make_screener(world.partner, "colleague"))
    Letter.objects.filter(pk=letters[1].pk).update(version=2)
    Letter.objects.filter(pk=letters[2].pk).update(state=LetterState.ASKED)

    answer = desk(letters)

    html = answer.content.decode()
    assert "4 done" in html and "3 refused" in html
    assert [outcome.refusal for outcome in answer.context["refused"]] == ["claimed", "stale", "not_now"]
    assert all(str(Refusal(code).label) in html for code in ("claimed", "stale", "not_now"))
    assert states(letters[3:]) == [LetterState.ACCEPTED] * 4


@pytest.mark.both_databases
def test_same_form_sent_again_does_nothing_twice(desk, world, screener):
    letters, nonce = opened_by(screener, make_letters(world, 3)), uuid.uuid4()

    desk(letters, nonce=nonce)
    answer = desk(letters, nonce=nonce)

    assert "3 done" in answer.content.decode() and BulkAct.objects.count() == 1
    assert [letter.log.filter(action=LogAction.ACCEPTED).count() for letter in letters] == [1, 1, 1]


def test_what_was_not_reached_goes_on_with_the_same_form(screener, world):
    letters, nonce = opened_by(screener, make_letters(world, 4)), uuid.uuid4()
    chosen = [(letter, 1) for letter in letters]

    do_to_all(Act.ACCEPT, uuid=nonce, chosen=chosen[:2], by=screener)
    do_to_all(Act.ACCEPT, uuid=nonce, chosen=chosen, by=screener)

    assert BulkOutcome.objects.filter(refusal="").count() == 4


def test_form_of_another_person_or_for_another_act_is_refused(screener, world):
    [letter], nonce = make_letters(world, 1), uuid.uuid4()
    do_to_all(Act.ACCEPT, uuid=nonce, chosen=[], by=screener)

    with pytest.raises(PermissionDenied):
        do_to_all(Act.REJECT, uuid=nonce, chosen=[(letter, 1)], by=screener)
    with pytest.raises(PermissionDenied):
        do_to_all(Act.ACCEPT, uuid=nonce, chosen=[(letter, 1)], by=make_screener(world.partner, "b"))
    assert states([letter]) == [LetterState.RECEIVED]


def test_letters_of_another_desk_are_not_touched_and_not_named(desk, other_partner):
    strangers = make_letters(PrisonerFactory(writable=True, partner=other_partner, name_en="CANARY"), 2)

    html = desk(strangers).content.decode()

    assert "2 letters are no longer in your lists" in html and "CANARY" not in html
    assert states(strangers) == [LetterState.RECEIVED] * 2


@pytest.mark.both_databases
@pytest.mark.parametrize("ticks", [["x"], ["group:"], ["group:ab:x"], [f"{uuid.uuid4()}:9"], ["::"]])
def test_nonsense_ticks_are_nobodys_letters(desk, world, ticks):
    letters = make_letters(world, 1)

    assert desk(ticks).status_code == 200
    assert states(letters) == [LetterState.RECEIVED]


def test_act_not_offered_for_many_is_refused(desk, world):
    assert desk(make_letters(world, 1), act="erase").status_code == 400


def test_no_tick_leads_back_in_words(desk):
    assert "No letter was ticked" in desk([]).content.decode()


def test_return_asks_for_its_reason_and_keeps_the_ticks(desk, world):
    chip = ReasonChip.objects.create(slug="about-the-case", kind=ChipKind.RETURN)
    ReasonText.objects.create(chip=chip, language="uk", label="Про справу", text="…")
    letters, nonce = make_letters(world, 2), uuid.uuid4()

    asked = desk(letters, act="return", nonce=nonce)
    assert "Про справу" in asked.content.decode() and states(letters) == [LetterState.RECEIVED] * 2
    assert asked.context["ticks"] == [tick(letter) for letter in letters]

    desk(letters, act="return", nonce=nonce, reason=chip.slug)
    assert states(letters) == [LetterState.REJECTED] * 2
    assert Letter.objects.get(pk=letters[0].pk).asked_for == chip.slug


@pytest.mark.both_databases
def test_all_can_be_undone_and_one_alone(client, desk, world, screener):
    letters = opened_by(screener, make_letters(world, 3))
    bulk = desk(letters).context["bulk"]
    first = bulk.outcomes.get(letter=letters[0])

    client.post(f"{BULK}{bulk.uuid}/undo/", {"outcome": first.pk})
    assert states(letters) == [LetterState.RECEIVED, LetterState.ACCEPTED, LetterState.ACCEPTED]

    client.post(f"{BULK}{bulk.uuid}/undo/")
    assert states(letters) == [LetterState.RECEIVED] * 3


def test_undo_names_what_can_no_longer_be_undone(client, desk, world, screener):
    letters = opened_by(screener, make_letters(world, 2))
    bulk = desk(letters).context["bulk"]
    Letter.objects.filter(pk=letters[0].pk).update(version=9)

    answer = client.post(f"{BULK}{bulk.uuid}/undo/", follow=True, HTTP_ACCEPT_LANGUAGE="en")

    assert states(letters) == [LetterState.ACCEPTED, LetterState.RECEIVED]
    assert str(Refusal.TOO_LATE.label) in answer.content.decode()


def test_after_ten_minutes_nothing_is_undone(client, desk, world, screener):
    letters = opened_by(screener, make_letters(world, 2))
    bulk = desk(letters).context["bulk"]

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.force_login(screener)
        answer = client.post(f"{BULK}{bulk.uuid}/undo/", follow=True)

    assert states(letters) == [LetterState.ACCEPTED] * 2
    assert not answer.context["can_undo"]


def test_results_are_seen_and_undone_by_their_doer_only(client, desk, world, screener):
    letters = opened_by(screener, make_letters(world, 1))
    bulk = desk(letters).context["bulk"]
    client.force_login(make_screener(world.partner, "colleague"))

    assert client.get(f"{BULK}{bulk.uuid}/").status_code == 404
    assert client.post(f"{BULK}{bulk.uuid}/undo/").status_code == 404
    assert states(letters) == [LetterState.ACCEPTED]


@pytest.mark.both_databases
def test_group_is_decided_up_to_the_last_letter_seen(desk, world):
    letters = make_letters(world, 5, flood_group="ab")

    desk([f"group:ab:{letters[3].pk}"], act="reject")

    assert states(letters) == [LetterState.REJECTED] * 4 + [LetterState.RECEIVED]


def test_text_that_its_reader_has_not_opened_is_not_approved_among_many(world):
    reader = make_member(world.partner, "reader", DeskRole.READER)
    read, unread = (make_translated(world, "Добрый день!", body="Доброго дня!") for _letter in range(2))
    open_translation(letter=read, by=reader)

    def approve(uuid_of_form):
        chosen = [(read, read.version), (unread, unread.version)]
        done = do_to_all(Act.APPROVE, uuid=uuid_of_form, chosen=chosen, by=reader)
        return [done.outcomes.get(letter=letter).refusal for letter in (read, unread)]

    assert approve(uuid.uuid4()) == ["", Refusal.UNREAD]
    assert states([read, unread]) == [LetterState.APPROVED, LetterState.TRANSLATED]
    # Opened before the text became another one counts for nothing.
    open_translation(letter=unread, by=reader)
    log_by_staff(unread, LogAction.CORRECTED, by=make_member(world.partner, "other", DeskRole.READER))
    assert approve(uuid.uuid4())[1] == Refusal.UNREAD
