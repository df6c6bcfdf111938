"""Letters on every step of their way, made through the form, aged by moving the clock."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from letters.choices.letters import ClosedReason, LetterState
from letters.models import Letter, LetterNote, LetterTranslation, TextVersion, WriterAddress
from letters.requests.actions.carrying_out import carry_out_requests
from letters.sealing.sealed_box import seal_text
from tests.letters.conftest import filled, make_world
from tests.standing import standing

SECRETS = ("Ми з котом", "Олена", "olena@example.org")


@pytest.fixture(autouse=True)
def noon():
    """Begin at noon, whatever the hour of the run: summer time moves a late hour into the next day."""
    with at_hour(12):
        yield


@standing
def world(db):
    """What stands at noon was made in the morning."""
    with at_hour(11):
        return make_world()


def at_hour(hour: int) -> time_machine.travel:
    """Go to that hour of the day whose noon was the last: the database's own clock is never behind ours."""
    day = timezone.localtime() - timedelta(hours=12)
    return time_machine.travel(day.replace(hour=hour, minute=0), tick=True)


@pytest.fixture(autouse=True)
def ledger(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erased_letters"
    return settings.ERASURE_LEDGER


@pytest.fixture
def write(client, check_url):
    """Send a letter through the form, let the worker see it, and return it with `code`."""

    def send(**changes):
        answer = client.post(check_url, filled(**changes))
        assert answer.status_code == 303, answer.content.decode()
        code = client.get(answer.headers["Location"]).context["code"]
        carry_out_requests()
        letter = Letter.objects.order_by("-pk").first()
        letter.code = code
        return letter

    return send


def put(letter, state, *, days_ago=0, **fields):
    """Set the letter where an earlier day has left it."""
    since = timezone.localdate() - timedelta(days=days_ago)
    Letter.objects.filter(pk=letter.pk).update(state=state, state_since=since, **fields)
    letter.refresh_from_db()
    return letter


def with_everything(letter):
    """Give the letter a translation, a version and a note."""
    seal = lambda text, field: seal_text(text, letter=letter.uuid, field=field)  # noqa: E731
    LetterTranslation.objects.create(letter=letter, sealed_text=seal("Мы с котом", "translation"), version=1)
    TextVersion.objects.create(
        letter=letter, number=1, stage="approved", at=timezone.now(), sealed_text=seal("Мы", "translation")
    )
    LetterNote.objects.create(
        letter=letter, by_name="screener", at=timezone.now(), sealed_text=seal("про кота", "note")
    )
    return letter


def in_days(days):
    """Move the clock on by so many days."""
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=True)


__all__ = ["ClosedReason", "LetterState", "WriterAddress", "date", "in_days", "put", "with_everything"]
