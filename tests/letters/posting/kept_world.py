"""A reply with a text, two pages and an agreement; an offline key; its days at the desk, and its opening."""

import io
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.management import call_command
from PIL import Image

from home.pictures.reencoding import reencode
from letters.erasure.actions.retention_run import keep_times
from letters.models import Reply
from letters.posting.actions.replies import Agreement, add_reply, share_reply
from letters.sealing.keys import make_missing, make_offline
from tests.letters.aged_letters import at_hour, in_days
from tests.letters.post_world import posted_letter

TODAY = date(2026, 5, 4)
SAID = "CANARY-слово з-за ґрат"
AGREED = Agreement("CANARY-хто", TODAY, "CANARY-як")


@pytest.fixture
def keys(settings, tmp_path):
    """Rings of this test alone, and none of them offline."""
    settings.KEY_FILES = {name: tmp_path / "keys" / name for name in settings.KEY_FILES}
    make_missing()
    return tmp_path / "keys"


@pytest.fixture
def stick(keys, tmp_path):
    """Return the file with the private half of the offline key."""
    make_offline(tmp_path / "stick", name="backup_public")
    return tmp_path / "stick"


def picture(colour="white"):
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return reencode(out)


def make_reply(person, by, *, text=SAID, pages=2, received_on=TODAY, to_a_letter=True):
    with at_hour(12):
        pictures = [picture() for _number in range(pages)]
        letter = posted_letter(person) if to_a_letter else None
        facts = {"letter": letter, "received_on": received_on}
        reply = add_reply(prisoner=person, by=by, text=text, pictures=pictures, **facts)
        return share_reply(reply=reply, by=by, version=1, agreement=AGREED)


@pytest.fixture
def reply(keys, world, dispatcher):
    return make_reply(world, dispatcher)


def a_month_later(days=30.1):
    """Let the times of keeping run so many days after the noon at which replies are made."""
    with at_hour(12), in_days(days):
        return keep_times()


def forms_of(reply):
    """Return how each part of the reply is sealed: v1 for the site, o1 for the offline key."""
    reply = Reply.objects.get(pk=reply.pk)
    pages = [bytes(page.sealed).decode("latin-1") for page in reply.pages.all()]
    texts = (reply.sealed_text, reply.sealed_consent, reply.sealed_request, reply.sealed_translation)
    return [part[:2] for part in (*texts, *pages) if part]


def take_out(reply, target, *, asked_by="dispatcher", because="writer"):
    options = [str(reply.uuid), str(target), "--asked-by", asked_by, "--because", because]
    return run("take-out", *options)


def open_with(key, source, folder):
    return run("open", str(source), "--key", str(key), "--to", str(folder))


@contextmanager
def lacking(keys, kid):
    """Take the key out of the ring that opens letters for a while, as on a host restored without it."""
    file = keys / "letters_private"
    whole = file.read_text()
    file.write_text("".join(line for line in whole.splitlines(keepends=True) if not line.startswith(kid)))
    yield
    file.write_text(whole)


def run(*words):
    out = io.StringIO()
    call_command("letters_replies", *words, stdout=out)
    return out.getvalue()
