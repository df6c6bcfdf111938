"""F23: a clock that leapt ahead erases no letter, forgets no erasure and throws no backup away."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.backup.copies import name_at
from home.jobs.actions import clock
from home.jobs.actions.clock import note_time
from home.jobs.queue import enqueue
from letters.erasure.actions.erase import erase_by_writer
from letters.erasure.actions.restore import note_erased
from letters.erasure.actions.retention_run import KEEP_TIMES
from letters.models import Letter
from letters.sealing.keys import make_offline
from tests import faults
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases, pytest.mark.faults]
FAR = timedelta(days=800)


@pytest.fixture
def ahead(monkeypatch):
    """Return a function that lets the clock leap, on a machine that knows no better."""
    monkeypatch.setattr(clock, "is_synchronised", lambda: False)
    note_time()
    return lambda: time_machine.travel(timezone.now() + FAR)


def work():
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    call_command("worker", once=True)


@pytest.mark.full(LONG)
def test_letters_stay_until_the_clock_is_right_or_somebody_says_that_it_is(ahead, write, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    letter = write(body="Лист, якому ще рано")
    with ahead():
        enqueue(KEEP_TIMES)
        work()
        with pytest.raises(CommandError, match="--clock-is-right"):
            call_command("keep_times")
    work()
    left = Letter.objects.exclude(sealed_body="").filter(pk=letter.pk).count()
    faults.tell("F23 letters", lost=1 - left)

    with ahead():
        call_command("keep_times", clock_is_right=True)
    assert not Letter.objects.exclude(sealed_body="").exists()


def test_ledger_keeps_what_was_erased(ahead, write, settings):
    erase_by_writer(letter=write(body="Вилучений"))
    note_erased()
    lines = settings.ERASURE_LEDGER.read_text()
    with ahead():
        note_erased()

    assert lines and settings.ERASURE_LEDGER.read_text() == lines


def test_older_backups_stay(ahead, settings, tmp_path, capsys):
    settings.KEY_FILES = {**settings.KEY_FILES, "backup_public": tmp_path / "backup_public"}
    make_offline(tmp_path / "stick", name="backup_public")
    copies = tmp_path / "copies"
    copies.mkdir()
    older = copies / name_at(timezone.now() - timedelta(days=3))
    older.touch()
    with ahead():
        call_command("backup", str(copies), keep_days=1)

    assert older.exists() and "older ones stay" in capsys.readouterr().err
