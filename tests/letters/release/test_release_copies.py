"""A copy that waits for the release: its way to a page that is read, its key, and how it is erased."""

import base64
import logging
import os
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from home.jobs.actions.outbox import send_due
from home.security.keyring import read_ring, ring
from home.site.middleware.request_log import OUR_LOGGERS
from home.site.reference_texts import TEXTS
from letters.checks import copies_can_be_sealed
from letters.choices.letters import Keeping, LetterState as S
from letters.erasure.actions.erase import erase_by_writer
from letters.erasure.actions.requests import ask_to_erase, confirm_erasure, erase_as_asked
from letters.erasure.actions.restore import after_restore, note_erased
from letters.erasure.actions.retention_run import keep_times
from letters.log.read_models import verify
from letters.models import ErasureRequest, Letter, ReleaseCopy, Tombstone, WriterAddress
from letters.requests.actions.carrying_out import carry_out_requests
from letters.retention.rules import RETENTION_RULES
from letters.sealing.email_index import erasure_token
from letters.sealing.keys import make_offline
from letters.sealing.sealed_box import UnsealError, open_offline
from tests.factories.leaks import found_in, found_in_bytes
from tests.factories.mail import mail_server
from tests.factories.pictures import picture_bytes
from tests.factories.stored import everything_stored
from tests.letters.aged_letters import in_days, put, with_everything
from tests.letters.release.copy_world import (
    BODY,
    CANARY,
    command,
    emptied,
    export,
    freed,
    page_in,
    restored,
    send,
    texts_in,
)
from tests.letters.release_world import stick
from tests.tiers import LONG

__all__ = ["send", "stick"]
ROOT = Path(__file__).parents[3]
CODE_OF = "/uk/letters/erase/"


@pytest.fixture
def logged(caplog):
    for name in OUR_LOGGERS:
        caplog.set_level(logging.DEBUG, logger=name)
    return lambda: "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)


class TestTheWholeWay:
    def test_letter_waits_sealed_and_is_read_by_whom_it_is_for_once_they_are_free(
        self, send, client, stick, tmp_path, logged
    ):
        letter = send()
        with_everything(letter)
        emptied(letter)

        copy = ReleaseCopy.objects.get()
        assert letter.sealed_body == "" and letter.is_for_release
        for name in ("letters_private", "release_public"):
            with pytest.raises(UnsealError):
                open_offline(copy.offline, letter=letter.uuid, keys=ring(name))
        assert found_in(everything_stored(), [CANARY]) == []
        freed()
        told = export(tmp_path / "out")
        told += command("open", tmp_path / "out", "--key", stick, "--to", tmp_path / "letters")

        assert texts_in(tmp_path / "letters") == [f"{BODY}\n\nОлена {CANARY}", "Мы с котом"]
        assert found_in(told + logged(), [CANARY, "Вигаданий", "vilnyi "]) == []
        assert verify().is_sound

    def test_file_of_an_export_says_nothing_to_whoever_finds_it(self, send, tmp_path):
        emptied(send())
        freed()
        export(tmp_path / "out")

        content = (tmp_path / "out").read_bytes()
        assert found_in_bytes(content, [CANARY, "vilnyi", "Вигаданий", "Олена", "Invented"]) == []
        assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600

    def test_pages_are_the_owners_alone_load_nothing_and_run_nothing(self, send, stick, tmp_path):
        emptied(send())
        freed()
        export(tmp_path / "out")
        command("open", tmp_path / "out", "--key", stick, "--to", tmp_path / "letters")

        [page] = (tmp_path / "letters").iterdir()
        assert page.name == "letters-001.html"
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
        assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
        text = page.read_text()
        assert "default-src 'none'" in text and "http://" not in text and "https://" not in text
        assert "<b>" not in text and "<script" not in text

    def test_drawing_goes_along_unless_it_was_left_out_of_the_letter(self, send, stick, tmp_path):
        for body, is_accepted in (("З малюнком", True), ("Без малюнка", False)):
            drawing = SimpleUploadedFile("a.jpg", picture_bytes(), "image/jpeg")
            letter = send(body=body, drawing=drawing)
            letter.drawing.is_accepted = is_accepted
            letter.drawing.save()
        emptied()
        freed()
        export(tmp_path / "out")
        command("open", tmp_path / "out", "--key", stick, "--to", tmp_path / "letters")

        page = page_in(tmp_path / "letters" / "letters-001.html")
        with_drawing, without = page.select("article")
        assert "З малюнком" in with_drawing.get_text() and "Без малюнка" in without.get_text()
        kind, _comma, coded = with_drawing.img["src"].partition(",")
        assert kind == "data:image/jpeg;base64" and base64.b64decode(coded)[:2] == b"\xff\xd8"
        assert without.img is None

    def test_letter_without_the_wish_leaves_no_copy(self, send):
        letter = emptied(send(for_release=""))

        assert letter.sealed_body == "" and not ReleaseCopy.objects.exists()

    @pytest.mark.full(LONG)
    def test_opening_needs_no_database_no_network_and_no_key_of_the_site(self, send, stick, tmp_path):
        emptied(send())
        freed()
        export(tmp_path / "out")
        offline = (
            "import socket, sys\n"
            "def refuse(*arguments): raise SystemExit('network')\n"
            "socket.socket.connect = socket.socket.connect_ex = refuse\n"
            "from django.core.management import execute_from_command_line\n"
            "execute_from_command_line(['manage.py', 'letters_release', *sys.argv[1:]])\n"
        )
        arguments = ["open", tmp_path / "out", "--key", stick, "--to", tmp_path / "letters"]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
            "VAR_DIR": str(tmp_path / "var"),
        }
        done = subprocess.run(
            [sys.executable, "-c", offline, *map(str, arguments)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )

        assert done.returncode == 0, done.stderr
        assert texts_in(tmp_path / "letters") == [f"{BODY}\n\nОлена {CANARY}"]


@pytest.mark.parametrize(("language", "time"), [("uk", "20 років"), ("en", "20 years")])
@pytest.mark.parametrize("page", ["privacy", "what-happens"])
def test_pages_promise_the_time_for_which_copies_are_kept(page, language, time):
    assert RETENTION_RULES[Keeping.RELEASE_COPY].days == 20 * 365
    assert time in (TEXTS / f"{page}.{language}.md").read_text()


class TestErasing:
    """Whoever may have the letter erased has the copy erased with it, for good."""

    @pytest.mark.both_databases
    def test_by_code_when_the_letter_itself_is_long_gone(self, send, client):
        letter = send()
        emptied(letter)
        copy = ReleaseCopy.objects.get()

        client.post(CODE_OF, {"code": letter.code})
        carry_out_requests()

        letter.refresh_from_db()
        assert letter.state == S.ERASED and not letter.is_for_release
        assert not ReleaseCopy.objects.exists()
        assert restored(copy).copies_forgotten == 1
        assert not ReleaseCopy.objects.exists()

    def test_by_address_when_the_letter_itself_is_long_gone(self, send, settings):
        letter = send(email="olena@example.org")
        with mail_server(settings):
            send_due()
        emptied(letter)
        assert letter.email_index and not letter.has_email
        assert not WriterAddress.objects.exists()

        with mail_server(settings) as server:
            ask_to_erase(email="Olena@example.org", page_language="uk")
            send_due()
            assert len(server.mail) == 1
        confirm_erasure(token=erasure_token(ErasureRequest.objects.get().uuid))
        erase_as_asked()

        letter.refresh_from_db()
        assert (letter.state, letter.email_index) == (S.ERASED, "")
        assert not ReleaseCopy.objects.exists()

    def test_letter_erased_before_its_time_leaves_no_copy_behind_in_a_backup(self, send):
        letter = send()
        backup = Letter.objects.filter(pk=letter.pk).values().get()
        erase_by_writer(letter=letter)
        note_erased()

        Tombstone.objects.all().delete()
        Letter.objects.filter(pk=letter.pk).update(**backup)
        after_restore()

        assert not ReleaseCopy.objects.exists()
        assert Letter.objects.get().sealed_body == ""

    @pytest.mark.both_databases
    def test_copy_made_since_the_backup_is_made_anew(self, send):
        letter = send()
        backup = Letter.objects.filter(pk=letter.pk).values().get()
        with in_days(31):
            keep_times()
            note_erased()
            ReleaseCopy.objects.all().delete()
            Tombstone.objects.all().delete()
            Letter.objects.filter(pk=letter.pk).update(**backup)
            after_restore()

        assert ReleaseCopy.objects.count() == 1
        assert Letter.objects.get().sealed_body == ""

    @pytest.mark.parametrize("state", [S.WITHDRAWN, S.REJECTED])
    def test_letter_that_never_went_leaves_none(self, send, state):
        letter = put(send(), state)

        emptied(letter)

        assert letter.sealed_body == "" and not letter.is_for_release and letter.email_index == ""
        assert not ReleaseCopy.objects.exists()

    @pytest.mark.both_databases
    def test_copy_goes_after_its_time_of_keeping_with_the_mark_of_the_address(self, send):
        letter = emptied(put(send(), S.POSTED, email_index="i"))
        assert letter.email_index == "i"

        with in_days(31 + 7301):
            assert keep_times()[Keeping.RELEASE_COPY] == 1
            letter.refresh_from_db()
            assert (letter.email_index, letter.is_for_release) == ("", False)
            assert (letter.log.last().action, letter.log.last().detail) == ("erased", "release_copy")


class TestKey:
    def test_copy_waits_for_a_key_and_its_lack_is_told(self, send, settings, tmp_path):
        letter = send()
        key = settings.KEY_FILES["release_public"]
        assert copies_can_be_sealed(None) == []
        key.rename(tmp_path / "away")

        emptied(letter)
        assert letter.sealed_body and not ReleaseCopy.objects.exists()
        assert "1 letters" in copies_can_be_sealed(None)[0].msg

        (tmp_path / "away").rename(key)
        emptied(letter)
        assert letter.sealed_body == "" and ReleaseCopy.objects.exists()

    def test_private_half_never_lies_among_the_files_of_the_server(self, stick, settings):
        with pytest.raises(CommandError, match="own files"):
            call_command("letters_keys", "offline", str(settings.VAR_DIR / "private"))
        assert not (settings.VAR_DIR / "private").exists()

    def test_instructions_hold_no_key_and_the_file_is_the_owners(self, stick, tmp_path):
        out = StringIO()
        call_command("letters_keys", "offline", str(tmp_path / "second"), stdout=out)

        for line in (tmp_path / "second").read_text().splitlines():
            assert line.split(" ")[1] not in out.getvalue()
        assert stat.S_IMODE((tmp_path / "second").stat().st_mode) == 0o600
        assert "leave no copy here" in out.getvalue()

    def test_copies_of_two_keys_open_with_both(self, send, stick, tmp_path):
        first = send(body="Старий ключ")
        emptied(first)
        make_offline(tmp_path / "second")
        emptied(send(body="Новий ключ"))
        freed()
        export(tmp_path / "out")

        with pytest.raises(CommandError, match="some copies"):
            command("open", tmp_path / "out", "--key", stick, "--to", tmp_path / "half")
        both = tmp_path / "both"
        both.write_text(stick.read_text() + (tmp_path / "second").read_text())
        command("open", tmp_path / "out", "--key", both, "--to", tmp_path / "all")

        assert len(texts_in(tmp_path / "half")) == 1
        assert len(texts_in(tmp_path / "all")) == 2
        assert len(read_ring("both", both).keys) == 2
