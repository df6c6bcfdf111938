"""Answers of prisoners as a test needs them: to a letter that was sent on our page, opened by its code."""

import io

import pytest
from django.utils import timezone
from PIL import Image

from home.models import Outbox
from home.pictures.reencoding import reencode
from letters.choices.letters import LetterState
from letters.following.actions.mail import ANSWER_CAME
from letters.models import Letter, Reply
from letters.posting.actions.answers import close_reply, seal_for_writer
from letters.posting.actions.replies import add_reply, open_reply
from letters.posting.actions.reply_translations import ask_translator
from tests.letters.conftest import filled

STATUS = "/uk/letters/status/"
TEXT, TRANSLATION = "CANARY спасибо за письмо, пишите ещё", "CANARY дякую за лист"
LET_OUT = "CANARY пишите ещё"


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


@pytest.fixture
def asked(reply, dispatcher, translator):
    """Return the reply, with a translator who is asked for German."""
    return ask(reply, dispatcher, translator)


def ask(reply, by, translator, *, language="de", pages=(1,)):
    """Look at the reply and ask the translator for it, with a part of its words."""
    if not reply.log.filter(by=by, action="opened"):
        open_reply(reply=stored(reply), by=by)
    about = {"translator": translator, "language": language, "text": LET_OUT, "pages": list(pages)}
    return ask_translator(reply=reply, by=by, version=stored(reply).version, **about)


def stored(reply):
    return Reply.objects.get(pk=reply.pk)


def sealed(reply, by):
    return seal_for_writer(
        reply=reply, by=by, version=stored(reply).version, translation=TRANSLATION, language="uk"
    )


def closed(reply, by):
    return close_reply(reply=sealed(reply, by), by=by, version=stored(reply).version)


def shown(client, code):
    """Return the answers that the page shows for this code."""
    return client.post(STATUS, {"code": code}).context["answers"]


def waiting():
    return Outbox.objects.filter(template=ANSWER_CAME, state=Outbox.State.PENDING)
