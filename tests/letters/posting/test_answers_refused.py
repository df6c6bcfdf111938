"""No answer is handed over, shown or promised where it cannot be or where it is punished."""

import pytest
from django.urls import reverse
from django.utils import timezone

from letters.choices.letters import LetterState
from letters.erasure.actions.erase import erase_by_writer
from letters.following.actions.mail import answer_came
from letters.models import Letter, WriterCopy
from letters.posting.actions.answers import NotForWriter
from letters.posting.actions.replies import add_reply
from letters.posting.rules import GOES_AGAIN, REFUSED, why_not_for_writer
from prisoner_pages.models import Facility
from prisoner_pages.records.actions.pauses import allow_answers, pause_prisoner, refuse_answers
from tests.factories.prisoner_pages import FacilityFactory
from tests.letters.api.post_world import ASKED, ORIGIN, open_front_end
from tests.letters.conftest import filled
from tests.letters.post_world import posted_letter
from tests.letters.posting.answer_world import (
    STATUS,
    TEXT,
    TRANSLATION,
    closed,
    code,
    picture,
    reply,
    sealed,
    shown,
    stored,
)
from tests.tiers import first_of

__all__ = ["code", "picture", "reply"]


@pytest.mark.parametrize("where", ["person", "place", "code of an earlier release"])
def test_refused_where_answering_is_punished_and_where_there_is_no_key(reply, world, dispatcher, where):
    if where == "person":
        refuse_answers(world, by=None)
    elif where == "place":
        Facility.objects.update(answers_refused=True)
    else:
        Letter.objects.update(answer_key=None)

    with pytest.raises(NotForWriter):
        sealed(stored(reply), dispatcher)
    assert not WriterCopy.objects.exists()


def test_answer_sealed_before_it_was_known_to_be_punished_is_neither_shown_nor_told(
    client, reply, code, world, dispatcher
):
    sealed(reply, dispatcher)
    refuse_answers(world, by=None)

    assert shown(client, code) == [] and answer_came(reply.letter.uuid, "uk") is None
    allow_answers(world, by=None)
    assert len(shown(client, code)) == 1


def test_refused_too_where_answering_is_punished_at_the_place_the_letter_went_to(world, dispatcher):
    letter = posted_letter(world, answer_key=bytes(32))
    reply = add_reply(
        prisoner=world, letter=letter, by=dispatcher, received_on=timezone.localdate(), text=TEXT
    )
    assert why_not_for_writer(stored(reply)) == ""
    Facility.objects.update(answers_refused=True)
    world.facility = FacilityFactory()
    world.save()

    assert why_not_for_writer(stored(reply)) == REFUSED


def test_letter_that_goes_again_is_not_said_to_be_none_of_ours(reply):
    Letter.objects.update(state=LetterState.APPROVED)

    assert why_not_for_writer(stored(reply)) == GOES_AGAIN


@pytest.mark.parametrize("how", first_of(["erased", "marked", "closed", "locked"]))
def test_typed_translation_is_still_on_the_page_when_the_reply_cannot_be_sealed(
    client, reply, world, dispatcher, staff_host, how
):
    sent = {"version": 1, "translation": TRANSLATION, "language": "uk"}
    if how == "erased":
        erase_by_writer(letter=reply.letter)
    elif how == "marked":
        refuse_answers(world, by=None)
    elif how == "closed":
        closed(reply, dispatcher)
    else:
        staff_host.run("lock")
    client.force_login(dispatcher)

    answer = client.post(reverse("letter_desk:reply_for_writer", args=[reply.uuid]), sent)

    assert answer.status_code == 409 and TRANSLATION in answer.content.decode()


@pytest.mark.parametrize("where", ["person", "place"])
def test_where_answering_is_punished_no_page_speaks_of_an_answer(client, check_url, world, where):
    open_front_end(world.partner)
    promised = client.get(client.post(check_url, filled()).headers["Location"]).content.decode()
    assert "Ставте запитання" in client.get(check_url.removesuffix("check/")).content.decode()
    refuse_answers(world, by=None) if where == "person" else Facility.objects.update(answers_refused=True)

    fields = filled(body="Ще один лист.")
    page = client.get(client.post(check_url, fields).headers["Location"])
    written = client.get(check_url.removesuffix("check/"))
    asked = client.get(ASKED, {"prisoner": world.slug, "locale": "uk"}, headers={"origin": ORIGIN}).json()
    pause_prisoner(world, by=None)
    again = client.get(client.post(check_url, fields).headers["Location"])
    Letter.objects.update(state=LetterState.POSTED)
    state = client.post(STATUS, {"code": page.context["code"]})

    told = [str(each) for shows in (page, again) for each in shows.context["sentences"]]
    told += [str(rule) for rule in written.context["rules"]] + [rule["text"] for rule in asked["rules"]]
    assert "Відповіді бувають рідко" in promised and not [
        each for each in told if "ідповід" in each or "Ставте запитання" in each
    ]
    assert "ідповід" not in str(state.context["sentence"]) and not state.context["may_be_answered"]
