"""F25, F26: two people on one letter at one moment. One acts, the other is told, with both texts.

500 rounds by `make faults`, 20 with the other tests. Which pair meets is chosen by the round.
"""

import random
from dataclasses import dataclass
from functools import partial
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from letters.choices.desk import Act, DeskRole
from letters.choices.letters import LetterState as S
from letters.choices.words import ChipKind
from letters.log.read_models import faults_of, verify
from letters.models import Letter, LetterDesk, LetterLogEntry, LetterTranslation, ReasonChip, ReasonText
from tests import faults
from tests.letters.approved import make_translated
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.rivals import at_once
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
ROUNDS = 500 if faults.MANY else 20
LABEL = "canary reason"


@dataclass(frozen=True)
class Move:
    """What one of the two sends: below the letter's address, with what, and what of it comes back if late."""

    role: DeskRole
    path: str
    sent: dict
    shown: str


def button(role, act):
    with translation.override("en"):
        return Move(role, "do/", {"act": act}, str(Act(act).label))


def decision(name, **sent):
    return Move(DeskRole.SCREENER, f"screen/{name}/", sent, LABEL)


S_, R_, D_ = DeskRole.SCREENER, DeskRole.READER, DeskRole.DISPATCHER
PAIRS = [
    (S.RECEIVED, button(S_, "accept"), button(S_, "reject")),
    (S.RECEIVED, button(S_, "accept"), button(S_, "accept")),
    (S.RECEIVED, button(S_, "reject"), decision("return", reasons="canary")),
    (
        S.RECEIVED,
        decision("return", reasons="canary"),
        decision("ask", reasons="canary-ask", is_needed="on"),
    ),
    (S.ACCEPTED, button(R_, "approve_as_is"), button(S_, "reject")),
    (S.TRANSLATED, button(R_, "approve"), button(S_, "reject")),
    (S.TRANSLATED, button(R_, "approve"), button(R_, "approve")),
    (S.APPROVED, button(R_, "reopen"), button(D_, "reopen")),
    (S.APPROVED, button(R_, "reopen"), button(S_, "reject")),
    (S.PRINTED, button(D_, "post"), button(D_, "pull")),
    (S.POSTED, button(D_, "record_answer"), button(D_, "record_answer")),
]


@pytest.fixture
def desk(world):
    """Two accounts a role, each with a browser of its own; reasons; a place that reads Ukrainian."""
    world.facility.languages_read = "ru,uk"
    world.facility.save()
    # One account closes and sends back more here than a desk lets anybody in a day.
    LetterDesk.objects.update_or_create(partner=world.partner, defaults={"closings_a_day": 10 * ROUNDS})
    for kind, slug in ((ChipKind.RETURN, "canary"), (ChipKind.ASK, "canary-ask")):
        chip = ReasonChip.objects.create(slug=slug, kind=kind)
        for language in ("uk", "en"):
            ReasonText.objects.create(chip=chip, language=language, label=LABEL, text="Слова")
    return {
        (role, place): browser_of(make_member(world.partner, f"{role}-{place}", role))
        for role in (S_, R_, D_)
        for place in (0, 1)
    }


def browser_of(user):
    browser = Client(raise_request_exception=False, headers={"accept-language": "en"})
    browser.force_login(user)
    browser.name = user.get_username()
    return browser


def state_in_words(letter):
    with translation.override("en"):
        return str(letter.get_state_display())


@pytest.mark.both_databases
def test_f25_one_of_two_acts_and_the_other_is_told_with_both_texts(world, desk):
    chance = random.Random(25)
    for number in range(ROUNDS):
        state, *moves = PAIRS[number % len(PAIRS)]
        chance.shuffle(moves)
        letter = make_translated(world, state=state, needs_translation=True)

        page = f"/admin/letters/{letter.uuid}/"
        answers = at_once(
            *(
                partial(desk[move.role, place].post, page + move.path, {**move.sent, "version": 1})
                for place, move in enumerate(moves)
            )
        )

        about = (number, state, [move.path for move in moves], [answer.status_code for answer in answers])
        assert sorted(answer.status_code for answer in answers) == [302, 409], about
        lost = 0 if answers[0].status_code == 409 else 1
        told = unescape(answers[lost].content.decode())
        letter.refresh_from_db()
        assert moves[lost].shown in told and state_in_words(letter) in told, about
        steps = letter.log.exclude(state_before="").count()
        assert letter.version == 2 and faults_of(letter) == [], about
        faults.tell("F25", lost=steps == 0, doubled=max(0, steps - 1))

    assert verify().is_sound


@pytest.mark.both_databases
def test_f25_one_of_two_takes_a_letter_and_the_list_says_who(world, desk):
    pair = desk[S_, 0], desk[S_, 1]
    for _number in range(ROUNDS // 10):
        letter = make_letter(world)

        take = f"/admin/letters/{letter.uuid}/take/"
        answers = at_once(*(partial(browser.post, take) for browser in pair))

        assert sorted(answer.status_code for answer in answers) == [302, 409]
        winner, loser = pair if answers[0].status_code == 302 else reversed(pair)
        told = answers[0 if answers[0].status_code == 409 else 1].content.decode()
        assert winner.name in told
        assert winner.name in loser.get("/admin/letters/?step=inbox").content.decode()
        claims = LetterLogEntry.objects.filter(letter=letter, action="claimed").count()
        faults.tell("F25 leases", lost=claims == 0, doubled=max(0, claims - 1))
        Letter.objects.filter(pk=letter.pk).update(state=S.WITHDRAWN)


TYPED = ["Добрый день, друг!"]


@pytest.mark.full(LONG)
def test_f26_what_a_translator_types_is_stored_or_shown_again_whatever_a_first_reader_does(world, desk):
    """Also when the letter has left the translator's lists meanwhile."""
    translator = browser_of(make_member(world.partner, "translator", DeskRole.TRANSLATOR))
    chance = random.Random(26)
    decisions = [
        button(S_, "reject"),
        decision("hide", words="Доброго"),
        decision("return", reasons="canary"),
    ]
    for number in range(ROUNDS // 5):
        letter = make_letter(world, state=S.ACCEPTED, needs_translation=True)
        page, move = f"/admin/letters/{letter.uuid}/", chance.choice(decisions)
        sendings = [
            partial(
                translator.post,
                f"{page}translation/save/",
                {"version": 1, "text_version": 0, "row": TYPED},
            ),
            partial(desk[S_, 0].post, page + move.path, {**move.sent, "version": 1}),
        ]

        saved, decided = at_once(*sendings)

        about = (number, move.path, saved.status_code, decided.status_code)
        assert {saved.status_code, decided.status_code} <= {302, 409}, about
        stored = LetterTranslation.objects.filter(letter=letter).count()
        is_told = TYPED[0] in unescape(saved.content.decode())
        assert saved.status_code == 302 or is_told, about
        faults.tell("F26", lost=saved.status_code == 302 and not stored, doubled=max(0, stored - 1))
    assert verify().is_sound
