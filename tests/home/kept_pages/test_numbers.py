"""Which generations hold: asked on a connection that may break, of a database whose file may be another."""

import sqlite3
import time
from contextlib import closing, suppress
from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from home.backup import replaced_file
from home.caching.read_models import bump
from home.kept_pages import read_models
from home.kept_pages.read_models import Numbers

pytestmark = pytest.mark.django_db(transaction=True)
OF_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no file of ours")
OF_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is asked in another way")


@pytest.mark.both_databases
def test_it_is_the_same_thing_as_long_as_nothing_changes():
    bump("content")
    numbers = Numbers()
    before = numbers.now()
    assert numbers.now() is before

    bump("of a test")

    assert numbers.now().common != before.common


@pytest.mark.both_databases
def test_what_was_asked_once_a_request_had_come_holds_for_it_and_for_none_that_came_later():
    bump("content")
    numbers, came = Numbers(), time.monotonic()
    before = numbers.now()
    came_meanwhile = time.monotonic()
    bump("of a test")

    assert numbers.since(came) is before
    now = numbers.since(came_meanwhile)
    assert now.common != before.common
    assert numbers.since(came) is now
    bump("of a test")
    assert numbers.since(None).common != now.common


@pytest.mark.both_databases
def test_what_was_asked_before_midnight_holds_for_nobody_after_it(time_machine):
    numbers, came = Numbers(), time.monotonic()
    before = numbers.now()
    time_machine.move_to(timezone.now() + timedelta(days=1))

    assert numbers.since(came).begins > before.begins


@pytest.mark.both_databases
def test_a_connection_that_broke_is_opened_anew():
    numbers = Numbers()
    before = numbers.now()
    connection.connection.close()

    assert numbers.now() is before


@pytest.mark.both_databases
def test_who_cannot_ask_them_learns_it(monkeypatch):
    def broken(here):
        raise read_models.Error

    monkeypatch.setattr(read_models, "_asked", broken)

    assert Numbers().now() is None


@pytest.mark.both_databases
def test_a_question_that_the_database_refuses_is_no_answer(monkeypatch):
    connection.close()
    monkeypatch.setattr(read_models, "SUM", "SELECT number FROM nowhere")
    assert Numbers().now() is None

    monkeypatch.undo()
    assert Numbers().now()


@pytest.mark.both_databases
@OF_POSTGRESQL
def test_a_connection_that_has_forgotten_the_question_is_asked_all_the_same_and_stays_open():
    numbers = Numbers()
    before, opened = numbers.now(), connection.connection
    with connection.cursor() as cursor:
        cursor.execute("DISCARD ALL")

    assert numbers.now() is before
    assert connection.connection is opened


@pytest.mark.both_databases
@OF_POSTGRESQL
def test_a_connection_that_could_not_prepare_the_question_prepares_it_later():
    connection.close()
    with transaction.atomic():
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT nothing")
        assert Numbers().now() is None
        transaction.set_rollback(True)

    with transaction.atomic():
        assert Numbers().now()


@OF_SQLITE
def test_of_another_file_in_its_place_nothing_that_was_kept_holds(monkeypatch):
    numbers = Numbers()
    before, opened = numbers.now(), connection.connection
    assert numbers.now() is before

    for module in (read_models, replaced_file):
        monkeypatch.setattr(module, "file_at", lambda path: (7, 7))
    after = numbers.now()

    assert connection.connection is not opened
    assert after.common != before.common


@OF_SQLITE
def test_as_long_as_nothing_is_committed_nothing_is_asked():
    numbers = Numbers()
    before = numbers.now(), numbers.now()
    asked = []
    connection.connection.set_trace_callback(asked.append)

    assert numbers.now() is before[0] and asked == []

    bump("of a test")
    asked.clear()
    assert numbers.now().common != before[0].common and len(asked) == 2


@OF_SQLITE
def test_a_reading_that_was_never_finished_makes_nobody_else_late():
    bump("of a test")
    bump("of another")
    numbers = Numbers()
    before = numbers.now(), numbers.now()
    unfinished = connection.connection.execute("SELECT one.id FROM home_generation one, home_generation")
    unfinished.fetchone()
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("UPDATE home_generation SET number = number + 1")
        other.commit()

    assert numbers.now().common == before[0].common
    unfinished.close()

    assert numbers.now().common != before[0].common


@OF_SQLITE
def test_in_a_transaction_its_own_changes_are_seen():
    numbers = Numbers()
    before = numbers.now(), numbers.now()

    with transaction.atomic():
        bump("of a test")
        assert numbers.now().common != before[0].common
