"""The text of a letter as we keep it: one form of each character and of each line end, nothing unseen. Pure.

What is shown is what is stored: cleaning a cleaned text changes nothing.
"""

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARS = 6000
MAX_LINES = 120
# What a writer may put on one page of A4, for the estimate of pages.
PAGE_CHARS = 2200
PAGE_LINES = 40
MARKS_IN_A_ROW = 2

LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
# Joins letters and pictures of several parts (family emoji, Persian): a format character that is content.
JOINERS = {"\u200c", "\u200d"}
# Looks like nothing, though no space or format character by its category.
BLANKS = re.compile("[\\s\u115f\u1160\u2800\u3164\uffa0\u200c\u200d\ufe00-\ufe0f]")


@dataclass(frozen=True)
class Cleaned:
    text: str
    # Whether invisible characters or piled marks were dropped: the writer is told.
    is_changed: bool

    @property
    def is_empty(self) -> bool:
        return not BLANKS.sub("", self.text)

    @property
    def line_count(self) -> int:
        return self.text.count("\n") + 1

    @property
    def page_count(self) -> int:
        return max(-(-len(self.text) // PAGE_CHARS), -(-self.line_count // PAGE_LINES), 1)


def clean_text(text: str | None) -> Cleaned:
    """Return the text in NFC with plain line ends, without controls; at most two marks on one letter."""
    lined = LINE_ENDS.sub("\n", text or "")
    seen = lined.translate({ord(char): None for char in set(lined) if _is_unseen(char)})
    normal = unicodedata.normalize("NFC", seen)
    settled = _without_piled_marks(normal) if any(map(_is_mark, set(normal))) else normal
    return Cleaned(settled, is_changed=seen != lined or settled != normal)


def clean_line(text: str | None) -> Cleaned:
    """Return a name or another single line, cleaned; spaces around it are dropped."""
    cleaned = clean_text(text)
    line = " ".join(cleaned.text.split())
    return Cleaned(line, is_changed=cleaned.is_changed)


def _is_unseen(char: str) -> bool:
    if char in "\n\t" or char in JOINERS:
        return False
    # Controls, format characters (bidi among them), lone surrogates, private use. An unassigned character may
    # be an emoji younger than our tables: it stays, unless it can never be one.
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} or NONCHARACTERS.match(char) is not None


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Me"}


def _without_piled_marks(text: str) -> str:
    kept, run = [], 0
    for char in text:
        run = run + 1 if _is_mark(char) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))
