"""Parts of a letter's text. Pure."""

import re
from collections.abc import Iterable
from typing import TypedDict

HIDDEN = "▒▒▒"
CLOSING = {"", *"\n.,;:!?…)»”"}
TOO_MANY_ENDS = re.compile(r"\n{3,}")


class Span(TypedDict):
    """A part of a text, counted in characters; `end` is the first one after it."""

    start: int
    end: int


def without_parts(text: str, spans: Iterable[Span]) -> str:
    """Return `text` with each span {"start", "end"} (in characters) replaced by a visible mark."""
    for span in sorted(spans, key=lambda span: span["start"], reverse=True):
        text = text[: span["start"]] + HIDDEN + text[span["end"] :]
    return text


def left_out(text: str, spans: Iterable[Span]) -> str:
    """Return `text` without the spans and without a trace of them: what goes on paper."""
    for span in sorted(spans, key=lambda span: span["start"], reverse=True):
        text = _closed_up(text[: span["start"]], text[span["end"] :])
    return TOO_MANY_ENDS.sub("\n\n", text).strip("\n")


def _closed_up(before: str, after: str) -> str:
    """Join what stood around a part that is gone: one space where there were two, none before a sign."""
    one, other = before.rstrip(" "), after.lstrip(" ")
    was_apart = (one, other) != (before, after)
    needs_space = was_apart and one[-1:] not in ("", "\n") and other[:1] not in CLOSING
    return f"{one} {other}" if needs_space else one + other


def places_of(text: str, words: str) -> list[Span]:
    """Return the spans at which these exact words stand, each time they do."""
    return [_span(*found.span()) for found in re.finditer(re.escape(words), text)] if words else []


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch or overlap made one, so that none is cut twice."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span["start"], span["end"])):
        if kept and span["start"] <= kept[-1]["end"]:
            kept[-1] = _span(kept[-1]["start"], max(kept[-1]["end"], span["end"]))
        else:
            kept.append(_span(span["start"], span["end"]))
    return kept


def _span(start: int, end: int) -> Span:
    return {"start": start, "end": end}
