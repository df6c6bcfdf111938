"""Sets a job in a child process that is confined in memory, time and disk; splits a job that fails.

A failure tells its reason only. What typst says may quote the letter, so it is never read.
"""

import json
import signal
import subprocess
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from home.sandbox.runner import run_confined
from home.settings.places import shipped
from letters.choices.paper import PrintTrouble
from letters.typesetting.drawings import BadDrawing, drawn
from letters.typesetting.sheets import Flag

TEMPLATES = Path(__file__).parent / "templates"
FONTS = shipped(installed="letters/typesetting/fonts", in_repository="vendor/print-fonts")
TYPESETTER = Path(__file__).with_name("typesetter.py")
# Tagged, so that a reader that speaks can say what stands there.
FOR_EVERYONE = ("a-2a", "ua-1")
AT_ONCE = 2  # children; the smallest server we run on has two cores
# How a child ends that could not say why.
DEATHS: dict[int, PrintTrouble] = {
    # Rust aborts when it gets no memory.
    signal.SIGABRT: PrintTrouble.OUT_OF_MEMORY,
    signal.SIGXCPU: PrintTrouble.TIMED_OUT,
}


@dataclass(frozen=True)
class Limits:
    """What one child may use."""

    wall_seconds: float = 60
    cpu_seconds: int = 30
    # Of addresses. About 100 MB more than what is resident.
    memory_bytes: int = 400 * 1024 * 1024
    answer_bytes: int = 200 * 1024 * 1024


LIMITS = Limits()


@dataclass(frozen=True)
class Job:
    template: str  # file name in templates/, without .typ
    data: dict[str, Any] = field(repr=False)
    drawings: dict[str, bytes] = field(default_factory=dict, repr=False)
    # a-2u: a character without a glyph is an error, not a box.
    standards: tuple[str, ...] = ("a-2u",)

    @property
    def is_tagged(self) -> bool:
        return "ua-1" in self.standards


@dataclass(frozen=True)
class Proof:
    """A job that was set: the PDF and what the template noted, in order."""

    pdf: bytes = field(repr=False)
    facts: list[dict[str, Any]]


@dataclass(frozen=True)
class Chunk:
    """Pieces that were set together."""

    pieces: Sequence[Any]
    proof: Proof


class PressFailure(Exception):
    """This job could not be set; others may be."""

    def __init__(self, trouble: PrintTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class PressBroken(Exception):
    """No job can be set: typst, the fonts or a template is wrong."""


def set_type(job: Job, *, limits: Limits = LIMITS) -> Proof:
    """Return the job as a PDF. Raises PressFailure, PressBroken."""
    try:
        child = run_confined(TYPESETTER, _written(job), **asdict(limits))
    except BadDrawing:
        raise PressFailure(PrintTrouble.BAD_DRAWING) from None
    except subprocess.TimeoutExpired:
        raise PressFailure(PrintTrouble.TIMED_OUT) from None
    if child.returncode > 0:
        raise PressBroken(f"the typesetter ended with {child.returncode}")
    if child.returncode:
        raise PressFailure(DEATHS.get(-child.returncode, PrintTrouble.FAILED))
    return _read(child.stdout)


def _read(answer: bytes) -> Proof:
    line, _, pdf = answer.partition(b"\n")
    head = json.loads(line)
    if trouble := head.get("trouble"):
        raise PressFailure(PrintTrouble(trouble))
    return Proof(pdf, head["facts"])


def _written(job: Job) -> bytes:
    drawings = {name: drawn(drawing) for name, drawing in job.drawings.items()}
    head = {
        "template": job.template,
        "root": str(TEMPLATES),
        "fonts": str(FONTS),
        "data": job.data,
        "standards": job.standards,
        "is_tagged": job.is_tagged,
        "sizes": {name: len(drawing) for name, drawing in drawings.items()},
    }
    return b"".join([json.dumps(head).encode(), b"\n", *drawings.values()])


def set_pieces(
    pieces: Sequence[Any],
    job_of: Callable[[Sequence[Any]], Job],
    *,
    capacity: int,
    weight_of: Callable[[Any], int] = lambda _piece: 1,
    limits: Limits = LIMITS,
) -> tuple[list[Chunk], list[Flag]]:
    """Set the pieces in chunks, in their order; a piece that can't be set is flagged alone.

    A chunk takes pieces until their weights reach `capacity`. One that fails is halved until the piece that
    spoils it stands by itself. `job_of` is called in this thread, at its turn: it may read large files.
    """
    chunks: list[Chunk] = []
    flags: list[Flag] = []
    waiting: deque[tuple[Sequence[Any], Future[Proof]]] = deque()

    def take() -> None:
        set_now, flagged = _outcome(*waiting.popleft(), job_of, limits)
        chunks.extend(set_now)
        flags.extend(flagged)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for part in _parts(pieces, capacity, weight_of):
            if len(waiting) == AT_ONCE:
                take()
            waiting.append((part, pool.submit(set_type, job_of(part), limits=limits)))
        while waiting:
            take()
    return chunks, flags


def _parts(pieces: Sequence[Any], capacity: int, weight_of: Callable[[Any], int]) -> Iterator[list[Any]]:
    part: list[Any] = []
    weight = 0
    for piece in pieces:
        if part and weight + weight_of(piece) > capacity:
            yield part
            part, weight = [], 0
        part.append(piece)
        weight += weight_of(piece)
    if part:
        yield part


def _outcome(
    pieces: Sequence[Any], proof: Future[Proof], job_of: Callable[[Sequence[Any]], Job], limits: Limits
) -> tuple[list[Chunk], list[Flag]]:
    try:
        return [Chunk(pieces, proof.result())], []
    except PressFailure as failure:
        if len(pieces) == 1:
            return [], [Flag(pieces[0].number, failure.trouble)]
    half = len(pieces) // 2
    return _set_or_halve(pieces[:half], pieces[half:], job_of=job_of, limits=limits)


def _set_or_halve(
    *parts: Sequence[Any], job_of: Callable[[Sequence[Any]], Job], limits: Limits
) -> tuple[list[Chunk], list[Flag]]:
    chunks, flags = [], []
    for part in parts:
        proof: Future[Proof] = Future()
        try:
            proof.set_result(set_type(job_of(part), limits=limits))
        except PressFailure as failure:
            proof.set_exception(failure)
        set_now, flagged = _outcome(part, proof, job_of, limits)
        chunks += set_now
        flags += flagged
    return chunks, flags
