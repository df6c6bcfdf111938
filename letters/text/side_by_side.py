"""A letter and its Russian text in rows: one paragraph of the original, and what stands for it. Pure.

The Russian text is kept as one text in which a mark divides the rows, so that a row not yet translated keeps
its place. Without the marks it is what is printed.
"""

from collections.abc import Iterable
from itertools import pairwise

from home.translation.text.paragraphs import EMPTY, Paragraph, ParagraphPair, paragraphs_of

MARK = "\x1e"  # ends a row; never in a cleaned text


def in_rows(rows: Iterable[str], source: str) -> str:
    """Return the rows as one marked text, divided as the paragraphs of the original are."""
    texts = [row.replace(MARK, "").strip() for row in rows]
    gaps = ["", *_gaps(source)][: len(texts)]
    gaps += ["\n\n"] * (len(texts) - len(gaps))
    return "".join(gap + text + MARK for gap, text in zip(gaps, texts, strict=True))


def plain(marked: str) -> str:
    """Return the text without marks, rows that are empty left out."""
    text, gap = "", ""
    for row in marked.split(MARK):
        words = row.strip("\n")
        gap = max(gap, row[: len(row) - len(row.lstrip("\n"))], key=len)
        if words:
            text, gap = text + (gap if text else "") + words, ""
    return text


def rows_of(source: str, marked: str) -> list[ParagraphPair]:
    """Return the rows of both, at least one; text without marks is matched by the order of paragraphs."""
    sources, targets = paragraphs_of(source), _targets(marked)
    count = max(len(sources), len(targets), 1)
    sources, targets = (side + [EMPTY] * (count - len(side)) for side in (sources, targets))
    return [
        ParagraphPair(number, *pair)
        for number, pair in enumerate(zip(sources, targets, strict=True), start=1)
    ]


def _targets(marked: str) -> list[Paragraph]:
    if MARK not in marked:
        return list(paragraphs_of(marked))
    texts = [row.strip() for row in marked.split(MARK)[:-1]]
    return [Paragraph(text, 0, len(text)) for text in texts]


def _gaps(source: str) -> list[str]:
    """Return what divides each paragraph from the next: one line end or two."""
    between = [source[one.end : other.start] for one, other in pairwise(paragraphs_of(source))]
    return ["\n" if gap.count("\n") == 1 else "\n\n" for gap in between]
