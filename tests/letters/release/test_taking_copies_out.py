"""Copies leave for whom they are for, once; what goes wrong with the file or the key is told by number."""

import base64
import json
from pathlib import Path

import pytest
from django.core.management import CommandError

from letters.log.read_models import verify
from letters.models import Letter, ReleaseCopy
from letters.sealing.keys import make_offline
from prisoner_pages.choices import Status
from prisoner_pages.models import Prisoner
from tests.letters.release.copy_world import command, emptied, export, freed, restored, send, texts_in
from tests.letters.release_world import stick
from tests.tiers import first_of

__all__ = ["send", "stick"]
FREE = {Status.RELEASED, Status.EXCHANGED}


class TestExport:
    @pytest.mark.parametrize("status", first_of(Status))
    def test_goes_only_to_who_is_out_of_their_hands(self, send, tmp_path, status):
        emptied(send())
        freed(status)

        if status in FREE:
            assert "1 copies" in export(tmp_path / "out")
        else:
            with pytest.raises(CommandError, match="announced"):
                export(tmp_path / "out")
            assert not (tmp_path / "out").exists()
            assert not Letter.objects.get().log.filter(action="copy_exported").exists()

    @pytest.mark.both_databases
    def test_is_logged_at_each_letter_and_takes_nobody_elses(self, send, tmp_path, world):
        letters = [send(body=f"Лист {number}") for number in range(2)]
        other = Prisoner.objects.exclude(pk=world.pk).first()
        emptied(*letters)
        freed()
        assert other is None

        export(tmp_path / "out")

        for letter in letters:
            assert letter.log.last().action == "copy_exported"
        assert verify().is_sound

    def test_refuses_a_file_that_is_there_and_a_place_on_the_server(self, send, tmp_path, settings):
        emptied(send())
        freed()
        (tmp_path / "out").write_text("mine")

        with pytest.raises(CommandError, match="exists"):
            export(tmp_path / "out")
        assert (tmp_path / "out").read_text() == "mine"
        for place in (settings.VAR_DIR / "out", Path(settings.MEDIA_ROOT) / "out"):
            with pytest.raises(CommandError, match="own files"):
                export(place)
        assert ReleaseCopy.objects.filter(exported_on=None).count() == 1

    def test_unknown_person_and_one_without_copies_are_told(self, send, tmp_path):
        freed()

        with pytest.raises(CommandError, match="no copy waits"):
            export(tmp_path / "out")
        with pytest.raises(CommandError, match="no record"):
            command("export", "--prisoner", "nobody", tmp_path / "out")


class TestHandedOver:
    @pytest.mark.both_databases
    def test_deletes_what_was_taken_out_for_good_and_leaves_the_rest(self, send, tmp_path):
        first, second = send(body="Перший"), send(body="Другий")
        emptied(first)
        freed()
        with pytest.raises(CommandError, match="export comes first"):
            command("handed-over", "--prisoner", "vilnyi")
        ReleaseCopy.objects.filter(letter=second).delete()
        export(tmp_path / "out")
        ReleaseCopy.objects.create(letter=second, made_on=second.received_on, offline=b"v1:k:x")

        told = command("handed-over", "--prisoner", "vilnyi")

        assert "1 copies deleted" in told and "1 copies were not taken out" in told
        assert ReleaseCopy.objects.get().letter == second
        first.refresh_from_db()
        assert first.log.last().action == "copy_handed_over" and not first.is_for_release
        assert verify().is_sound

    def test_no_backup_brings_it_back(self, send, tmp_path):
        letter = send()
        emptied(letter)
        freed()
        copy = ReleaseCopy.objects.get()
        export(tmp_path / "out")
        command("handed-over", "--prisoner", "vilnyi")

        assert restored(copy).copies_forgotten == 1
        assert not ReleaseCopy.objects.exists()


class TestOpening:
    @pytest.fixture
    def exported(self, send, tmp_path):
        emptied(*[send(body=f"Лист {number}", name="") for number in range(3)])
        freed()
        export(tmp_path / "out")
        return tmp_path / "out"

    def test_wrong_key_is_an_error_and_writes_nothing(self, exported, tmp_path):
        make_offline(tmp_path / "other")

        with pytest.raises(CommandError, match="wrong key"):
            command("open", exported, "--key", tmp_path / "other", "--to", tmp_path / "letters")
        assert not (tmp_path / "letters").exists()

    def test_key_with_the_right_id_and_wrong_bytes_is_an_error(self, exported, stick, tmp_path):
        make_offline(tmp_path / "other")
        kid = stick.read_text().split(" ")[0]
        (tmp_path / "forged").write_text(f"{kid} {(tmp_path / 'other').read_text().split(' ')[1]}")

        with pytest.raises(CommandError, match="number 1, 2, 3"):
            command("open", exported, "--key", tmp_path / "forged", "--to", tmp_path / "letters")
        assert not (tmp_path / "letters").exists()

    @pytest.mark.parametrize("key", ["missing", "empty"])
    def test_key_that_is_none_is_an_error(self, exported, tmp_path, key):
        (tmp_path / "empty").write_text("")

        with pytest.raises(CommandError, match="release_private"):
            command("open", exported, "--key", tmp_path / key, "--to", tmp_path / "letters")

    def test_broken_copy_is_named_and_does_not_keep_the_others(self, exported, stick, tmp_path):
        head, first, second, third, end = exported.read_text().splitlines()
        row = json.loads(second)
        sealed = bytearray(base64.b64decode(row["sealed"]))
        sealed[500] ^= 1
        second = json.dumps({**row, "sealed": base64.b64encode(bytes(sealed)).decode()})
        broken = tmp_path / "broken"
        broken.write_text("\n".join([head, first, second, third[:300], end, ""]))

        with pytest.raises(CommandError, match="number 2, 3 "):
            command("open", broken, "--key", stick, "--to", tmp_path / "letters")
        assert texts_in(tmp_path / "letters") == ["Лист 0"]

    def test_copy_put_under_another_letter_is_not_opened(self, exported, stick, tmp_path):
        head, first, second, *rest = exported.read_text().splitlines()
        swapped = json.dumps({**json.loads(first), "letter": json.loads(second)["letter"]})
        (tmp_path / "swapped").write_text("\n".join([head, swapped, second, *rest]))

        with pytest.raises(CommandError, match="number 1 "):
            command("open", tmp_path / "swapped", "--key", stick, "--to", tmp_path / "letters")

    def test_file_cut_short_is_told(self, exported, stick, tmp_path):
        cut = tmp_path / "cut"
        cut.write_text("\n".join(exported.read_text().splitlines()[:3]))

        with pytest.raises(CommandError, match="cut off"):
            command("open", cut, "--key", stick, "--to", tmp_path / "letters")
        assert len(texts_in(tmp_path / "letters")) == 2

    @pytest.mark.parametrize("content", ["", "{}", "[1]\n", "лист", '{"sealed copies": 2}\n'])
    def test_another_file_is_none_of_ours(self, stick, tmp_path, content):
        (tmp_path / "other").write_text(content)

        with pytest.raises(CommandError, match="no file of sealed copies"):
            command("open", tmp_path / "other", "--key", stick, "--to", tmp_path / "letters")

    def test_folder_with_something_in_it_is_refused(self, exported, stick, tmp_path, settings):
        full = tmp_path / "full"
        full.mkdir()
        (full / "mine").write_text("mine")

        with pytest.raises(CommandError, match="not empty"):
            command("open", exported, "--key", stick, "--to", full)
        assert [path.name for path in full.iterdir()] == ["mine"]
        with pytest.raises(CommandError, match="own files"):
            command("open", exported, "--key", stick, "--to", Path(settings.MEDIA_ROOT) / "letters")

    def test_many_letters_come_in_several_pages(self, exported, stick, tmp_path, monkeypatch):
        monkeypatch.setattr("letters.release.opening.LETTERS_A_PAGE", 2)

        command("open", exported, "--key", stick, "--to", tmp_path / "letters")

        assert sorted(path.name for path in (tmp_path / "letters").iterdir()) == [
            "letters-001.html",
            "letters-002.html",
        ]
        assert texts_in(tmp_path / "letters") == [f"Лист {number}" for number in range(3)]
