"""Screens of a reply that is translated: the translator sees words, and nothing of whom they are from."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.day.entries import entries_for
from home.day.read_models import counts_of
from letters.choices.desk import DeskRole, LogAction
from letters.log.actions.entries import log_by_worker
from letters.models import LetterLogEntry, Reply, ReplyLogEntry
from letters.posting.actions.answers import take_back
from letters.posting.actions.reply_translations import end_request, hand_back, open_to_translate
from prisoner_pages.models import Facility
from prisoner_pages.records.actions.pauses import refuse_answers
from tests.letters.conftest import make_member
from tests.letters.posting.answer_world import LET_OUT, TEXT, ask, asked, code, picture, reply, sealed, stored
from tests.tiers import LONG, first_of

__all__ = ["asked", "code", "picture", "reply"]
TYPED = "CANARY-typed"


def page_of(reply):
    return reverse("letter_desk:translate_reply", args=[reply.uuid])


def picture_of(reply, position=1):
    return reverse("letter_desk:page_to_translate", args=[reply.uuid, position])


def do(client, name, reply, **values):
    address = reverse(f"letter_desk:{name}", args=[reply.uuid])
    return client.post(address, {"version": stored(reply).version, **values})


def day(user):
    entries = entries_for(user)
    return {entry.name: counts_of(entries, user)[entry.name] for entry in entries if "repl" in entry.name}


def waiting_for(dispatcher):
    """Return how many replies My day tells of: with a translator, come back translated."""
    found = day(dispatcher)
    return found["replies-with-translators"], found["replies-translated"]


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_dispatcher_asks_on_the_page_and_the_translator_finds_it_in_my_day(
    client, reply, dispatcher, translator
):
    client.force_login(dispatcher)
    html = client.get(reverse("letter_desk:reply", args=[reply.uuid])).content.decode()
    assert f'value="{translator.pk} de"' in html
    do(client, "ask_translator", reply, whom=f"{translator.pk} de", text=LET_OUT, pages=["1"])

    assert waiting_for(dispatcher) == (1, 0)
    client.force_login(translator)
    listed = client.get(reverse("my_day_list", args=["replies-to-translate"])).content.decode()
    assert (
        day(translator) == {"replies-to-translate": 1} and page_of(reply) in listed and "Німецька" in listed
    )
    shown = client.get(page_of(reply))
    assert LET_OUT in shown.content.decode() and "no-store" in shown.headers["Cache-Control"]
    assert client.get(picture_of(reply)).headers["Content-Type"] == "image/png"
    do(client, "translate_reply", reply, text=TYPED)
    assert day(translator) == {"replies-to-translate": 0} and waiting_for(dispatcher) == (0, 1)
    assert client.get(page_of(reply)).status_code == client.get(picture_of(reply)).status_code == 404

    client.force_login(dispatcher)
    answer = client.get(reverse("letter_desk:reply", args=[reply.uuid]))
    assert (
        answer.context["writer_form"]["translation"].value(),
        answer.context["writer_form"]["language"].value(),
    ) == (TYPED, "de")
    do(client, "reply_for_writer", reply, translation="CANARY-corrected", language="de")
    assert waiting_for(dispatcher) == (0, 0)


@pytest.mark.both_databases
def test_dispatcher_is_told_of_a_request_whose_time_is_over_until_it_is_taken_back(
    client, asked, dispatcher, translator, world
):
    Reply.objects.update(asked_on=timezone.localdate() - timedelta(days=20))
    assert day(translator) == {"replies-to-translate": 0} and waiting_for(dispatcher) == (1, 0)
    client.force_login(dispatcher)
    listed = client.get(reverse("my_day_list", args=["replies-with-translators"])).content.decode()
    page = reverse("letter_desk:reply", args=[asked.uuid])
    assert page in listed and str(world) in listed
    assert "Два тижні минули" in client.get(page).content.decode()

    do(client, "end_request", asked)
    assert waiting_for(dispatcher) == (0, 0)


@pytest.mark.both_databases
@pytest.mark.parametrize("how", first_of(["person refuses", "place refuses", "taken back"]))
def test_translation_that_goes_nowhere_does_not_wait_in_my_day(asked, dispatcher, translator, world, how):
    hand_back(reply=asked, by=translator, version=stored(asked).version, text=TYPED)
    assert waiting_for(dispatcher) == (0, 1)
    if how == "person refuses":
        refuse_answers(world, by=None)
    elif how == "place refuses":
        Facility.objects.update(answers_refused=True)
    else:
        take_back(reply=sealed(asked, dispatcher), by=dispatcher, version=stored(asked).version)
    assert waiting_for(dispatcher) == (0, 0)


def test_translation_of_the_next_request_waits_though_the_first_was_taken_back(asked, dispatcher, translator):
    hand_back(reply=asked, by=translator, version=stored(asked).version, text=TYPED)
    take_back(reply=sealed(asked, dispatcher), by=dispatcher, version=stored(asked).version)
    ask(asked, dispatcher, translator)
    hand_back(reply=asked, by=translator, version=stored(asked).version, text=TYPED)

    assert waiting_for(dispatcher) == (0, 1)


def test_translator_is_told_neither_writer_nor_person_nor_letter_nor_code(
    client, asked, code, translator, world
):
    client.force_login(translator)
    pages = [
        client.get(each)
        for each in (page_of(asked), reverse("my_day_list", args=["replies-to-translate"]), "/admin/")
    ]
    pages.append(do(client, "translate_reply", asked, text=""))

    secrets = [TEXT, "Олена", "olena@example.org", code, code.replace(" ", ""), str(asked.letter.uuid)]
    secrets += [world.name_uk, world.name_en, world.slug, str(world.partner), asked.sealed_text]
    for answer in pages:
        assert [secret for secret in secrets if secret in answer.content.decode()] == []
    assert pages[-1].status_code == 422


def test_page_of_a_letter_that_moved_on_does_not_tell_its_translator_whose_reply_they_opened(
    client, asked, translator, world
):
    """Who has worked on the letter still has its address, and is answered what became of it."""
    open_to_translate(reply=asked, by=translator)
    log_by_worker(asked.letter, LogAction.REPLY_TAKEN_OUT)
    client.force_login(translator)
    address = reverse("letter_desk:save_translation", args=[asked.letter.uuid])
    answer = client.post(address, {"version": asked.letter.version, "text_version": 0, "row": ["Спасибо"]})

    html = answer.content.decode()
    assert answer.status_code == 409 and str(world) in html
    told = [word for word in (LogAction.REPLY_OPENED, LogAction.REPLY_TAKEN_OUT) if str(word.label) in html]
    assert told == []


def test_page_that_was_not_let_out_and_one_that_is_none_are_not_found(client, reply, dispatcher, translator):
    ask(reply, dispatcher, translator, pages=[])
    client.force_login(translator)
    assert "<img" not in client.get(page_of(reply)).content.decode().partition("letter-desk")[2]
    for position in (1, 2, 10**30):
        assert client.get(picture_of(reply, position)).status_code == 404
    assert client.get(reverse("letter_desk:reply", args=[reply.uuid])).status_code in (302, 403)
    assert client.get(reverse("letter_desk:reply_page", args=[reply.uuid, 1])).status_code in (302, 403)


@pytest.mark.parametrize("who", first_of(["other translator", "translator of another desk", *DeskRole]))
def test_everybody_else_is_refused_and_nothing_is_logged(client, asked, world, other_partner, who):
    partner = other_partner if who == "translator of another desk" else world.partner
    role = who if who in DeskRole.values else DeskRole.TRANSLATOR
    client.force_login(make_member(partner, "somebody", role))
    logged = ReplyLogEntry.objects.count(), LetterLogEntry.objects.count()
    refused = (404, 409) if role == DeskRole.TRANSLATOR else (302, 403)

    answers = [
        client.get(page_of(asked)),
        client.get(picture_of(asked)),
        do(client, "translate_reply", asked, text=TYPED),
    ]

    assert all(answer.status_code in refused for answer in answers)
    assert not any(LET_OUT in answer.content.decode() for answer in answers)
    assert (ReplyLogEntry.objects.count(), LetterLogEntry.objects.count()) == logged
    assert stored(asked).sealed_translation == ""


@pytest.mark.parametrize("how", ["taken back", "changed", "answers refused"])
def test_what_a_translator_typed_is_still_on_the_page_when_it_cannot_be_handed_back(
    client, asked, dispatcher, translator, how
):
    client.force_login(translator)
    version = stored(asked).version
    if how == "taken back":
        end_request(reply=asked, by=dispatcher, version=version)
    elif how == "changed":
        Reply.objects.update(version=version + 1)
    else:
        refuse_answers(asked.prisoner, by=None)
        version = 1

    answer = client.post(page_of(asked), {"version": version, "text": TYPED})

    html = answer.content.decode()
    assert answer.status_code == 409 and TYPED in html and stored(asked).sealed_translation == ""
    assert (LET_OUT in html) == (how == "changed")


@pytest.mark.full(LONG)
def test_refused_request_keeps_what_was_typed(client, reply, dispatcher, translator):
    client.force_login(dispatcher)
    client.get(reverse("letter_desk:reply", args=[reply.uuid]))
    whom = f"{translator.pk} de"
    for values in (
        {"whom": f"{translator.pk} xx", "text": TYPED},
        {"whom": "", "text": TYPED},
        {"whom": whom, "text": TYPED, "pages": ["7"]},
        {"whom": whom, "text": "я" * 50_001},
        {"whom": whom},
    ):
        answer = do(client, "ask_translator", reply, **values)
        assert answer.status_code == 422 and values.get("text", whom)[:40] in answer.content.decode()
    assert stored(reply).asked_on is None
    do(client, "ask_translator", reply, whom=whom, text=LET_OUT)
    again = do(client, "ask_translator", reply, whom=whom, text=TYPED)
    assert again.status_code == 409 and TYPED in again.content.decode()


def test_dispatcher_takes_the_request_back_once_and_cannot_seal_before(client, asked, dispatcher, translator):
    client.force_login(dispatcher)
    html = client.get(reverse("letter_desk:reply", args=[asked.uuid])).content.decode()
    assert "translator" in html and reverse("letter_desk:reply_for_writer", args=[asked.uuid]) not in html

    assert do(client, "end_request", asked).status_code == 302
    assert do(client, "end_request", asked).status_code == 409
    assert client.post(reverse("letter_desk:end_request", args=[asked.uuid])).status_code == 400
    assert day(translator) == {"replies-to-translate": 0}


@pytest.mark.both_databases
def test_pages_of_both_ask_the_database_little(
    client, asked, dispatcher, translator, django_assert_max_num_queries
):
    for user, address, most in (
        (translator, page_of(asked), 28),
        (dispatcher, reverse("letter_desk:reply", args=[asked.uuid]), 22),
    ):
        client.force_login(user)
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)
