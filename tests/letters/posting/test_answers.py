"""A reply reaches the writer by the code alone; once its desk has closed it, nothing else opens it."""

import base64
import re

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox

from home.jobs.actions.outbox import send_due
from home.models import Outbox
from home.security.keyring import read_ring
from home.settings.defaults import settings as site
from letters.choices.desk import DeskRole
from letters.erasure.actions.retention_run import keep_times
from letters.following.actions.mail import answer_came
from letters.following.read_models.answers import Answer
from letters.models import Letter, Reply, WriterAddress, WriterCopy
from letters.posting.actions.answers import NotNow, close_reply, seal_for_writer, take_back
from letters.posting.actions.kept_replies import keep_offline
from letters.posting.actions.replies import ReplyChanged, add_reply, open_reply
from letters.sealing.code_keys import seal_for_code
from letters.sealing.email_index import address_index
from letters.sealing.keys import make_offline
from tests.factories.mail import mail_server
from tests.letters.aged_letters import in_days
from tests.letters.conftest import make_member
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
    waiting,
)
from tests.tiers import LONG, first_of

__all__ = ["code", "picture", "reply"]

# What tells the text, and how the picture begins in base64.
TELLING = re.compile(rb"CANARY|iVBORw0KGgo")


@pytest.mark.both_databases
def test_writer_reads_the_answer_with_its_pictures_by_the_code_alone(
    client, reply, code, dispatcher, picture
):
    assert "CANARY" not in client.post(STATUS, {"code": code}).content.decode()
    closed(reply, dispatcher)

    page = client.post(STATUS, {"code": code})
    (answer,) = page.context["answers"]
    about = {"key": page.context["key"], "do": "picture", "name": answer.pages[0].name}
    shown = client.post(STATUS, about)

    html = page.content.decode()
    assert TEXT in html and TRANSLATION in html and 'lang="ru"' in html
    assert page.headers["Cache-Control"] == shown.headers["Cache-Control"] == "no-store"
    assert (shown.content, shown.headers["Content-Type"]) == (picture.bytes, "image/png")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert client.post(STATUS, {**about, "name": "0" * 32}).status_code == 404
    assert client.post(STATUS, {**about, "key": "x"}).status_code == 410
    assert client.post(STATUS, about, headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(
    "sealed_inside", first_of([b"no json", b"[]", b'{"text": "x"}', b'{"pages": [], "from": "later"}'])
)
def test_answer_that_this_version_cannot_read_is_said_to_be_damaged(
    client, reply, code, dispatcher, sealed_inside
):
    closed(reply, dispatcher)
    key, letter = bytes(reply.letter.answer_key), reply.letter.uuid
    WriterCopy.objects.update(
        for_code=seal_for_code(sealed_inside, public=key, letter=letter, field="answer")
    )

    page = client.post(STATUS, {"code": code})

    assert page.status_code == 200 and page.context["answers"] == [Answer(is_damaged=True)]


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_nothing_but_the_code_opens_it_once_the_desk_has_closed_it(reply, code, dispatcher):
    """Every key of every ring on either host is tried on every value of every row of the database."""
    rings = keys()
    assert any(opens_to_canary(value, rings) for value in values())  # it finds what is there to find
    closed(reply, dispatcher)

    left = values()

    assert len(rings) > 5 and any(bytes(copy.for_code) in left for copy in WriterCopy.objects.all())
    assert not [value for value in left if opens_to_canary(value, rings)]
    assert not [value for value in left if b"CANARY" in value]
    assert code.replace(" ", "").encode() not in b"\n".join(left)
    opened = open_reply(reply=stored(reply), by=dispatcher)
    assert (opened.text, opened.pages) == ("", [])


def values():
    """Return every value of every row, as bytes."""
    rows = [row for model in apps.get_models() for row in model._base_manager.values_list()]
    return [as_bytes(value) for row in rows for value in row if value is not None]


def as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def keys():
    rings = {name: read_ring(name, path) for name, path in site.KEY_FILES.items() if path.exists()}
    return [key for ring in rings.values() for key in ring.keys.values()]


def opens_to_canary(value, keys):
    """Does one of the keys open it, as a part of ours or as it is, with the text or the picture inside?"""
    if len(value) <= 48:
        return False
    body = value.split(b":", 2)[-1] if value.startswith((b"v1:", b"o1:")) else value
    tried = {value, body, *decoded(body)}
    return any(TELLING.search(opened) for each in tried for key in keys for opened in openings(each, key))


def decoded(body):
    try:
        return [base64.b64decode(body, validate=True)]
    except ValueError:
        return []


def openings(value, key):
    for box in (SealedBox(PrivateKey(key)), SecretBox(key)):
        try:
            yield box.decrypt(value)
        except (CryptoError, ValueError, TypeError):
            continue


@pytest.mark.both_databases
def test_nobody_closes_before_the_writer_has_a_copy_and_nothing_follows_a_closing(reply, dispatcher):
    with pytest.raises(NotNow):
        close_reply(reply=reply, by=dispatcher, version=1)
    closed(reply, dispatcher)

    for again in (sealed, closed):
        with pytest.raises(NotNow):
            again(reply, dispatcher)
    with pytest.raises(NotNow):
        take_back(reply=reply, by=dispatcher, version=stored(reply).version)
    assert list(reply.log.values_list("action", flat=True)) == ["added", "for_writer", "closed"]


@pytest.mark.both_databases
def test_what_was_sealed_for_a_wrong_writer_is_taken_back_before_anybody_is_told(
    client, reply, code, dispatcher
):
    sealed(reply, dispatcher)
    take_back(reply=reply, by=dispatcher, version=stored(reply).version)

    assert not shown(client, code) and not waiting()
    assert open_reply(reply=stored(reply), by=dispatcher).text == TEXT


def test_sealed_once_more_it_takes_the_place_of_what_was_there(client, reply, code, dispatcher):
    sealed(reply, dispatcher)
    seal_for_writer(reply=reply, by=dispatcher, version=2, translation="ще раз", language="uk")

    (answer,) = client.post(STATUS, {"code": code}).context["answers"]
    assert (answer.translation, len(answer.pages)) == ("ще раз", 1)


def confirm_address(reply):
    index, now = address_index("olena@example.org"), timezone.now()
    asked = {"asked_at": now, "asked_for": reply.letter.uuid, "confirmed_at": now}
    WriterAddress.objects.create(index=index, link_digest="d", **asked)


def test_mail_says_that_there_is_an_answer_and_nothing_of_it(reply, code, dispatcher, settings):
    confirm_address(reply)
    sealed(reply, dispatcher)

    with mail_server(settings) as server:
        send_due()
        assert not server.mail
        Outbox.objects.update(due_at=timezone.now())
        send_due()

    ((recipients, message),) = server.mail
    text = f"{message.as_string()}\n{message.get_content()}"
    assert recipients == ["olena@example.org"] and "/uk/letters/status/" in text
    secrets = ("CANARY", code, code.replace(" ", ""), "Вільний")
    assert "відповідь" in text and not any(secret in text for secret in secrets)


@pytest.mark.both_databases
def test_two_answers_to_one_letter_are_told_by_one_mail_and_each_is_told_once(
    client, reply, code, world, dispatcher
):
    letter = Letter.objects.get()
    second = add_reply(
        prisoner=world, letter=letter, by=dispatcher, received_on=timezone.localdate(), text="ещё одно"
    )
    sealed(reply, dispatcher)
    sealed(second, dispatcher)
    take_back(reply=second, by=dispatcher, version=stored(second).version)
    assert len(shown(client, code)) == len(waiting()) == 1

    waiting().update(state=Outbox.State.SENT)
    sealed(reply, dispatcher)
    assert not waiting()
    sealed(second, dispatcher)
    assert len(shown(client, code)) == 2 and len(waiting()) == 1


@pytest.mark.full(LONG)
def test_answer_long_after_the_last_notice_opens_and_no_mail_tells_of_it(client, reply, code, dispatcher):
    confirm_address(reply)
    assert Letter.objects.get().has_email
    with in_days(90):
        Reply.objects.update(received_on=timezone.localdate())
        keep_times()
        sealed(reply, dispatcher)

        assert len(shown(client, code)) == 1 and not waiting()
        assert answer_came(reply.letter.uuid, "uk") is None


def test_reply_under_the_offline_key_can_still_be_closed(reply, dispatcher, tmp_path, settings):
    settings.KEY_FILES = {**settings.KEY_FILES, "backup_public": tmp_path / "backup_public"}
    make_offline(tmp_path / "stick", name="backup_public")
    sealed(reply, dispatcher)
    with transaction.atomic():
        keep_offline(stored(reply))

    close_reply(reply=reply, by=dispatcher, version=stored(reply).version)

    assert stored(reply).sealed_text == "" and not reply.pages.exists()


@pytest.mark.parametrize("role", first_of(DeskRole))
def test_only_a_dispatcher_of_its_desk_hands_a_reply_over(reply, world, other_partner, role):
    for partner in (world.partner, other_partner):
        user = make_member(partner, f"somebody-{partner.pk}", role)
        for work in (sealed, closed):
            if role == DeskRole.DISPATCHER and partner == world.partner:
                work(reply, user)
                continue
            with pytest.raises(PermissionDenied):
                work(reply, user)


def test_who_has_seen_an_older_version_hands_nothing_over(reply, dispatcher):
    sealed(reply, dispatcher)

    with pytest.raises(ReplyChanged):
        seal_for_writer(reply=reply, by=dispatcher, version=1)
    with pytest.raises(ReplyChanged):
        close_reply(reply=reply, by=dispatcher, version=1)
