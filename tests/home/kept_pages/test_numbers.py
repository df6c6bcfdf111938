"""Which generations hold: asked on a connection that may break, of a database whose file may be another."""

import pytest
from django.db import connection

from home.backup import replaced_file
from home.caching.read_models import bump
from home.kept_pages import read_models
from home.kept_pages.read_models import Numbers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.both_databases
def test_it_is_the_same_thing_as_long_as_nothing_changes():
    bump("content")
    numbers = Numbers()
    before = numbers.now()
    assert numbers.now() is before

    bump("of a test")

    assert numbers.now().common != before.common


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
    monkeypatch.setattr(read_models, "SUM", "SELECT number FROM nowhere")

    assert Numbers().now() is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no file of ours")
def test_of_another_file_in_its_place_nothing_that_was_kept_holds(monkeypatch):
    numbers = Numbers()
    before, opened = numbers.now(), connection.connection

    setattr(connection, replaced_file.OPENED, (7, 7))
    after = numbers.now()

    assert connection.connection is not opened
    monkeypatch.setattr(read_models, "OPENED", "file_of_a_test")
    assert numbers.now().common != after.common == before.common
