"""A kept connection reads what lies in the place of the database, not what was put aside."""

import sqlite3
from contextlib import closing

import pytest
from django.core.signals import request_started
from django.db import connections
from django.db.utils import load_backend

from home.backup.replaced_file import leave_replaced_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A connection of its own to a SQLite file with one row."""
    written(tmp_path / "site.sqlite3", "before")
    like = {**connections["default"].settings_dict, "NAME": tmp_path / "site.sqlite3", "OPTIONS": {}}
    wrapper = load_backend("django.db.backends.sqlite3").DatabaseWrapper(like, "kept")
    monkeypatch.setattr(connections, "all", lambda **_which: [wrapper])
    yield wrapper
    wrapper.close()


def written(path, word):
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE said (word)")
        file.execute("INSERT INTO said VALUES (?)", [word])
        file.commit()


def said(kept):
    with kept.cursor() as cursor:
        return cursor.execute("SELECT word FROM said").fetchone()[0]


def test_a_request_begins_with_the_file_that_lies_there(kept, tmp_path):
    assert said(kept) == "before"
    (tmp_path / "site.sqlite3").rename(tmp_path / "aside.sqlite3")
    written(tmp_path / "site.sqlite3", "after")

    request_started.send(sender=None)

    assert said(kept) == "after"


def test_a_connection_whose_file_lies_there_is_kept(kept):
    assert said(kept) == "before"
    opened = kept.connection

    leave_replaced_file()

    assert kept.connection is opened


def test_what_is_in_the_midst_of_a_transaction_is_left(kept, tmp_path):
    kept.ensure_connection()
    (tmp_path / "site.sqlite3").rename(tmp_path / "aside.sqlite3")
    kept.in_atomic_block = True

    leave_replaced_file()

    assert kept.connection is not None
    kept.in_atomic_block = False
