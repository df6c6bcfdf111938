"""Envelopes and labels of a print run, in the order of its letters."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from letters.choices.paper import PrintTrouble
from letters.paper.text import name_to_print
from letters.paper_sizes import ENVELOPES, LABELS, EnvelopeSize, LabelSheet
from letters.typesetting.glyphs import named, unprintable
from letters.typesetting.pdf_joining import Stack, pages_of
from letters.typesetting.press import FOR_EVERYONE, LIMITS, Chunk, Job, Limits, set_pieces, set_type
from letters.typesetting.sheets import Envelope, Flag, Printed

# A child stays under 120 MB with them.
CHUNK_ENVELOPES = 1000
CHUNK_SHEETS = 10


def print_addresses(envelopes: Iterable[Envelope], size: str, *, limits: Limits = LIMITS) -> Printed:
    """Return envelopes or sheets of labels, as `size` says: a key of ENVELOPES or LABELS. Raises as each."""
    print_all = print_labels if size in LABELS else print_envelopes
    return print_all(envelopes, size, limits=limits)


def print_envelopes(envelopes: Iterable[Envelope], size: str, *, limits: Limits = LIMITS) -> Printed:
    """Return one page for each envelope, in their order. `size`: a key of ENVELOPES.

    An envelope that can't be printed is flagged alone. Raises PressBroken, PagesDiffer.
    """
    fit, flags = _looked_over(envelopes)
    paper = ENVELOPES[size]
    chunks, fit, troubled = _that_fit(fit, lambda part: envelopes_job(part, paper), CHUNK_ENVELOPES, limits)
    counts = {envelope.number: 1 for envelope in fit}
    return Printed(_those_that_fit(chunks, counts), counts, (*flags, *troubled))


def print_for_everyone(envelope: Envelope, size: str, *, limits: Limits = LIMITS) -> bytes:
    """Return one envelope, tagged; b"" when its block can't be printed on it. `size`: a key of ENVELOPES.

    Raises PressFailure, PressBroken.
    """
    fit, _flags = _looked_over([envelope])
    if not fit:
        return b""
    job = replace(envelopes_job(fit, ENVELOPES[size]), standards=FOR_EVERYONE)
    proof = set_type(job, limits=limits)
    return proof.pdf if proof.facts[0]["fits"] else b""


def _those_that_fit(chunks: Sequence[Chunk], counts: Collection[str]) -> bytes:
    whole = len(chunks) == 1 and len(chunks[0].pieces) == len(counts)
    stack = Stack()
    for chunk in chunks:
        pages = pages_of(chunk.proof.pdf, expected=len(chunk.pieces))
        if whole:
            return chunk.proof.pdf
        kept = zip(chunk.pieces, pages, strict=True)
        stack.add(page for envelope, page in kept if envelope.number in counts)
    return stack.pdf()


def _looked_over(envelopes: Iterable[Envelope]) -> tuple[list[Envelope], list[Flag]]:
    fit, flags = [], []
    for envelope in envelopes:
        shown = [*envelope.lines, *envelope.return_address, envelope.mark]
        if lacking := unprintable("".join(shown)):
            flags.append(Flag(envelope.number, PrintTrouble.UNPRINTABLE, tuple(map(named, lacking))))
        else:
            fit.append(envelope)
    return fit, flags


def envelopes_job(envelopes: Iterable[Envelope], paper: EnvelopeSize) -> Job:
    return Job(
        "envelopes", {"paper": asdict(paper), "envelopes": [_envelope_data(item) for item in envelopes]}
    )


def _envelope_data(envelope: Envelope) -> dict[str, Any]:
    return {
        "lines": _block(envelope),
        "index": envelope.index if envelope.index.isascii() and envelope.index.isdigit() else "",
        "sender": [name_to_print(line) for line in envelope.return_address if line],
        "mark": envelope.mark,
    }


def _block(envelope: Envelope) -> list[str]:
    return [name_to_print(line) for line in envelope.lines]


def print_labels(
    envelopes: Iterable[Envelope], size: str, *, used: int = 0, limits: Limits = LIMITS
) -> Printed:
    """Return sheets of labels. `size`: a key of LABELS; `used`: labels that are gone from the first sheet.

    A label that can't be printed is flagged and leaves no gap. Raises PressFailure, PressBroken, PagesDiffer.
    """
    fit, flags = _looked_over(envelopes)
    paper = LABELS[size]
    chunk = CHUNK_SHEETS * paper.count
    # One that doesn't fit goes, and moves all after it: so the sheets are set a second time.
    _chunks, fit, troubled = _that_fit(fit, lambda part: labels_job(part, paper), chunk, limits)
    cells = [*[None] * (used % paper.count), *fit]
    stack = Stack()
    for start in range(0, len(cells) if fit else 0, chunk):
        part = cells[start : start + chunk]
        proof = set_type(labels_job(part, paper), limits=limits)
        stack.add(pages_of(proof.pdf, expected=-(-len(part) // paper.count)))
    return Printed(stack.pdf(), {envelope.number: 1 for envelope in fit}, (*flags, *troubled))


def _that_fit(
    envelopes: Sequence[Envelope], job: Callable[[Sequence[Envelope]], Job], capacity: int, limits: Limits
) -> tuple[list[Chunk], list[Envelope], list[Flag]]:
    """Return (chunks as they were set, those of the envelopes whose block fits, flags of the others)."""
    chunks, flags = set_pieces(envelopes, job, capacity=capacity, limits=limits)
    fit = []
    for chunk in chunks:
        for envelope, fact in zip(chunk.pieces, chunk.proof.facts, strict=True):
            if fact["fits"]:
                fit.append(envelope)
            else:
                flags.append(Flag(envelope.number, PrintTrouble.DOES_NOT_FIT))
    return chunks, fit, flags


def labels_job(cells: Iterable[Envelope | None], paper: LabelSheet) -> Job:
    labels = [cell and {"lines": _short_block(cell), "mark": cell.mark} for cell in cells]
    return Job("labels", {"paper": asdict(paper), "labels": labels})


def _short_block(envelope: Envelope) -> list[str]:
    """A label is low: the lines of the address stand in one."""
    address = ", ".join(line for line in envelope.address if line)
    last = ", ".join(filter(None, [envelope.index, envelope.country]))
    return [name_to_print(line) for line in (envelope.recipient, envelope.place, address, last) if line]
