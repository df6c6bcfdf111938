"""A reply reaches the writer by the code alone; once its desk has closed it, nothing else opens it."""

import base64
import io
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox
from PIL import Image

from home.jobs.actions.outbox import send_due
from home.models import Outbox
from home.pictures.reencoding import reencode
from home.security.keyring import read_ring
from home.settings.defaults import settings as site
from letters.choices.desk import DeskRole
from letters.choices.letters import Keeping, LetterState
from letters.erasure.actions.erase import empty_letter, erase_by_writer
from letters.erasure.actions.restore import after_restore
from letters.erasure.actions.retention_run import keep_times
from letters.following.actions.mail import ANSWER_CAME
from letters.models import Letter, Reply, Tombstone, WriterAddress, WriterCopy
from letters.posting.actions.answers import NotForWriter, NotNow, close_reply, seal_for_writer, take_back
from letters.posting.actions.kept_replies import keep_offline
from letters.posting.actions.replies import ReplyChanged, add_reply, open_reply
from letters.sealing.email_index import address_index
from letters.sealing.keys import make_offline
from prisoner_pages.models import Facility
from prisoner_pages.records.actions.pauses import refuse_answers
from tests.factories.mail import mail_server
from tests.letters.conftest import filled, make_member

STATUS = "/uk/letters/status/"
# What tells the text, and how the picture begins in base64.
TELLING = re.compile(rb"CANARY|iVBORw0KGgo")
TEXT, TRANSLATION = "CANARY спасибо за письмо, пишите ещё", "CANARY дякую за лист"


@pytest.fixture
def picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return reencode(out)


@pytest.fixture
def code(client, check_url):
    """Return the code of a letter that was sent on our page and has been posted since."""
    sent = client.post(check_url, filled(email="olena@example.org"))
    code = client.get(sent.headers["Location"]).context["code"]
    Letter.objects.update(state=LetterState.POSTED)
    return code


@pytest.fixture
def reply(world, dispatcher, picture, code):
    letter = Letter.objects.get()
    about = {"prisoner": world, "letter": letter, "by": dispatcher, "received_on": timezone.localdate()}
    return add_reply(text=TEXT, pictures=[picture], **about)


def stored(reply):
    return Reply.objects.get(pk=reply.pk)


def sealed(reply, by):
    return seal_for_writer(
        reply=reply, by=by, version=stored(reply).version, translation=TRANSLATION, language="uk"
    )


def closed(reply, by):
    return close_reply(reply=sealed(reply, by), by=by, version=stored(reply).version)


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

    assert not client.post(STATUS, {"code": code}).context["answers"]
    assert not Outbox.objects.filter(template=ANSWER_CAME, state=Outbox.State.PENDING).exists()
    assert open_reply(reply=stored(reply), by=dispatcher).text == TEXT


def test_sealed_once_more_it_takes_the_place_of_what_was_there(client, reply, code, dispatcher):
    sealed(reply, dispatcher)
    seal_for_writer(reply=reply, by=dispatcher, version=2, translation="ще раз", language="uk")

    (answer,) = client.post(STATUS, {"code": code}).context["answers"]
    assert (answer.translation, len(answer.pages)) == ("ще раз", 1)


def test_mail_says_that_there_is_an_answer_and_nothing_of_it(reply, code, dispatcher, settings):
    now = timezone.now()
    WriterAddress.objects.create(
        index=address_index("olena@example.org"),
        link_digest="d",
        asked_at=now,
        asked_for=reply.letter.uuid,
        confirmed_at=now,
    )
    sealed(reply, dispatcher)

    with mail_server(settings) as server:
        send_due()
        assert not server.mail
        Outbox.objects.update(due_at=now)
        send_due()

    ((recipients, message),) = server.mail
    text = f"{message.as_string()}\n{message.get_content()}"
    assert recipients == ["olena@example.org"] and "/uk/letters/status/" in text
    secrets = ("CANARY", code, code.replace(" ", ""), "Вільний")
    assert "відповідь" in text and not any(secret in text for secret in secrets)


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


@pytest.mark.parametrize("where", ["person", "place"])
def test_where_answering_is_punished_no_page_speaks_of_an_answer(client, check_url, world, where):
    promised = client.get(client.post(check_url, filled()).headers["Location"]).content.decode()
    refuse_answers(world, by=None) if where == "person" else Facility.objects.update(answers_refused=True)

    page = client.get(client.post(check_url, filled(body="Ще один лист.")).headers["Location"])
    Letter.objects.update(state=LetterState.POSTED)
    state = client.post(STATUS, {"code": page.context["code"]})

    told = [str(each) for each in page.context["sentences"]]
    assert "Відповіді бувають рідко" in promised and not [each for each in told if "ідповід" in each]
    assert "ідповід" not in str(state.context["sentence"]) and not state.context["may_be_answered"]


@pytest.mark.both_databases
def test_erasing_the_letter_takes_the_answer_along_and_emptying_it_does_not(client, reply, code, dispatcher):
    sealed(reply, dispatcher)
    empty_letter(letter=Letter.objects.get(), detail=Keeping.SENT)
    assert client.post(STATUS, {"code": code}).context["answers"]

    erase_by_writer(letter=Letter.objects.get())

    assert not WriterCopy.objects.exists() and Letter.objects.get().answer_key is None
    assert "answers" in client.post(STATUS, {"code": code}).context
    assert stored(reply).for_writer_on is None
    assert open_reply(reply=stored(reply), by=dispatcher).text == TEXT


def test_answer_is_kept_as_long_as_a_reply(client, reply, code, dispatcher):
    closed(reply, dispatcher)
    Reply.objects.update(received_on=timezone.localdate() - timedelta(days=729))
    keep_times()
    assert client.post(STATUS, {"code": code}).context["answers"]

    Reply.objects.update(received_on=timezone.localdate() - timedelta(days=730))
    keep_times()
    assert not client.post(STATUS, {"code": code}).context["answers"]


def test_backup_from_between_brings_the_copy_of_the_desk_back_for_nobody(reply, dispatcher, tmp_path):
    sealed(reply, dispatcher)
    pages, row = list(reply.pages.all()), stored(reply)
    close_reply(reply=reply, by=dispatcher, version=row.version)
    type(pages[0]).objects.bulk_create(pages)
    row.save()

    done = after_restore(ledger=tmp_path / "none")

    assert done.replies_closed == 1 and stored(reply).closed_on
    assert stored(reply).sealed_text == "" and not reply.pages.exists()
    assert Tombstone.objects.exists() and WriterCopy.objects.count() == 2


def test_reply_under_the_offline_key_can_still_be_closed(reply, dispatcher, tmp_path, settings):
    settings.KEY_FILES = {**settings.KEY_FILES, "backup_public": tmp_path / "backup_public"}
    make_offline(tmp_path / "stick", name="backup_public")
    sealed(reply, dispatcher)
    with transaction.atomic():
        keep_offline(stored(reply))

    close_reply(reply=reply, by=dispatcher, version=stored(reply).version)

    assert stored(reply).sealed_text == "" and not reply.pages.exists()


@pytest.mark.parametrize("role", DeskRole)
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
