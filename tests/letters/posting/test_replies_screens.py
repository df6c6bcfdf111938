"""Screens of replies: brought in by number or person, read by few, nothing typed is lost."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.models import Reply
from letters.posting.actions.replies import add_reply
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.post_world import make_pack, posted_letter, printed_of, state_of
from tests.standing import standing

REPLIES = "/admin/letters/replies/"
ADD = f"{REPLIES}add/"
TEXT = "CANARY-reply"


@standing
def dispatcher(client, world):
    user = make_member(world.partner, "dispatcher", DeskRole.DISPATCHER)
    client.force_login(user)
    return user


def picture(name="page.png"):
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


@pytest.fixture
def send(client, dispatcher, world):
    def post(**values):
        form = {"received_on": timezone.localdate().isoformat(), "prisoner": world.pk, **values}
        return client.post(ADD, form, HTTP_ACCEPT_LANGUAGE="en")

    return post


def test_reply_is_brought_in_with_pages_and_shown_to_its_dispatcher(send, client, world):
    answer = send(text=TEXT, pages=[picture(), picture("second.png")])

    reply = Reply.objects.get()
    assert answer.url == f"{REPLIES}{reply.uuid}/" and reply.pages.count() == 2
    html = client.get(answer.url).content.decode()
    assert TEXT in html and f"{answer.url}pages/2/" in html
    page = client.get(f"{answer.url}pages/2/")
    assert page["Content-Type"] == "image/png" and "sandbox" in page["Content-Security-Policy"]
    assert client.get(f"{answer.url}pages/3/").status_code == 404
    assert client.get(f"{answer.url}pages/{10**30}/").status_code == 404


@pytest.mark.both_databases
def test_number_on_our_letter_finds_person_and_letter_and_marks_it(send, world):
    letter = posted_letter(world)
    number = letter.printings.get().number

    send(prisoner="", number=f" {number.lower()} ", text=TEXT, is_answered="on")

    assert (Reply.objects.get().prisoner, Reply.objects.get().letter) == (world, letter)
    assert state_of(letter) == LetterState.ANSWERED


def test_form_opened_from_a_letter_knows_its_number(client, dispatcher, world):
    letter = posted_letter(world)

    html = client.get(f"{ADD}?letter={letter.uuid}").content.decode()

    assert f'value="{letter.printings.get().number}"' in html
    assert client.get(f"{ADD}?letter=nope").status_code == 200


def test_refused_form_keeps_what_was_typed(send, world):
    other = PrisonerFactory(writable=True, stories=[])
    number = posted_letter(other).printings.get().number

    answer = send(number=number, text=TEXT)

    html = answer.content.decode()
    assert answer.status_code == 422 and TEXT in html and number in html
    assert "letter to another person" in html and not Reply.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"text": ""},
        {"text": "   "},
        {"text": "я" * 50_001},
        {"prisoner": "", "text": TEXT},
        {"prisoner": "999999", "text": TEXT},
        {"prisoner": "x", "text": TEXT},
        {"prisoner": 10**30, "text": TEXT},
        {"number": "ZZZZ99", "text": TEXT},
        {"number": "N" * 41, "text": TEXT},
        {"number": "нема", "text": TEXT},
        {"received_on": "", "text": TEXT},
        {"received_on": "2999-01-01", "text": TEXT},
        {"received_on": "31.02.2026", "text": TEXT},
        {"is_answered": "on", "text": TEXT},
        {"pages": SimpleUploadedFile("page.png", b"not a picture", "image/png")},
        {"pages": SimpleUploadedFile("page.png", b"", "image/png"), "text": TEXT},
    ],
)
def test_bad_input_is_answered_in_words_and_keeps_nothing(send, values):
    assert send(**values).status_code == 422
    assert not Reply.objects.exists()


def test_letter_in_hand_is_not_marked_as_answered(send, world):
    printed = printed_of(make_pack([world]))[0]

    answer = send(number=printed.number, text=TEXT, is_answered="on")

    assert answer.status_code == 422 and "printed" in answer.content.decode()
    assert state_of(printed.letter) == LetterState.PRINTED and not Reply.objects.exists()


def test_coordinator_sees_that_there_is_one_and_not_what_it_says(client, send, world):
    send(text=TEXT)
    reply = Reply.objects.get()
    client.force_login(make_member(world.partner, "boss", DeskRole.COORDINATOR))

    assert str(reply.uuid) in client.get(REPLIES).content.decode()
    html = client.get(f"{REPLIES}{reply.uuid}/").content.decode()
    assert TEXT not in html and reply.log.filter(action="opened").count() == 0
    assert client.get(f"{REPLIES}{reply.uuid}/pages/1/").status_code in (302, 403)
    assert client.get(ADD).status_code in (302, 403)


@pytest.mark.parametrize("role", [DeskRole.SCREENER, DeskRole.TRANSLATOR, DeskRole.READER])
def test_other_roles_find_no_replies(client, send, world, role):
    send(text=TEXT)
    client.force_login(make_member(world.partner, "somebody", role))

    for path in (REPLIES, f"{REPLIES}{Reply.objects.get().uuid}/"):
        assert client.get(path).status_code in (302, 403)


def test_another_desk_finds_nothing(client, send, world, other_partner):
    send(text=TEXT, pages=[picture()])
    reply = Reply.objects.get()
    client.force_login(make_member(other_partner, "stranger", DeskRole.DISPATCHER))

    assert str(reply.uuid) not in client.get(REPLIES).content.decode()
    for path in ("", "pages/1/", "consent/"):
        assert client.get(f"{REPLIES}{reply.uuid}/{path}").status_code == 404
    for path in ("share/", "unshare/"):
        assert client.post(f"{REPLIES}{reply.uuid}/{path}", {"version": 1}).status_code == 404
    form = {"prisoner": world.pk, "text": TEXT, "received_on": "2026-01-01"}
    assert client.post(ADD, form).status_code == 422


def test_sharing_asks_who_agreed_and_can_be_taken_back(client, send):
    send(text=TEXT)
    reply = Reply.objects.get()
    address = f"{REPLIES}{reply.uuid}/"
    agreed = {"version": 1, "who": "CANARY-who", "on": "2026-01-01", "how": "CANARY-how"}

    incomplete = client.post(f"{address}share/", {**agreed, "who": ""})
    assert incomplete.status_code == 422 and "CANARY-how" in incomplete.content.decode()
    client.post(f"{address}share/", agreed)

    assert Reply.objects.get().is_shared
    assert "CANARY-who" not in client.get(address).content.decode()
    assert "CANARY-who" in client.get(f"{address}consent/").content.decode()
    late = client.post(f"{address}share/", agreed)
    assert late.status_code == 409 and "CANARY-how" in late.content.decode()
    client.post(f"{address}unshare/", {"version": 2})
    assert not Reply.objects.get().is_shared


def test_list_asks_the_same_number_of_questions_for_one_and_twenty(
    client, dispatcher, world, django_assert_max_num_queries
):
    def asked():
        with django_assert_max_num_queries(12) as found:
            client.get(REPLIES)
        return len(found.captured_queries)

    add_reply(prisoner=world, by=dispatcher, text="так", received_on=timezone.localdate())
    client.get(REPLIES)
    one = asked()
    for _number in range(19):
        add_reply(prisoner=world, by=dispatcher, text="так", received_on=timezone.localdate())
    assert asked() == one


def test_nothing_of_a_reply_stands_in_the_list(client, send):
    send(text=TEXT)

    assert not re.search("CANARY", client.get(REPLIES).content.decode())
