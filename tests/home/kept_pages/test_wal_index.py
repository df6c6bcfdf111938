"""The index of SQLite's log: another after each commit, the same without one; no lock is lost by it."""

import gc
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from home.kept_pages.wal_index import WalIndex
from tests.tiers import LONG

WRITTEN = """
import sqlite3, sys
sqlite3.connect(sys.argv[1]).executescript("INSERT INTO said VALUES (1)")
"""
LOCKED = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as fault:
    print(fault)
"""


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "site.sqlite3")


@pytest.fixture
def site(path):
    site = sqlite3.connect(path, isolation_level=None)
    site.execute("PRAGMA journal_mode=wal")
    site.execute("CREATE TABLE said (word)")
    yield site
    site.close()


def test_each_commit_makes_it_another(site, path):
    index = WalIndex(path)
    seen = [index.header()]

    for number in range(20):
        site.execute("INSERT INTO said VALUES (?)", [number])
        seen.append(index.header())

    assert b"" not in seen and len(set(seen)) == 21


def test_it_stays_while_others_read_or_take_back_what_they_wrote(site, path):
    index = WalIndex(path)
    before = index.header()

    site.execute("SELECT * FROM said").fetchall()
    site.execute("BEGIN IMMEDIATE")
    site.execute("INSERT INTO said VALUES (1)")
    assert index.header() == before
    site.execute("ROLLBACK")

    assert index.header() == before


def test_what_another_process_commits_after_the_log_was_emptied_makes_it_another(site, path):
    index = WalIndex(path)
    seen = {index.header()}

    for _time in range(3):
        site.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        seen.add(index.header())
        subprocess.run([sys.executable, "-c", WRITTEN, path], check=True)
        seen.add(index.header())

    assert len(seen) == 7


@pytest.mark.full(LONG)
def test_an_index_that_is_left_lets_go_of_no_lock_of_this_process(site, path):
    site.execute("BEGIN IMMEDIATE")
    index = WalIndex(path)
    del index
    gc.collect()

    told = subprocess.run([sys.executable, "-c", LOCKED, path], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "database is locked"


def test_many_threads_that_ask_at_once_get_the_number_each_time(site, path):
    index = WalIndex(path)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _time: index.number("SELECT COUNT(*) FROM said"), range(2_000)))

    assert set(found) == {0}


def test_a_database_without_a_log_has_none(path):
    sqlite3.connect(path).executescript("CREATE TABLE said (word)")

    with pytest.raises(FileNotFoundError):
        WalIndex(path)
