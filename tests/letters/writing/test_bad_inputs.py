"""bad_inputs.yaml: surfaces workflow_and_moderation, email_confirm and erasure_request, each by its id.

WF-02, 03, 04 and 09 stand with the first reader's panel (test_screening.py).
"""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from home.models import Outbox
from letters.choices.desk import DeskRole
from letters.choices.letters import Channel, LetterState
from letters.erasure.actions.requests import erase_as_asked
from letters.intake.actions.key_in import key_in_letter
from letters.models import Letter, LetterDesk, LetterLogEntry, WriterAddress
from letters.writing.content import Content
from prisoner_pages.models import PrisonerPage
from tests.factories.mail import mail_server
from tests.factories.partners import logged_in
from tests.letters.conftest import filled, make_member, make_screener, work
from tests.letters.desk_world import make_letter, tick
from tests.security import partner_world
from tests.security.hostile import bad_inputs
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
ELSEWHERE = ["WF-02", "WF-03", "WF-04", "WF-09"]


def known(surface, without=()):
    return {case.id: case for case in bad_inputs.cases(surface, without=without)}


WORKFLOW = known("workflow_and_moderation", ELSEWHERE)
CONFIRM, ERASE = known("email_confirm"), known("erasure_request")


# --- Letters at the desk ----------------------------------------------------------------------------


def staff(user):
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    return browser


def accepts_own_letter(world):
    """WF-01: who typed a letter in does not read it first."""
    screener = make_screener(world.partner, "screener")
    content = Content(prisoner=world.slug, body="Лист", name="Олена", language="uk")
    letter, _code = key_in_letter(content=content, nonce=uuid.uuid4().hex, channel=Channel.PAPER, by=screener)
    answer = staff(screener).post(f"/admin/letters/{letter.uuid}/do/", {"act": "accept", "version": 1})
    assert Letter.objects.get().state == LetterState.RECEIVED
    return answer, Letter.objects.count() - 1


def ticks_letters_of_another_desk(world):
    """WF-10: as if they were not there: nothing is done, nothing told of them."""
    stranger = make_screener(partner_world.open_partner("elsewhere"), "stranger")
    letter = make_letter(world)
    form = {"act": "accept", "nonce": uuid.uuid4(), "letter": [tick(letter)]}
    answer = staff(stranger).post("/admin/letters/bulk/", form)
    assert Letter.objects.get().state == LetterState.RECEIVED and not letter.log.exists()
    return answer, 0


def opens_letters_by_the_hundred(world):
    """WF-12: no page shows who sent a letter; letters are opened to a number a day, each opening logged."""
    screener = make_screener(world.partner, "screener")
    LetterDesk.objects.update(openings_a_day=3)
    browser, letters = staff(screener), [make_letter(world) for _number in range(4)]
    answers = [browser.get(f"/admin/letters/{letter.uuid}/screen/") for letter in letters]
    assert [answer.status_code for answer in answers[:3]] == [200] * 3
    assert LetterLogEntry.objects.filter(by=screener, action="opened").count() == 3
    assert "Доброго" not in answers[3].content.decode()
    return answers[3], 0


@pytest.mark.parametrize(
    ("case", "step"),
    first_of(
        [
            ("WF-01", accepts_own_letter),
            ("WF-10", ticks_letters_of_another_desk),
            ("WF-12", opens_letters_by_the_hundred),
        ]
    ),
)
def test_letters(case, step, world):
    answer, stored = step(world)

    WORKFLOW[case].assert_met(answer, stored=stored)


# --- Pages of partners ------------------------------------------------------------------------------


def names_a_task_for_somebody_elsewhere(world):
    """WF-14: a task belongs to the partner's moderators, and no field of it names a person."""
    task = world.own_story.get_workflow() and world.own_story.get_workflow().tasks.first()
    address = f"/admin/workflows/tasks/edit/{task.pk if task else 1}/"
    return logged_in(world.moderator).post(address, {"user": world.other_moderator.pk, "name": "x"})


TYPED = "Вступ, який довго писали"


def edits(field, value, *, is_taken):
    """Send the form of a story with one bad value: all else is kept, or where it is refused, comes back."""

    def step(world):
        address = f"/admin/pages/{world.own_story.pk}/edit/"
        valid = {"title": "Назва", "slug": "nazva", "intro": TYPED, "body-count": "0"}
        answer = logged_in(world.editor).post(address, {**valid, field: value})
        draft = PrisonerPage.objects.get(pk=world.own_story.pk).get_latest_revision_as_object()
        assert draft.slug == world.own_story.slug, "the address is the record's"
        if is_taken:
            assert answer.status_code == 302 and draft.intro == TYPED, (field, value)
        elif answer.status_code == 200:
            assert TYPED in answer.text and answer.context["form"].errors[field], (field, value)
        return answer

    return step


def makes_an_alias_of_anothers_draft(world):
    """WF-19"""
    address = f"/admin/pages/{world.draft_story.pk}/convert_alias/"
    logged_in(world.editor).post(address)
    copy = f"/admin/pages/{world.draft_story.pk}/copy/"
    form = {"new_title": "x", "new_slug": "x", "new_parent_page": world.own_section.pk, "alias": "on"}
    answer = logged_in(world.editor).post(copy, form)
    assert partner_world.CANARY not in answer.content.decode()
    return answer


PAGE_STEPS = {
    "WF-14": [names_a_task_for_somebody_elsewhere],
    "WF-15": [
        # A day that is over holds nothing back, and publishes nothing that nobody has approved.
        edits("go_live_at", "1999-01-01 00:00", is_taken=True),
        edits("go_live_at", "9999-12-31 23:59", is_taken=False),
        edits("go_live_at", "0001-01-01 00:00", is_taken=False),
        edits("expire_at", "0", is_taken=False),
    ],
    "WF-16": [edits("title", "я" * 500_000, is_taken=False)],
    "WF-17": [
        edits("slug", "a/b", is_taken=False),
        edits("slug", "../x", is_taken=False),
        edits("slug", "🕊", is_taken=False),
        edits("slug", "a\x00b", is_taken=False),
    ],
    "WF-19": [makes_an_alias_of_anothers_draft],
}


@pytest.mark.full(LONG)
def test_pages():
    world = partner_world.build()
    before = PrisonerPage.objects.count()

    for case, steps in PAGE_STEPS.items():
        for step in steps:
            WORKFLOW[case].assert_met(step(world), stored=PrisonerPage.objects.count() - before)


def test_every_step_of_the_surface_is_tried():
    assert set(WORKFLOW) == {"WF-01", "WF-10", "WF-12", *PAGE_STEPS}


# --- Links in mails ---------------------------------------------------------------------------------


@pytest.fixture
def smtp(settings):
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def link(client, check_url, smtp):
    """The link of the mail that asks to confirm an address."""
    client.raise_request_exception = False
    client.post(check_url, filled(email="olena@example.org"))
    work()
    return re.search(r"http://[^/]+(/\w+/letters/confirm/\S+)", smtp.mail[0][1].get_content())[1]


def changed(link):
    return link[:-2] + ("A" if link[-2] != "A" else "B") + "/"


CONFIRMING = {
    "EC-02": lambda client, link: client.post("/uk/letters/confirm/A/"),
    "EC-04": lambda client, link: client.post(f"{link.rstrip('/')}%00/"),
    "EC-05": lambda client, link: [client.post(link), client.post(link)][1],
    "EC-06": lambda client, link: client.head(link),
    "EC-07": lambda client, link: client.post(link),
    "EC-08": lambda client, link: client.post(changed(link)),
    "EC-11": lambda client, link: client.post("/uk/letters/confirm/../../admin/"),
}


@pytest.mark.parametrize("case", first_of(CONFIRM))
def test_confirming_an_address(case, client, link):
    with time_machine.travel(timezone.now() + timedelta(days=8 if case == "EC-07" else 0)):
        answer = CONFIRMING[case](client, link)
    work()

    CONFIRM[case].assert_met(answer, stored=Letter.objects.count() - 1)
    assert (WriterAddress.objects.get().confirmed_at is not None) == (case == "EC-05")


ASK = "/uk/letters/erase/"


def asks_twenty_times(client, smtp):
    """ER-02"""
    answers = [client.post(ASK, {"email": "olena@example.org"}) for _turn in range(20)]
    work()
    assert len(smtp.mail) == 1
    return answers[-1]


def erasing_link(client, smtp):
    client.post(ASK, {"email": "olena@example.org"})
    work()
    return re.search(r"http://[^/]+(/\w+/letters/erase/\S+)", smtp.mail[-1][1].get_content())[1]


def presses_twice(client, smtp):
    """ER-03"""
    link = erasing_link(client, smtp)
    answers = [client.post(link), client.post(link)]
    work()
    erase_as_asked()
    assert Letter.objects.get(email_index="").state == LetterState.ERASED
    assert LetterLogEntry.objects.filter(action="erased").count() == 1
    return answers[1]


def presses_another_writers_link(client, smtp):
    """ER-05: a link names no letter; changed by a character it is none."""
    answer = client.post(changed(erasing_link(client, smtp)))
    work()
    erase_as_asked()
    assert not Letter.objects.filter(state=LetterState.ERASED).exists()
    return answer


ERASING = {"ER-02": asks_twenty_times, "ER-03": presses_twice, "ER-05": presses_another_writers_link}


@pytest.mark.full(LONG)
@pytest.mark.parametrize("case", first_of(ERASE))
def test_asking_for_erasure(case, client, check_url, smtp):
    client.raise_request_exception = False
    for email in ("olena@example.org", "other@example.org"):
        client.post(check_url, filled(body=email, email=email))
    work()
    Outbox.objects.all().delete()
    smtp.mail.clear()

    ERASE[case].assert_met(ERASING[case](client, smtp), stored=Letter.objects.count() - 2)


def test_dispatcher_and_translator_find_no_way_to_screen(world):
    letter = make_letter(world)
    for role in (DeskRole.DISPATCHER, DeskRole.TRANSLATOR):
        browser = staff(make_member(world.partner, role, role))
        for path in ("screen/", "screen/accept/", "drawing/", "erase/"):
            assert browser.get(f"/admin/letters/{letter.uuid}/{path}").status_code in (302, 403, 404, 405)
