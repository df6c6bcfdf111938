"""Backup, loss, restore: nothing is lost, what was erased stays erased, and nobody else opens it."""

import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from home.backup.actions import restoring
from home.backup.archive import Reader
from home.backup.read_models import rows_by_table, stored_files, tables_left_out
from home.jobs.actions.heartbeat import beat
from home.models import Heartbeat, SiteRendition
from home.security.keyring import read_ring
from letters.checks import database_knows_every_erasure, keys_are_sound
from letters.choices.letters import LetterState
from letters.erasure.actions.erase import erase_by_writer
from letters.erasure.actions.restore import note_erased
from letters.models import Letter
from letters.sealing.keys import make_missing, make_offline
from letters.sealing.sealed_box import unseal_text
from prisoner_pages.models import Prisoner
from tests.letters.aged_letters import SECRETS
from tests.letters.erasure.backup_world import back_up, folder, keys, restore, site
from tests.letters.posting.kept_world import SAID, a_month_later, forms_of, make_reply
from tests.tiers import LONG, first_of

__all__ = ["folder", "keys", "site"]
pytestmark = pytest.mark.django_db(transaction=True)
ASKED = {"asked_by": "dispatcher", "because": "safety"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has functions of its own alone")
def test_no_condition_of_a_table_needs_a_function_that_only_django_brings():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%CHECK%'")
        found = cursor.fetchall()

    assert found
    assert [name for name, sql in found if re.search(r"\bdjango_\w+\(", sql)] == []


def destroy(tmp_path):
    shutil.rmtree(tmp_path / "private")
    call_command("flush", interactive=False)
    assert not Letter.objects.exists() and not Prisoner.objects.exists()


def texts():
    return sorted(
        unseal_text(letter.sealed_body, letter=letter.uuid, field="body")
        for letter in Letter.objects.exclude(sealed_body="")
    )


def files():
    return {name: storages["default"].open(name).read() for name in names_of_files()}


def names_of_files():
    return list(stored_files(storages["default"]))


class TestRestore:
    @pytest.mark.full(LONG)
    @pytest.mark.both_databases
    def test_nothing_is_lost(self, site, folder, tmp_path, capsys):
        rows, said, kept = rows_by_table(), texts(), files()
        path = back_up(folder)
        destroy(tmp_path)

        restore(path, tmp_path)

        assert (texts(), files()) == (said, kept)
        now = rows_by_table()
        # The gap in the log, and the job that makes lost sizes of pictures.
        assert {table for table in rows if rows[table] != now[table]} <= {
            "letters_daydigest",
            "django_tasks_database_dbtaskresult",
        }
        assert "whole" in capsys.readouterr().out
        assert path.stat().st_mode & 0o777 == 0o600

    @pytest.mark.full(LONG)
    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps everything in tables")
    @pytest.mark.both_databases
    def test_what_stands_beside_the_tables_is_in_no_backup(self, site, folder, tmp_path):
        with connection.cursor() as cursor:
            cursor.execute("SELECT lo_from_bytea(0, 'x')")
            made = cursor.fetchone()
            path = back_up(folder)
            cursor.execute("SELECT lo_unlink(%s)", made)

        restore(path, tmp_path, over=True)

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_largeobject_metadata")
            assert cursor.fetchone() == (0,)

    @pytest.mark.full(LONG)
    def test_a_database_is_whole_enough_to_be_backed_up_and_restored_again(self, site, folder, tmp_path):
        restore(back_up(folder), tmp_path, over=True)
        again = tmp_path / "again.backup"
        call_command("backup", str(again))

        restore(again, tmp_path, over=True)

        assert len(texts()) == 3

    @pytest.mark.full(LONG)
    @pytest.mark.both_databases
    def test_replies_open_by_the_key_that_they_are_sealed_for_and_old_ones_are_sealed_again(
        self, site, folder, tmp_path, world, dispatcher
    ):
        old = make_reply(world, dispatcher)
        a_month_later()
        new = make_reply(world, dispatcher)
        path = back_up(folder)
        a_month_later()
        destroy(tmp_path)

        restore(path, tmp_path)

        assert keys_are_sound(None) == [] and (forms_of(old), forms_of(new)) == (["o1"] * 4, ["v1"] * 4)
        a_month_later()
        call_command("letters_replies", "take-out", str(new.uuid), str(tmp_path / "out"), **ASKED)
        call_command(
            "letters_replies", "open", str(tmp_path / "out"), key=tmp_path / "stick", to=tmp_path / "said"
        )
        assert SAID in (tmp_path / "said" / "reply.html").read_text()

    def test_letter_erased_since_stays_erased(self, site, folder, tmp_path, capsys):
        path = back_up(folder)
        erase_by_writer(letter=Letter.objects.get(pk=site[0].pk))
        note_erased()

        restore(path, tmp_path, over=True)

        letter = Letter.objects.get(pk=site[0].pk)
        assert (letter.state, letter.sealed_body, len(texts())) == (LetterState.ERASED, "", 2)
        assert database_knows_every_erasure(None) == []
        assert "letters erased again: 1" in capsys.readouterr().out

    @pytest.mark.full(LONG)
    def test_host_without_a_ledger_takes_that_of_the_backup(self, site, folder, tmp_path, settings):
        erase_by_writer(letter=Letter.objects.get(pk=site[0].pk))
        note_erased()
        lines = settings.ERASURE_LEDGER.read_text()
        path = back_up(folder)
        settings.ERASURE_LEDGER.unlink()

        restore(path, tmp_path, over=True)

        assert settings.ERASURE_LEDGER.read_text() == lines

    def test_sessions_are_in_no_backup(self, site, folder, tmp_path, client):
        client.force_login(get_user_model().objects.create_superuser("root", "", "password"))
        path = back_up(folder)

        restore(path, tmp_path, over=True)

        [table] = tables_left_out()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            assert cursor.fetchone() == (0,)

    @pytest.mark.full(LONG)
    def test_lost_sizes_of_pictures_are_made_anew_by_a_job(self, site, folder, tmp_path, monkeypatch):
        named = []
        monkeypatch.setattr("letters.management.commands.restore.enqueue_once", named.append)

        restore(back_up(folder), tmp_path, over=True)

        assert named == ["home.remake_lost_sizes"] and not SiteRendition.objects.exists()


class TestSealed:
    @pytest.mark.full(LONG)
    def test_backup_holds_no_text_no_name_and_no_key_in_clear(self, site, folder, keys):
        data = back_up(folder).read_bytes()
        rings = [
            line.split()[1].encode() for path in keys.iterdir() for line in path.read_text().splitlines()
        ]

        assert [word for word in SECRETS if word.encode() in data] == []
        assert [key for key in rings if key in data] == []

    @pytest.mark.full(LONG)
    def test_no_private_key_is_in_it_even_once_opened(self, site, folder, keys, tmp_path):
        path = back_up(folder)
        with path.open("rb") as file:
            opening = Reader(file, keys=private_half(tmp_path))
            inside = b"".join(
                part.content.read()
                for _kind, parts in opening.groups()
                for part in parts
                if _kind != "database"
            )
        rings = [line.split()[1] for file in keys.iterdir() for line in file.read_text().splitlines()]

        assert opening.about.keys["letters_private"]
        said = repr(opening.about) + inside.decode(errors="replace")
        assert [key for key in rings if key in said] == []


def private_half(tmp_path):
    return read_ring("the key", tmp_path / "stick")


def untouched(said):
    return texts() == said and len(names_of_files()) == 2


class TestRefused:
    @pytest.mark.full(LONG)
    def test_site_that_is_not_empty_is_left_alone_without_a_flag(self, site, folder, tmp_path):
        with pytest.raises(CommandError, match=r"nothing was changed.*\n.*not empty: .*3 letters.*--over"):
            restore(back_up(folder), tmp_path)

        assert len(texts()) == 3

    @pytest.mark.full(LONG)
    def test_another_key(self, site, folder, tmp_path):
        make_offline(tmp_path / "other", name="backup_public")
        path, said = back_up(folder), texts()

        with pytest.raises(CommandError, match="this backup is for the key"):
            restore(path, tmp_path, over=True)
        with pytest.raises(CommandError, match="the key: missing or unreadable"):
            restore(path, tmp_path, over=True, key=tmp_path / "nowhere")

        assert untouched(said)

    @pytest.mark.full(LONG)
    @pytest.mark.parametrize("left", first_of([0.3, 0.7, 0.999]))
    def test_truncated_file_changes_nothing(self, site, folder, tmp_path, left):
        path, said = back_up(folder), texts()
        os.truncate(path, int(path.stat().st_size * left))

        with pytest.raises(CommandError, match="cut short"):
            restore(path, tmp_path, over=True)

        assert untouched(said)

    def test_file_that_is_not_there_or_is_something_else(self, site, tmp_path):
        (tmp_path / "notes").write_text("not a backup")

        with pytest.raises(CommandError, match="No such file"):
            restore(tmp_path / "nothing", tmp_path)
        with pytest.raises(CommandError, match="no backup of the site"):
            restore(tmp_path / "notes", tmp_path)

    @pytest.mark.full(LONG)
    def test_host_without_the_keys_of_that_site(self, site, folder, tmp_path, keys):
        path = back_up(folder)
        for name in ("letters_private", "letters_public"):
            (keys / name).unlink()
        make_missing()

        with pytest.raises(CommandError, match="letters_private: key .* is not here"):
            restore(path, tmp_path, over=True)

    @pytest.mark.full(LONG)
    def test_backup_of_a_newer_release(self, site, folder, tmp_path):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('home', '9999_later', %s)",
                [timezone.now()],
            )
        try:
            with pytest.raises(
                CommandError, match=r"newer than this code, which does not know home\.9999_later"
            ):
                restore(back_up(folder), tmp_path, over=True)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")

    @pytest.mark.full(LONG)
    def test_while_a_worker_works(self, site, folder, tmp_path):
        path = back_up(folder)
        beat()

        with pytest.raises(CommandError, match="a worker gave a sign of life"):
            restore(path, tmp_path, over=True)

        Heartbeat.objects.all().delete()
        restore(path, tmp_path, over=True)

    @pytest.mark.full(LONG)
    @pytest.mark.both_databases
    def test_database_that_cannot_be_read_leaves_the_present_one(self, site, folder, tmp_path, monkeypatch):
        path, said, load = back_up(folder), texts(), restoring.engine().load

        def broken(pieces):
            load(piece[: len(piece) // 2] for piece in pieces)

        monkeypatch.setattr(restoring.engine(), "load", broken)
        with pytest.raises(CommandError):
            restore(path, tmp_path, over=True)

        assert untouched(said)


class TestDrill:
    @pytest.mark.full(LONG)
    @pytest.mark.both_databases
    def test_it_restores_beside_the_site_counts_and_leaves_nothing(self, site, folder, tmp_path, capsys):
        path = back_up(folder)
        get_user_model().objects.create_user("later")
        rows, left = rows_by_table(), names_of_databases()

        restore(path, tmp_path, drill=True)

        said = capsys.readouterr().out
        assert "auth_user: 0 then, 1 now" in said and "nothing is left of it" in said
        assert (rows_by_table(), names_of_databases()) == (rows, left)
        assert not list(tmp_path.glob(".backup-*"))

    @pytest.mark.full(LONG)
    def test_it_fails_where_not_all_comes_back(self, site, folder, tmp_path, monkeypatch):
        path = back_up(folder)
        engine, scratch = restoring.engine(), restoring.engine().scratch

        @contextmanager
        def lossy(pieces):
            with scratch(pieces) as rows:
                yield {**rows, "letters_letter": 2}

        monkeypatch.setattr(engine, "scratch", lossy)
        with pytest.raises(CommandError, match="letters_letter: 3 in the backup, 2 restored"):
            restore(path, tmp_path, drill=True)

    @pytest.mark.full(LONG)
    def test_looking_only_reads_all_of_it(self, site, folder, tmp_path, capsys):
        restore(back_up(folder), tmp_path, check=True)

        assert "whole" in capsys.readouterr().out


def names_of_databases():
    if connection.vendor == "sqlite":
        return sorted(Path(connection.settings_dict["NAME"]).parent.glob(".backup-*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database ORDER BY 1")
        return [name for (name,) in cursor.fetchall() if "drill" in name]
