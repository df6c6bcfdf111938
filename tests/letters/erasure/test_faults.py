"""What may break: a killed run, a restored backup, a key taken out too early, a log that refuses.

F21, F22, F31, F32, F35 of the plan: twenty seeded runs each by `make faults`, three with the other tests.
"""

import os
import random
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from home.jobs.actions.outbox import send_due
from home.models import Outbox
from home.security.keyring import read_ring
from letters.checks import database_knows_every_erasure, keys_are_sound
from letters.choices.desk import Act, DeskRole
from letters.choices.letters import Keeping, LetterState as S
from letters.erasure.actions.erase import erase_by_staff, erase_by_writer
from letters.erasure.actions.restore import after_restore, note_erased
from letters.erasure.actions.retention_run import keep_times
from letters.handling.actions.claims import claim
from letters.handling.actions.notes import write_note
from letters.handling.actions.opening import open_letter
from letters.handling.actions.transitions import do_by_staff
from letters.log.read_models import verify
from letters.models import Letter, LetterDrawing, LetterLogEntry, LetterNote, LetterTranslation, Tombstone
from letters.screening.actions.decisions import ask_writer, hide_parts, return_letter, set_language
from letters.sealing import actions as rotation, keys
from letters.sealing.columns import count_by_key
from letters.sealing.sealed_box import UnsealError, seal_bytes, seal_text, unseal_bytes, unseal_text
from letters.translating.actions.translating import save_translation
from tests.faults import RUNS, tell
from tests.letters.aged_letters import with_everything
from tests.letters.conftest import make_member
from tests.rivals import at_once, kill_somewhere
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.faults]


def make_letters(world, count, **fields):
    """Make sealed letters without the form: a run needs many of them."""
    made = []
    for number in range(count):
        letter = Letter(
            prisoner=world, code_digest=f"c{number}{os.urandom(4).hex()}", idempotency_key=os.urandom(8).hex()
        )
        letter.sealed_body = seal_text(f"Лист {number}", letter=letter.uuid, field="body")
        letter.sealed_name = seal_text("Олена", letter=letter.uuid, field="name")
        letter.sealed_wishes = seal_text(
            '{"censor": "do", "delay": "erase"}', letter=letter.uuid, field="wishes"
        )
        for name, value in fields.items():
            setattr(letter, name, value)
        letter.save()
        made.append(letter)
    return made


@pytest.fixture
def own_keys(settings, tmp_path):
    """Keys of this test alone."""
    settings.KEY_FILES = {name: tmp_path / "keys" / name for name in settings.KEY_FILES}
    keys.make_missing()
    return tmp_path / "keys"


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
class TestF31KeepingIsKilledRunTwiceRunInParallel:
    @pytest.mark.full(LONG)
    @pytest.mark.parametrize("seed", first_of(RUNS))
    def test_killed_run_leaves_whole_letters_and_the_next_one_finishes(self, world, seed):
        old = timezone.localdate() - timedelta(days=31)
        due = make_letters(world, 8, state=S.POSTED, state_since=old)
        young = make_letters(world, 3, state=S.POSTED)
        for letter in due:
            with_everything(letter)

        kill_somewhere(keep_times, random.Random(seed), steps=240)
        for letter in Letter.objects.filter(sealed_body=""):
            assert not letter.notes.exists() and not hasattr(letter, "translation")
            assert letter.log.filter(action="erased").count() == 1
        keep_times()

        assert Letter.objects.filter(sealed_body="").count() == len(due)
        assert Letter.objects.exclude(sealed_body="").count() == len(young)
        erased = LetterLogEntry.objects.filter(action="erased").count()
        assert erased == len(due) == Tombstone.objects.count()
        assert verify().is_sound
        kept = Letter.objects.exclude(sealed_body="").count()
        tell("F31 killed", lost=len(young) - kept, doubled=erased - len(due))

    @pytest.mark.parametrize("seed", first_of(RUNS))
    def test_two_at_once_do_each_letter_once(self, world, seed):
        old = timezone.localdate() - timedelta(days=31)
        due = make_letters(world, 5, state=S.POSTED, state_since=old)

        counts = at_once(*[lambda: keep_times()[Keeping.SENT]] * 2)

        erased = LetterLogEntry.objects.filter(action="erased").count()
        tell("F31 twice at once", lost=len(due) - erased, doubled=sum(counts) - len(due))


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
class TestF21RotationIsKilled:
    @pytest.mark.full(LONG)
    @pytest.mark.parametrize("seed", first_of(RUNS))
    def test_every_part_opens_and_the_next_run_finishes(self, world, own_keys, monkeypatch, seed):
        monkeypatch.setattr(rotation, "ROWS_A_BATCH", 2)
        letters = make_letters(world, 12)
        for letter in letters[:3]:
            sealed = seal_bytes(b"drawing", letter=letter.uuid, field="drawing")
            LetterDrawing.objects.create(letter=letter, format="PNG", sealed=sealed)
        newest = keys.add("letters_private")

        kill_somewhere(rotation.rotate, random.Random(seed), steps=120)
        self.assert_all_open(letters)
        left = rotation.rotate()

        self.assert_all_open(letters)
        assert left == count_by_key() == {newest: 12 * 3 + 3}
        tell("F21", lost=12 - Letter.objects.exclude(sealed_body="").count())

    def assert_all_open(self, letters):
        for number, letter in enumerate(letters):
            letter.refresh_from_db()
            assert unseal_text(letter.sealed_body, letter=letter.uuid, field="body") == f"Лист {number}"
        for drawing in LetterDrawing.objects.all():
            content = unseal_bytes(drawing.sealed, letter=drawing.letter.uuid, field="drawing")
            assert content == b"drawing"


@pytest.mark.django_db
class TestF22KeyTakenOutTooEarly:
    @pytest.mark.parametrize("seed", first_of(RUNS))
    def test_start_names_key_and_parts_and_nothing_reads_as_empty(self, world, own_keys, seed):
        count = random.Random(seed).randint(1, 5)
        letters = make_letters(world, count)
        old = read_ring("letters_private", own_keys / "letters_private").current[0]
        keys.add("letters_private")
        with pytest.raises(CommandError, match=f"key {old} still seals {count * 3} parts"):
            call_command("letters_keys", "remove", old)
        assert keys_are_sound(None) == []

        Letter.objects.update(state=S.ACCEPTED)  # read, and so no forged ones
        keys.take_out("letters_private", old)

        (fault,) = keys_are_sound(None)
        assert f"key {old}" in fault.msg and f"{count * 3} sealed parts" in fault.msg
        with pytest.raises(UnsealError, match=old):
            unseal_text(letters[0].sealed_body, letter=letters[0].uuid, field="body")
        with pytest.raises(CommandError, match=old):
            call_command("check", tags=["keys"])
        tell("F22", lost=count - Letter.objects.exclude(sealed_body="").count())

    def test_key_that_seals_nothing_is_taken_out_of_both_rings(self, world, own_keys):
        letters = make_letters(world, 2)
        old = read_ring("letters_private", own_keys / "letters_private").current[0]
        newest = keys.add("letters_private")

        call_command("letters_keys", "rotate")
        call_command("letters_keys", "remove", old)

        assert keys_are_sound(None) == []
        for name in ("letters_private", "letters_public"):
            assert list(read_ring(name, own_keys / name).keys) == [newest]
        letters[0].refresh_from_db()
        assert unseal_text(letters[0].sealed_body, letter=letters[0].uuid, field="body")

    def test_key_in_use_is_never_taken_out(self, world, own_keys):
        current = read_ring("letters_private", own_keys / "letters_private").current[0]

        with pytest.raises(CommandError, match="in use"):
            call_command("letters_keys", "remove", current)

    @pytest.mark.both_databases
    def test_writer_who_changes_a_part_meanwhile_keeps_it(self, world, own_keys, monkeypatch):
        (letter,) = make_letters(world, 1)
        keys.add("letters_private")
        newer = seal_text("новіше", letter=letter.uuid, field="body")
        real = rotation.reseal

        def meanwhile(stored):
            if stored == letter.sealed_body:
                Letter.objects.filter(pk=letter.pk).update(sealed_body=newer)
            return real(stored)

        monkeypatch.setattr(rotation, "reseal", meanwhile)
        rotation.rotate()

        letter.refresh_from_db()
        assert unseal_text(letter.sealed_body, letter=letter.uuid, field="body") == "новіше"


@pytest.mark.django_db
class TestF32BackupIsRestored:
    @pytest.mark.both_databases
    @pytest.mark.parametrize("seed", first_of(RUNS))
    def test_erased_stays_erased_no_mail_goes_twice_and_the_gap_is_marked(self, world, seed, mailoutbox):
        chance = random.Random(seed)
        letters = make_letters(world, 5, state=chance.choice([S.RECEIVED, S.APPROVED, S.POSTED]))
        backup = {letter.pk: Letter.objects.filter(pk=letter.pk).values().get() for letter in letters}
        Outbox.objects.create(template="letter_received", reference=letters[0].uuid, due_at=timezone.now())
        gone = chance.sample(letters[1:], 2)
        for letter in gone:
            erase_by_writer(letter=letter)
        note_erased()

        Tombstone.objects.all().delete()
        for pk, row in backup.items():
            Letter.objects.filter(pk=pk).update(**row)
        Outbox.objects.update(state=Outbox.State.PENDING, due_at=timezone.now())
        assert "2 erasures" in database_knows_every_erasure(None)[0].msg
        call_command("restore_check")

        assert database_knows_every_erasure(None) == []
        for letter in letters:
            letter.refresh_from_db()
            assert (letter.sealed_body == "") == (letter in gone)
        send_due()
        assert mailoutbox == [] and Outbox.objects.get().state == Outbox.State.DEAD
        assert len(verify().gaps) == 1 and verify().is_sound
        kept = Letter.objects.exclude(sealed_body="").count()
        tell("F32", lost=3 - kept, doubled=len(mailoutbox))

    def test_second_run_stops_no_new_mail(self, world):
        (letter,) = make_letters(world, 1)
        after_restore()
        Outbox.objects.create(template="letter_received", reference=letter.uuid, due_at=timezone.now())

        assert after_restore().mails_stopped == 0

    def test_ledger_keeps_what_a_restored_database_has_forgotten(self, world, ledger):
        (letter,) = make_letters(world, 1)
        erase_by_writer(letter=letter)
        note_erased()
        Tombstone.objects.all().delete()

        note_erased()

        assert len(ledger.read_text().splitlines()) == 1
        with time_machine.travel(timezone.now() + timedelta(days=61)):
            note_erased()
        assert ledger.read_text() == ""

    def test_broken_ledger_is_told(self, world, ledger):
        ledger.write_text("nonsense\n")

        with pytest.raises(CommandError, match="no erasure"):
            call_command("restore_check")


# Everything that is done to a letter and must stand in its log; each with the state it is done in.
DEEDS = {
    "an act": (S.RECEIVED, lambda **who: do_by_staff(Act.ACCEPT, **who)),
    "an end": (S.ACCEPTED, lambda **who: do_by_staff(Act.REJECT, **who)),
    "erasing": (S.POSTED, erase_by_staff),
    "a part hidden": (S.RECEIVED, lambda **who: hide_parts(spans=[{"start": 0, "end": 2}], **who)),
    "a language": (S.RECEIVED, lambda **who: set_language(language="en", **who)),
    "a question": (S.RECEIVED, lambda **who: ask_writer(reasons=["why"], is_needed=True, **who)),
    "a return": (S.RECEIVED, lambda **who: return_letter(reasons=["why"], **who)),
    "a text": (S.ACCEPTED, lambda **who: save_translation(text_version=0, rows=["Мы"], **who)),
    "a note": (S.RECEIVED, lambda version, **who: write_note(text="слово", **who)),
    "a lease": (S.RECEIVED, lambda version, **who: claim(**who)),
    "an opening": (S.RECEIVED, lambda version, **who: open_letter(**who)),
}


def everything_about_letters():
    """Return every row beside the log's that the deeds could leave."""
    kinds = [Letter, LetterNote, LetterTranslation, Tombstone, Outbox]
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


@pytest.mark.django_db
@pytest.mark.both_databases
class TestF35LogRefuses:
    @pytest.fixture(autouse=True)
    def _broken(self, world):
        self.letters = make_letters(world, 3, language_declared="uk")
        self.staff = make_member(world.partner, "all", *sorted({*DeskRole} - {DeskRole.DISPATCHER}))
        with connection.cursor() as cursor:
            for statement in BROKEN_LOG[connection.vendor]:
                cursor.execute(statement)

    @pytest.mark.parametrize("seed", first_of(RUNS))
    def test_nothing_is_done_that_cannot_be_logged(self, seed):
        chance = random.Random(seed)
        for deed, (state, do) in DEEDS.items():
            letter = chance.choice(self.letters)
            Letter.objects.filter(pk=letter.pk).update(state=state)
            before = everything_about_letters()

            with pytest.raises(DatabaseError):
                do(letter=letter, by=self.staff, version=letter.version)
            with pytest.raises(DatabaseError):
                erase_by_writer(letter=letter)

            assert everything_about_letters() == before, deed
        assert not LetterLogEntry.objects.exists()
        tell("F35", runs=len(DEEDS), lost=3 - Letter.objects.exclude(sealed_body="").count())

    def test_keeping_deletes_nothing_either(self):
        old = timezone.localdate() - timedelta(days=31)
        Letter.objects.update(state=S.POSTED, state_since=old)

        keep_times()

        assert Letter.objects.exclude(sealed_body="").count() == 3


# As if the right to write the log had been taken away.
BROKEN_LOG = {
    "postgresql": [
        "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no right'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON letters_letterlogentry "
        "FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()",
    ],
    "sqlite": [
        "CREATE TRIGGER refuse BEFORE INSERT ON letters_letterlogentry "
        "BEGIN SELECT RAISE(ABORT, 'no right'); END"
    ],
}
