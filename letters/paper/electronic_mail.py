"""Letters as plain text, for the electronic mail of prisons: pages to paste, one message each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from letters.paper.text import MESSAGE_CHARS, messages
from letters.typesetting.sheets import LetterSheet


@dataclass(frozen=True)
class TextPage:
    """One message. Only `text` is sent; the rest tells staff where it goes."""

    number: str
    recipient: str = field(repr=False)
    place: str = field(repr=False)
    part: int
    part_count: int
    text: str = field(repr=False)


def text_pages(letters: Iterable[LetterSheet], *, limit: int = MESSAGE_CHARS) -> list[TextPage]:
    """Return the messages of all letters, in posting order; none has more than `limit` characters."""
    return [page for letter in sorted(letters, key=lambda item: item.order) for page in _pages(letter, limit)]


def _pages(letter: LetterSheet, limit: int) -> list[TextPage]:
    parts = messages("\n\n".join(filter(None, [letter.text, letter.signature])), limit=limit)
    return [
        TextPage(letter.number, letter.recipient, letter.place, part, len(parts), text)
        for part, text in enumerate(parts, 1)
    ]


def as_file(pages: Sequence[TextPage]) -> str:
    """Return all messages as one text file, each under a line that says whose it is."""
    return "\n\n".join(f"{_head(page)}\n\n{page.text}" for page in pages) + "\n" if pages else ""


def _head(page: TextPage) -> str:
    return f"===== {page.number} · {page.part}/{page.part_count} · {page.recipient} · {page.place} ====="
