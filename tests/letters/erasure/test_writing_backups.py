"""What goes wrong while a backup is written is said, leaves no half of one, and older ones are kept."""

import multiprocessing
import os
import signal
import time

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from home.backup import places
from home.backup.actions import postgresql, sqlite, writing
from home.backup.archive import DatabaseFault
from tests.letters.erasure.backup_world import back_up, folder, keys, restore, site
from tests.tiers import BREAKS
from tests.waiting import LONGEST_SECONDS, wait_until

__all__ = ["folder", "keys", "site"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full(BREAKS)]


class TestFaultsOfWriting:
    def test_without_a_key_it_says_how_to_make_one(self, site, folder, keys):
        (keys / "backup_public").unlink()

        with pytest.raises(CommandError, match="letters_keys backup FILE"):
            back_up(folder)

        assert list(folder.iterdir()) == []

    def test_full_disk_leaves_no_file_and_throws_no_older_one_away(self, site, folder, monkeypatch):
        older = folder / "letters-2020-01-01T000000Z.backup"
        older.touch()
        written_to = writing.written_to

        def onto_a_full_disk(_file, **options):
            return written_to(open("/dev/full", "wb", buffering=0), **options)

        monkeypatch.setattr(writing, "written_to", onto_a_full_disk)
        with pytest.raises(CommandError, match="no backup was made: .*there is no room left"):
            back_up(folder, keep_days=1)

        assert [path for path in folder.iterdir() if path.name != places.LOCK] == [older]

    def test_second_one_at_once_is_refused(self, site, folder):
        with (
            places.Folder(folder).alone(),
            pytest.raises(CommandError, match="another backup is being written"),
        ):
            back_up(folder)

    def test_name_that_is_taken_is_left_alone(self, site, tmp_path):
        (tmp_path / "mine").write_text("kept")

        with pytest.raises(CommandError, match="no backup was made"):
            call_command("backup", str(tmp_path / "mine"))

        assert (tmp_path / "mine").read_text() == "kept"

    def test_killed_one_leaves_no_half_file_under_its_name_and_the_next_one_cleans_up(
        self, site, folder, monkeypatch
    ):
        connection.close()
        child = multiprocessing.get_context("fork").Process(target=hang_in_a_backup, args=(folder,))
        child.start()
        wait_until(lambda: list(folder.glob(f".*{places.UNFINISHED}")))
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        assert list(folder.glob("letters-*")) == []

        back_up(folder)

        assert list(folder.glob(f".*{places.UNFINISHED}")) == []

    @pytest.mark.both_databases
    def test_missing_program_is_named(self, site, folder, monkeypatch):
        if connection.vendor == "sqlite":
            monkeypatch.setattr(sqlite, "moment", missing_program)
        monkeypatch.setattr(postgresql.shutil, "which", lambda _name: None)

        with pytest.raises(CommandError, match="no backup was made: pg_dump is not installed: apt-get"):
            back_up(folder)

    def test_old_copies_go_once_a_new_one_is_there(self, site, folder, capsys):
        for day in (1, 2):
            (folder / f"letters-2020-01-0{day}T000000Z.backup").touch()

        newest = back_up(folder, keep_days=1)

        assert list(folder.glob("letters-*")) == [newest]
        assert "deleted letters-2020-01-01" in capsys.readouterr().out

    def test_names_of_files_alone_where_the_files_are_kept_elsewhere(self, site, folder, tmp_path, capsys):
        path = back_up(folder, names_only=True)
        storages["default"].delete("original_images/a.jpg")

        restore(path, tmp_path, over=True)

        assert "files that the site knows and that are not here: 1" in capsys.readouterr().out


def missing_program():
    raise DatabaseFault("pg_dump is not installed: apt-get install postgresql-client")


def hang_in_a_backup(folder):
    writing.about_this_site = lambda **_options: time.sleep(LONGEST_SECONDS)
    call_command("backup", str(folder))
