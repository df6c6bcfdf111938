"""All that a writer does, under the public host's database user: from the form to the last request."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.utils import timezone

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.choices.requests import RequestKind
from letters.models import ErasureRequest, Letter, WatchedWord, WriterAddress, WriterCopy, WriterRequest
from letters.posting.actions.answers import close_reply, seal_for_writer
from letters.posting.actions.replies import add_reply
from letters.requests.actions.carrying_out import carry_out_requests
from letters.sealing.email_index import erasure_token, link_digest, link_token
from prisoner_pages.models import Prisoner
from tests.cms.grants.public_user import as_public_user, make_user, only_postgresql
from tests.factories.pictures import jpeg_with_gps
from tests.letters.api.post_world import LETTERS, STATUS, open_front_end, post, sent
from tests.letters.conftest import filled, make_member, make_world
from tests.letters.posting.kept_world import picture
from tests.standing import standing
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, only_postgresql]
CHECK, FOLLOW, ERASE = "/uk/letters/write/vilnyi/check/", "/uk/letters/status/", "/uk/letters/erase/"
CODE = re.compile(r"<strong[^>]*>([\d ]{29})</strong>")
KEY = re.compile(r'name="key" value="([^"]+)"')


@standing
def person(db):
    person = make_world()
    make_user()
    return person


@pytest.fixture(autouse=True)
def _public(settings):
    settings.SITE_ROLE = "public"


@pytest.fixture
def code(person, client):
    """Of a letter that was sent by that user, with a drawing and an address."""
    drawing = SimpleUploadedFile("d.jpg", jpeg_with_gps(), content_type="image/jpeg")
    with as_public_user():
        answer = client.post(CHECK, {**filled(email="olena@example.org"), "drawing": drawing})
        assert answer.status_code == 303, answer.text
        return CODE.search(client.get(answer.url).text)[1]


def pressed(client, code, button, **more):
    """Look the letter up by its code and press a button of its page."""
    page = client.post(FOLLOW, {"code": code}).text
    return client.post(FOLLOW, {"key": KEY.search(page)[1], "do": button, **more})


def asked():
    return list(WriterRequest.objects.waiting().order_by("pk").values_list("kind", flat=True))


@pytest.mark.full(LONG)
def test_letter_arrives_whole_and_its_mail_is_asked_for(code):
    letter = Letter.objects.get()

    assert (letter.state, letter.has_email, letter.has_drawing) == (LetterState.RECEIVED, True, True)
    assert letter.log.count() == 1 and letter.drawing.sealed
    assert asked() == [RequestKind.NOTIFY]


def test_step_of_writing_tells_advice_and_the_words_of_the_staff_alone_stay_theirs(person, client):
    WatchedWord.objects.create(language="uk", kind="risky", word="лише для відділу", reason="таємниця")
    with as_public_user():
        page = client.get("/uk/letters/write/vilnyi/").text
        words = list(WatchedWord.objects.values_list("word", flat=True))

    assert '"війн*|' in page and "Через політику цензор" in page and "лише для відділу" not in page
    assert "Пишу Вам, бо…" in page
    assert "війн*" in words and "лише для відділу" not in words
    with pytest.raises(DatabaseError), as_public_user():
        WatchedWord.objects.values_list("reason", flat=True).first()


def test_form_that_is_sent_twice_is_one_letter(person, client):
    form = filled()
    with as_public_user():
        answers = [client.post(CHECK, form).status_code for _turn in range(2)]

    assert answers == [303, 303]
    assert Letter.objects.count() == 1


def test_partners_site_sends_a_letter_and_asks_for_its_state(person, client):
    open_front_end(person.partner)
    with as_public_user():
        taken = post(client, LETTERS, sent())
        told = post(client, STATUS, {"code": taken.json()["code"]})

    assert (taken.status_code, told.json()["state"]["code"]) == (201, "received")


def test_letter_is_withdrawn_by_a_request_that_the_staff_side_carries_out(code, client):
    with as_public_user():
        answer = pressed(client, code, "withdraw", sure="on")
    assert answer.status_code == 200 and asked() == [RequestKind.NOTIFY, RequestKind.WITHDRAW]

    carry_out_requests()

    assert Letter.objects.get().state == LetterState.WITHDRAWN


def test_question_is_answered(code, client):
    Letter.objects.update(state=LetterState.ASKED, asked_for="names")

    with as_public_user():
        assert pressed(client, code, "leave_out").status_code == 200

    assert RequestKind.ANSWER in asked()


def test_letter_is_erased_by_its_code(code, client):
    with as_public_user():
        assert client.post(ERASE, {"code": code}).status_code == 200
    carry_out_requests()

    assert Letter.objects.get().state == LetterState.ERASED


def test_letters_of_an_address_are_erased_by_mail(person, client):
    with as_public_user():
        assert client.post(ERASE, {"email": "olena@example.org"}).status_code == 200
    request = ErasureRequest.objects.create(asked_at=timezone.now())
    token = erasure_token(request.uuid)
    ErasureRequest.objects.filter(pk=request.pk).update(link_digest=link_digest(token))

    with as_public_user():
        pages = [client.get(f"{ERASE}{token}/"), client.post(f"{ERASE}{token}/")]

    assert [page.status_code for page in pages] == [200, 200]
    assert asked() == [RequestKind.ERASE_MAIL, RequestKind.ERASE_YES]


def test_address_is_confirmed(person, client):
    token = link_token("index")
    WriterAddress.objects.create(
        index="index",
        link_digest=link_digest(token),
        asked_at=timezone.now(),
        asked_for=person.consents.first().row_key,
    )

    with as_public_user():
        page = client.post(f"/uk/letters/confirm/{token}/")

    assert page.status_code == 200 and asked() == [RequestKind.CONFIRM]


def test_letter_to_somebody_hidden_meanwhile_is_told_of_as_waiting(code, client):
    Prisoner.objects.update(live=False, paused_at=timezone.now() - timedelta(days=1))
    expected = client.post(FOLLOW, {"code": code}).text

    with as_public_user():
        assert not Prisoner.objects.exists()
        found = client.post(FOLLOW, {"code": code}).text

    assert KEY.sub("", found) == KEY.sub("", expected)


def test_unknown_code_takes_as_many_questions_as_a_known_one(code, client, django_assert_num_queries):
    counts = []
    for typed in (code, "0000 0000 0000 0000"):
        with as_public_user(), django_assert_num_queries(3 + 2, exact=False) as asked_for:
            client.post(FOLLOW, {"code": typed})
        counts.append(len(asked_for))

    assert counts[0] == counts[1]


@pytest.mark.full(LONG)
def test_answer_is_found_by_its_code_alone_and_no_row_of_any_is_read(person, client, code):
    dispatcher = make_member(person.partner, "dispatcher", DeskRole.DISPATCHER)
    Letter.objects.update(state=LetterState.POSTED)
    about = {"prisoner": person, "letter": Letter.objects.get(), "received_on": timezone.localdate()}
    reply = add_reply(text="CANARY", pictures=[picture()], by=dispatcher, **about)
    reply = seal_for_writer(reply=reply, by=dispatcher, version=1, translation="так", language="uk")
    close_reply(reply=reply, by=dispatcher, version=reply.version)

    with as_public_user():
        page = client.post(FOLLOW, {"code": code})
        (answer,) = page.context["answers"]
        about = {"key": KEY.search(page.text)[1], "do": "picture", "name": answer.pages[0].name}
        shown = client.post(FOLLOW, about)
        unknown = client.post(FOLLOW, {"code": "0000 " * 6})

    assert "CANARY" in page.text and shown.content.startswith(b"\x89PNG") and "CANARY" not in unknown.text
    for column in ("for_code", "name", "id", "letter"):
        with pytest.raises(DatabaseError), as_public_user():
            WriterCopy.objects.values_list(column, flat=True).first()
    for column in ("answer_key", "code_digest"):
        with pytest.raises(DatabaseError), as_public_user():
            Letter.objects.values_list(column, flat=True).first()
