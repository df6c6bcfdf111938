"""What a person reads when the desk refused something: what is missing, who can do it, on the same page."""

from html import unescape
from unittest.mock import Mock

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from home.security import form_tokens
from letters.choices.desk import DeskRole, Refusal
from letters.choices.letters import LetterState
from letters.handling.actions.claims import claim
from letters.handling.views.refusals import FOUR_EYES_WORDS
from letters.lifecycle import BARRED_AFTER_KEYING_IN, FOUR_EYES
from letters.models import BulkAct, Letter
from letters.posting.actions.returns import come_back
from prisoner_pages.models import Verification
from tests.letters.conftest import make_member, make_screener
from tests.letters.desk_world import make_letter, tick
from tests.letters.post_world import posted_letter
from tests.standing import standing

DESK = "/admin/letters/"


@standing
def keyed_in(client, screener):
    """The letter that the screener typed in through the form of the desk."""
    client.force_login(screener)
    form = {"prisoner": "vilnyi", "channel": "paper", "body": "Доброго дня!", "name": "Олена"}
    token = form_tokens.issue(f"key_in:{screener.pk}")
    client.post(f"{DESK}key-in/", {**form, "token": token, "censor": "do", "delay": "keep"})
    return Letter.objects.get()


@pytest.fixture
def at_desk(client, screener):
    client.force_login(screener)
    return client


def words(answer):
    return " ".join(unescape(answer.content.decode()).split())


def page(client, letter):
    return client.get(f"{DESK}{letter.uuid}/", HTTP_ACCEPT_LANGUAGE="en")


def decisions(answer):
    return [name for _panel, panel in answer.context["panels"] for name, *_ in panel.get("decisions", [])]


def test_who_keyed_a_letter_in_is_not_offered_to_accept_it_and_reads_who_can(at_desk, keyed_in, world):
    make_screener(world.partner, "iryna")
    make_member(world.partner, "petro", DeskRole.DISPATCHER)

    shown = page(at_desk, keyed_in)

    assert "accept" not in decisions(shown) and "return" in decisions(shown)
    assert "You keyed this letter in" in words(shown)
    assert "iryna can do it" in words(shown) and "petro can" not in words(shown)


def test_another_screener_is_offered_to_accept_what_was_keyed_in(client, keyed_in, world):
    client.force_login(make_screener(world.partner, "iryna"))

    shown = page(client, keyed_in)

    assert "accept" in decisions(shown) and "keyed this letter in" not in words(shown)


def test_alone_at_the_desk_one_is_led_to_the_coordinator(at_desk, keyed_in, world):
    make_member(world.partner, "olha", DeskRole.COORDINATOR)

    assert "Nobody else at this desk can do it. The coordinator gives the role: olha." in words(
        page(at_desk, keyed_in)
    )


@pytest.mark.parametrize("road", ["screen/accept/", "do/"])
def test_accepting_what_one_keyed_in_is_refused_on_its_page_with_all_that_was_typed(
    at_desk, keyed_in, world, road
):
    make_screener(world.partner, "iryna")
    sent = {"version": 1, "act": "accept", "language": "uk", "note": "Ім’я кота лишіть як є"}

    answer = at_desk.post(f"{DESK}{keyed_in.uuid}/{road}", sent, HTTP_ACCEPT_LANGUAGE="en")

    assert answer.status_code == 403
    assert "You keyed this letter in" in words(answer) and "iryna can do it" in words(answer)
    assert "Доброго дня!" in words(answer), "the letter is still there to work on"
    assert road == "do/" or sent["note"] in words(answer)
    assert Letter.objects.get().state == LetterState.RECEIVED


def test_own_keyed_in_letter_is_not_the_next_one(at_desk, keyed_in, world):
    colleague = make_screener(world.partner, "iryna")

    at_desk.post(f"{DESK}next/", {"step": "inbox"})
    assert Letter.objects.get().claimed_by is None

    at_desk.force_login(colleague)
    at_desk.post(f"{DESK}next/", {"step": "inbox"})
    assert Letter.objects.get().claimed_by == colleague


@standing
def returned(world, dispatcher):
    """A letter that came back, while the record names the same place and nobody has verified it since."""
    letter = posted_letter(world, language_declared="ru")
    come_back(letter=letter, by=dispatcher, version=letter.version, reason="moved")
    Verification.objects.update(verified_on="2020-01-01")
    return Letter.objects.get(pk=letter.pk)


def same_place(letter):
    return (
        f"The record still names the place from which the letter came back ({letter.prisoner.facility}), and"
        f" nobody has verified it since. The editors of {letter.prisoner.partner} can do it, in the record."
    )


@pytest.mark.parametrize("road", ["page", "button", "many"])
def test_returned_letter_to_the_same_unverified_place_says_exactly_that(client, returned, dispatcher, road):
    client.force_login(dispatcher)
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    ticked = {"act": "readdress", "nonce": "0" * 32, "letter": tick(returned)}
    roads = {
        "page": lambda: page(client, returned),
        "button": lambda: client.post(
            f"{DESK}{returned.uuid}/do/", {"act": "readdress", "version": returned.version}, **english
        ),
        "many": lambda: client.post(f"{DESK}bulk/", ticked, follow=True, **english),
    }

    answer = roads[road]()

    with translation.override("en"):
        assert same_place(returned) in words(answer)
    assert Letter.objects.get().state == LetterState.RETURNED


def test_act_of_another_role_says_who_has_it_and_keeps_the_page(at_desk, world):
    letter = make_letter(world, state=LetterState.APPROVED)
    make_member(world.partner, "petro", DeskRole.DISPATCHER)

    answer = at_desk.post(
        f"{DESK}{letter.uuid}/do/", {"act": "reopen", "version": 1}, HTTP_ACCEPT_LANGUAGE="en"
    )

    assert answer.status_code == 403 and "Your roles at this desk do not allow it." in words(answer)
    assert "petro can do it" in words(answer) and "What happened" in words(answer)


def test_refused_note_stands_in_its_field_again(at_desk, world, monkeypatch):
    letter = make_letter(world)
    claim(letter=letter, by=make_screener(world.partner, "iryna"))
    monkeypatch.setattr("letters.handling.views.letter.take_over", Mock(side_effect=ValidationError("x")))

    answer = at_desk.post(f"{DESK}{letter.uuid}/take-over/", {"text": "Вона у відпустці"})

    assert answer.status_code == 409
    assert answer.context["note_form"]["text"].value() == "Вона у відпустці"


def test_key_that_is_not_here_is_no_fault_of_ours_and_said_in_the_readers_language(at_desk, world):
    letter = make_letter(world)
    Letter.objects.update(sealed_body=letter.sealed_body.replace(letter.sealed_body.split(":")[1], "0000", 1))

    hidden = at_desk.post(
        f"{DESK}{letter.uuid}/screen/hide/", {"version": 1, "words": "дня"}, HTTP_ACCEPT_LANGUAGE="uk"
    )

    assert hidden.status_code == 409 and "адміністратор" in words(hidden).lower()


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_has_words_for_a_list_in_ukrainian(world, refusal):
    with translation.override("en"):
        english = str(refusal.label)
    with translation.override("uk"):
        assert str(refusal.label) != english


def test_every_second_look_says_what_the_first_was():
    assert set(FOUR_EYES_WORDS) == {*FOUR_EYES, *BARRED_AFTER_KEYING_IN}


def test_many_at_once_say_of_each_what_is_missing(at_desk, keyed_in):
    page(at_desk, keyed_in)

    answer = at_desk.post(
        f"{DESK}bulk/",
        {"act": "accept", "nonce": "0" * 32, "letter": tick(keyed_in)},
        follow=True,
        HTTP_ACCEPT_LANGUAGE="en",
    )

    assert BulkAct.objects.get().outcomes.get().refusal == Refusal.FOUR_EYES
    assert "You keyed this letter in" in words(answer)
