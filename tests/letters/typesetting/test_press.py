"""The child process: confined, alone to blame, and silent about what it read."""

import stat
from pathlib import Path

import pytest

from home.sandbox.runner import ENVIRONMENT
from letters.choices.paper import PrintTrouble
from letters.paper.letters import letters_job
from letters.typesetting import press
from letters.typesetting.press import Job, Limits, PressBroken, PressFailure, set_pieces, set_type
from tests.letters.paper.conftest import letter
from tests.tiers import PRINTED

pytestmark = pytest.mark.full(PRINTED)


RUINOUS = "строка\n" * 60_000
LITTLE = Limits(memory_bytes=250 * 1024 * 1024)


def run_of(*texts):
    return [letter(f"N{number}", text=text) for number, text in enumerate(texts)]


def pages(chunks):
    return {
        piece.number: fact["pages"]
        for chunk in chunks
        for piece, fact in zip(chunk.pieces, chunk.proof.facts, strict=True)
    }


def test_a_letter_that_eats_the_memory_is_flagged_alone():
    chunks, flags = set_pieces(run_of("один", "два", RUINOUS, "три"), letters_job, capacity=50, limits=LITTLE)

    assert [(flag.number, flag.trouble) for flag in flags] == [("N2", PrintTrouble.OUT_OF_MEMORY)]
    assert pages(chunks) == {"N0": 1, "N1": 1, "N3": 1}


def test_a_letter_that_takes_too_long_is_flagged_alone():
    chunks, flags = set_pieces(
        run_of("один", RUINOUS),
        letters_job,
        capacity=50,
        # So much of addresses that the clock always comes first, on a slow machine too.
        limits=Limits(cpu_seconds=1, memory_bytes=16 * 1024**3),
    )

    assert [(flag.number, flag.trouble) for flag in flags] == [("N1", PrintTrouble.TIMED_OUT)]
    assert pages(chunks) == {"N0": 1}


def test_a_character_without_glyph_is_an_error_even_where_nobody_asked_before():
    chunks, flags = set_pieces(run_of("один", "☺", "два"), letters_job, capacity=50)

    assert [(flag.number, flag.trouble) for flag in flags] == [("N1", PrintTrouble.FAILED)]
    assert pages(chunks) == {"N0": 1, "N2": 1}


def test_a_killed_child_is_tried_again_and_the_letter_that_kills_it_named(typesetter):
    typesetter("""
texts = [line for letter in job["data"]["letters"] for line in letter["lines"]]
if "смерть" in texts:
    os.kill(os.getpid(), signal.SIGKILL)
print(json.dumps({"facts": [{"pages": 1}] * len(texts)}))
""")

    chunks, flags = set_pieces(run_of("один", "два", "смерть", "три", "четыре"), letters_job, capacity=50)

    assert [(flag.number, flag.trouble) for flag in flags] == [("N2", PrintTrouble.FAILED)]
    assert list(pages(chunks)) == ["N0", "N1", "N3", "N4"]


def test_a_child_that_hangs_is_ended_by_the_clock(typesetter, tmp_path):
    typesetter("time.sleep(600)")

    with pytest.raises(PressFailure) as failure:
        set_type(letters_job([letter()]), limits=Limits(wall_seconds=1))

    assert failure.value.trouble == PrintTrouble.TIMED_OUT
    assert [path for path in Path("/proc").glob("[0-9]*/cmdline") if bytes(tmp_path) in content(path)] == []


def test_pieces_come_back_in_their_order_in_chunks_of_their_weight(typesetter):
    typesetter('print(json.dumps({"facts": [{"pages": 1}] * len(job["data"]["letters"])}))')

    letters = run_of(*"абвгдежз")
    chunks, flags = set_pieces(
        letters, letters_job, capacity=4, weight_of=lambda piece: 3 if piece.text == "в" else 1
    )

    assert [len(chunk.pieces) for chunk in chunks] == [2, 2, 4]
    assert [piece for chunk in chunks for piece in chunk.pieces] == letters
    assert flags == []


def test_a_job_is_made_when_its_turn_comes(typesetter, monkeypatch):
    typesetter('print(json.dumps({"facts": [{"pages": 1}]}))')
    made, done, ahead = [], [], []

    def job_of(pieces):
        made.append(pieces)
        ahead.append(len(made) - len(done))
        return letters_job(pieces)

    def counted(job, **limits):
        proof = set_type(job, **limits)
        done.append(job)
        return proof

    monkeypatch.setattr(press, "set_type", counted)

    set_pieces(run_of(*"абвгдежзий"), job_of, capacity=1)

    assert len(done) == 10
    assert max(ahead) <= press.AT_ONCE


def test_a_press_that_can_set_nothing_flags_nobody(monkeypatch, tmp_path):
    monkeypatch.setattr(press, "FONTS", tmp_path)

    with pytest.raises(PressBroken):
        set_type(letters_job([letter()]))


def test_a_template_may_not_read_what_lies_around(monkeypatch, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "templates" / "t.typ").write_text('#read("../secret")')
    monkeypatch.setattr(press, "TEMPLATES", tmp_path / "templates")

    with pytest.raises(PressFailure):
        set_type(Job("t", {}))


PEEK = """
import ctypes, resource, tempfile
core = resource.getrlimit(resource.RLIMIT_CORE)[0]
facts = dict(environment=sorted(os.environ), core=core, isolated=sys.flags.isolated)
try:
    with open({target!r}, "w") as file:
        file.write("text")
        file.flush()
    facts["written"] = True
except OSError as error:
    facts["written"] = str(error)
try:
    facts["folder"] = tempfile.gettempdir()
except OSError:
    facts["folder"] = None
facts["dumpable"] = ctypes.CDLL(None).prctl(3)
print(json.dumps(dict(facts=[facts])))
"""


@pytest.fixture
def confined(typesetter, tmp_path, monkeypatch):
    """Return what a child finds once it has given up what it doesn't need."""
    monkeypatch.setenv("SECRET_KEY", "not for children")
    typesetter(PEEK.format(target=str(tmp_path / "file")))
    return set_type(Job("letters", {})).facts[0]


def test_the_child_can_write_no_file_and_leaves_no_core(confined, tmp_path):
    assert "File too large" in confined["written"]
    assert (tmp_path / "file").read_text() == ""
    assert confined["folder"] is None
    assert confined["core"] == 0
    assert confined["dumpable"] == 0


def test_the_child_knows_nothing_of_ours(confined):
    assert set(confined["environment"]) <= {*ENVIRONMENT, "LC_CTYPE"}
    assert confined["isolated"] == 1


def test_nothing_is_written_beside_the_letters(tmp_path, monkeypatch):
    watched = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), press.TEMPLATES, press.FONTS]  # noqa: S108
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = newest(watched)

    # A word of this test alone: others work in these folders, too.
    set_type(letters_job([letter(text="Бумагощит")]))

    assert list(tmp_path.iterdir()) == []
    assert [path for path in newest(watched) - before if "Бумагощит".encode() in content(path)] == []


def newest(folders):
    return {path for folder in folders if folder.is_dir() for path in folder.iterdir()}


def content(path):
    try:
        return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b""
    except OSError:
        return b""


def test_a_failure_says_nothing_of_the_letter():
    with pytest.raises(PressFailure) as failure:
        set_type(letters_job([letter(text="тайна ☺")]))

    assert str(failure.value) == "failed"
    assert "тайна" not in repr(letters_job([letter(text="тайна")]))
    assert "тайна" not in repr(letter(text="тайна"))
