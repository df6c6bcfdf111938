"""What may break while packs are made: a killed worker, a killed press, a bad letter, an erasure, a rival.

F17, F18, F19, F27, F28 of the plan: twenty seeded runs each by `make faults`, three with the other tests.
Whatever happens, no letter is lost, none is printed twice, and nothing of one lies open on a disk.
"""

import os
import random
import signal
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from home.jobs import queue
from letters.choices.desk import LogAction
from letters.choices.letters import LetterState as S
from letters.choices.paper import FileKind, LeftOut, PrintTrouble, RunState
from letters.erasure.actions.erase import erase_by_writer
from letters.handling.actions import transitions
from letters.log.read_models import verify
from letters.models import DayPack, Letter, LetterLogEntry, PrintedLetter
from letters.printing.actions import build_pack as building, packs
from letters.printing.actions.build_pack import build_pack
from letters.printing.actions.pack_contents import BUILD_PACK
from letters.printing.actions.pack_files import open_file
from letters.printing.actions.packs import NothingToPrint
from letters.typesetting import press
from letters.typesetting.press import PressFailure
from tests.letters.pack_world import approve, make_dispatcher, make_person, pack_of, pages, row_of, state_of
from tests.rivals import at_once, in_child, in_the_middle, kill_somewhere
from tests.tiers import BREAKS

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True), pytest.mark.full(BREAKS)]
RUNS = range(int(os.environ.get("FAULT_RUNS", "3")))
MARKER = "Каштанвтумане"
COUNT = 7
# As many as it takes to build a pack of these letters.
STEPS = 110


@pytest.fixture
def people():
    return [make_person(number) for number in (1, 2)]


@pytest.fixture
def dispatcher(people):
    return make_dispatcher(people[0].partner)


@pytest.fixture
def letters(people):
    return [approve(people[number % 2], f"{MARKER} {number}.") for number in range(COUNT)]


@pytest.fixture(autouse=True)
def by_hand(monkeypatch):
    """Let packs wait for the test's own workers, and have more than one chunk."""
    monkeypatch.setitem(queue.known_jobs(), BUILD_PACK, queue.Job(lambda pack_id: None))
    monkeypatch.setattr(packs, "CHUNK_LETTERS", 3)


@pytest.fixture(autouse=True)
def nothing_left_on_disk(tmp_path, monkeypatch):
    """Give the test a place of its own for temporary files: it stays empty, and no text is stored open."""
    own = tmp_path / "tmp"
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    monkeypatch.setenv("TMPDIR", str(own))
    yield
    assert list(own.iterdir()) == []
    if connection.vendor == "sqlite":
        stored = Path(connection.settings_dict["NAME"])
        files = list(stored.parent.glob(f"{stored.name}*"))
        # By another process: one that closes a file of SQLite gives up its own locks on it.
        found = subprocess.run(["grep", "-laF", MARKER, *files], capture_output=True, text=True, check=False)
        assert (found.returncode, found.stdout) == (1, ""), found.stderr


def killed(work):
    """Run `work` in a child process that ends itself, as a worker that is killed does."""
    _pid, status = os.waitpid(in_child(work), 0)
    return os.WIFSIGNALED(status)


def dying(function, turn):
    """Return the function so that it kills its process when it is called for the `turn`th time, from 0."""
    calls = iter(range(10_000))

    def call(*args, **kwargs):
        if next(calls) == turn:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)

    return call


def go_on(pack):
    """Build on, as the next worker does once the dead one's time is over."""
    DayPack.objects.filter(pk=pack.pk).update(worked_until=timezone.now())
    build_pack(pack.pk)
    pack.refresh_from_db()


def printings():
    """Return how often each letter was printed, by its log."""
    printed = LetterLogEntry.objects.filter(action=LogAction.PRINTED)
    return Counter(printed.values_list("letter", flat=True))


def assert_printed_once(pack, letters, by):
    """Every letter is in the files once, in one order, and once in the log; the pages are those counted."""
    rows = list(PrintedLetter.objects.of(pack).in_files().in_order())
    sheets = pages(open_file(pack=pack, kind=FileKind.LETTERS, by=by).content)
    manifest = "\n".join(pages(open_file(pack=pack, kind=FileKind.MANIFEST, by=by).content))
    in_sheets = [row.number for page in sheets for row in rows if row.number in page]
    assert pack.state == RunState.READY
    assert {row.letter_id for row in rows} == {letter.pk for letter in letters}
    assert in_sheets == [row.number for row in rows]
    assert sorted(in_sheets, key=manifest.index) == in_sheets
    assert len(sheets) == sum(file.pages for file in pack.files.letters())
    assert {state_of(letter) for letter in letters} <= {S.PRINTED}
    assert printings() == Counter(letter.pk for letter in letters)
    assert verify().is_sound


class TestF17WorkerIsKilled:
    @pytest.mark.parametrize("seed", RUNS)
    def test_at_any_letter_the_next_worker_finishes(self, letters, dispatcher, monkeypatch, seed):
        pack = pack_of(letters, dispatcher)
        with monkeypatch.context() as patch:
            patch.setattr(building, "NOTED_AT_ONCE", 2)
            patch.setattr(transitions, "_fault", dying(transitions._fault, seed % COUNT))
            assert killed(lambda: build_pack(pack.pk))
        # Those noted together with the one at which it died are not noted either.
        assert LetterLogEntry.objects.filter(action=LogAction.PRINTED).count() == seed % COUNT // 2 * 2

        go_on(pack)

        assert_printed_once(pack, letters, dispatcher)

    @pytest.mark.both_databases
    @pytest.mark.parametrize("seed", RUNS)
    def test_at_any_moment_the_next_worker_finishes(self, letters, dispatcher, seed):
        pack = pack_of(letters, dispatcher)
        kill_somewhere(lambda: build_pack(pack.pk), random.Random(seed), steps=STEPS)

        go_on(pack)

        assert_printed_once(pack, letters, dispatcher)


class TestF18PressIsKilled:
    @pytest.mark.parametrize("seed", RUNS)
    def test_only_what_is_missing_is_set_again(self, letters, dispatcher, monkeypatch, seed):
        pack = pack_of(letters, dispatcher)
        with monkeypatch.context() as patch:
            patch.setattr(building, "print_letters", dying(building.print_letters, seed % 3))
            assert killed(lambda: build_pack(pack.pk))
        stored = dict(pack.files.letters().values_list("chunk", "made_at"))
        assert len(stored) == seed % 3

        go_on(pack)

        now = dict(pack.files.letters().values_list("chunk", "made_at"))
        assert {chunk: now[chunk] for chunk in stored} == stored
        assert_printed_once(pack, letters, dispatcher)

    @pytest.mark.parametrize("seed", RUNS)
    def test_a_press_that_runs_out_of_memory_once_costs_no_letter(
        self, letters, dispatcher, monkeypatch, seed
    ):
        chance, real = random.Random(seed), press.set_type
        fails_at = chance.randrange(3)
        calls = iter(range(10_000))

        def set_type(job, **limits):
            if job.template == "letters" and len(job.data["letters"]) > 1 and next(calls) == fails_at:
                raise PressFailure(chance.choice([PrintTrouble.OUT_OF_MEMORY, PrintTrouble.FAILED]))
            return real(job, **limits)

        monkeypatch.setattr(press, "set_type", set_type)
        pack = pack_of(letters, dispatcher)
        go_on(pack)

        assert_printed_once(pack, letters, dispatcher)


BAD = {
    PrintTrouble.TOO_LONG: "строка\n" * 15_000,
    PrintTrouble.UNPRINTABLE: "ქართული " * 10,
    PrintTrouble.TOO_MANY_PAGES: "Дождь.\n" * 239,
}


class TestF19OneLetterCannotBePrinted:
    @pytest.mark.parametrize("seed", RUNS)
    def test_it_is_flagged_alone_and_the_run_goes_on(self, letters, dispatcher, people, seed):
        chance = random.Random(seed)
        trouble = list(BAD)[seed % len(BAD)]
        bad = approve(chance.choice(people), BAD[trouble])
        whole = approve(people[0], "ы" * 5900)

        pack = pack_of([*letters, bad, whole], dispatcher)
        go_on(pack)

        assert (row_of(bad).fault, state_of(bad)) == (trouble, S.APPROVED)
        Letter.objects.filter(pk=bad.pk).update(state=S.TRANSLATED)
        text = "".join(pages(open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher).content))
        assert text.count("ы") == 5900
        assert {state_of(letter) for letter in [*letters, whole]} == {S.PRINTED}


@pytest.mark.both_databases
class TestF27ErasedDuringPrinting:
    @pytest.mark.parametrize("seed", RUNS)
    def test_it_stands_in_no_file_and_the_others_are_printed(self, letters, dispatcher, seed):
        chance = random.Random(seed)
        gone = chance.choice(letters)
        pack = pack_of(letters, dispatcher)

        _built, erased = in_the_middle(
            lambda: build_pack(pack.pk), lambda: erase_by_writer(letter=gone), chance, steps=STEPS
        )
        assert not isinstance(erased, Exception)
        go_on(pack)

        row = row_of(gone)
        assert (state_of(gone), row.fault, row.is_open) == (S.ERASED, LeftOut.ERASED, False)
        for kind in FileKind:
            opened = open_file(pack=pack, kind=kind, by=dispatcher)
            shown = opened.content.decode() if opened.is_text else "".join(pages(opened.content))
            assert row.number not in shown and f"{MARKER} {letters.index(gone)}." not in shown
        kept = [letter for letter in letters if letter != gone]
        assert {state_of(letter) for letter in kept} == {S.PRINTED}
        printed = printings()
        assert all(printed[letter.pk] == 1 for letter in kept)
        assert verify().is_sound


@pytest.mark.both_databases
class TestF28TwoMakePacksAtOnce:
    @pytest.mark.parametrize("seed", RUNS)
    def test_each_letter_is_in_one_of_them(self, letters, dispatcher, people, seed):
        chance = random.Random(seed)
        rival = make_dispatcher(people[0].partner, "rival")
        parts = [chance.sample(letters, chance.randint(4, COUNT)) for _side in range(2)]

        results = at_once(lambda: pack_of(parts[0], dispatcher), lambda: pack_of(parts[1], rival))

        assert all(isinstance(result, (DayPack, NothingToPrint)) for result in results), results
        for pack in DayPack.objects.all():
            go_on(pack)
        chosen = {letter.pk for part in parts for letter in part}
        rows = list(PrintedLetter.objects.values_list("letter", flat=True))
        assert sorted(rows) == sorted(chosen)
        printed = printings()
        assert printed == Counter(chosen)

    @pytest.mark.parametrize("seed", RUNS)
    def test_two_workers_at_one_pack_print_each_letter_once(self, letters, dispatcher, monkeypatch, seed):
        monkeypatch.setattr(building, "_take", lambda pk: DayPack.objects.unfinished().filter(pk=pk).count())
        pack = pack_of(letters, dispatcher)

        results = at_once(lambda: build_pack(pack.pk), lambda: build_pack(pack.pk))

        assert results == [None, None]
        pack.refresh_from_db()
        assert_printed_once(pack, letters, dispatcher)
