"""The text of a letter as it goes to the press or to electronic prison mail."""

import re
import unicodedata

from letters.text.cleaning import clean_text
from letters.typesetting.glyphs import UNSEEN

# A line of A4 holds this many of the widest letters we have; typst lets an unbroken run leave the page.
UNBROKEN_CHARS = 25
# What no line ends at: everything but the spaces that may be broken.
RUN = re.compile(rf"(?:\S|[\u00a0\u2007\u202f]){{{UNBROKEN_CHARS + 1},}}")
# What cleaning leaves alone, and nearly every letter is; cleaning looks at each character.
PLAIN = re.compile("[\t\n -~А-яЁё«»„“–—…№]*")
BREAK = "\u200b"
TAB = "    "
KEPT_TOGETHER = (
    re.compile(r"((?<!\w)(?:г|ул|пр|пер|д|корп|стр|пос|с|а/я)\.|№) "),
    re.compile(r"(\d) (?=г\.)"),
)

# Electronic prison mail takes this many characters in one message.
MESSAGE_CHARS = 2500
SENTENCE_END = re.compile(r"[.!?…][»”\")]*\s+")
SPACE = re.compile(r"\s+")
# A message is not cut above this part of it, however well a paragraph ends there.
LEAST_FILL = 0.5


def lines_to_print(text: str) -> list[str]:
    """Return the lines, cleaned; "" is a gap between paragraphs, never first, last or twice."""
    lines: list[str] = []
    for line in map(_line_to_print, cleaned(text).split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return lines[:-1] if lines and not lines[-1] else lines


def cleaned(text: str) -> str:
    """Return the text without what is never seen, as it was at entry."""
    return text if PLAIN.fullmatch(text) else UNSEEN.sub("", clean_text(text).text)


def _line_to_print(line: str) -> str:
    return RUN.sub(lambda run: _breakable(run[0]), line.replace("\t", TAB).rstrip())


def name_to_print(text: str) -> str:
    """Return a name or a line of an address: single spaces; no line ends between "ул." and its name."""
    line = " ".join(cleaned(text).split())
    for keep in KEPT_TOGETHER:
        line = keep.sub("\\1\u00a0", line)
    return _line_to_print(line)


def _breakable(run: str) -> str:
    parts, since = [], 0
    for char, following in zip(run, [*run[1:], " "], strict=True):
        # Never between a letter and its mark.
        if since >= UNBROKEN_CHARS and not unicodedata.combining(char):
            parts.append(BREAK)
            since = 0
        parts.append(char)
        # A line ends after a hyphen by itself, unless a number follows.
        since = 0 if char == "-" and following.isalpha() else since + 1
    return "".join(parts)


def messages(text: str, *, limit: int = MESSAGE_CHARS) -> list[str]:
    """Return the text in messages of at most `limit` characters: cut at a paragraph, a sentence, a word.

    An empty text gives no message.
    """
    found, rest = [], cleaned(text).strip()
    while len(rest) > limit:
        end = _end_of_message(rest, limit)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, rest] if rest else found


def _end_of_message(text: str, limit: int) -> int:
    least = int(limit * LEAST_FILL)
    # One more than fits: a space there lets the whole message stand.
    for end in (re.compile(r"\n+"), SENTENCE_END, SPACE):
        cuts = [match.end() for match in end.finditer(text, 0, limit + 1) if match.start() >= least]
        # The trailing space is dropped, so it may stand beyond the limit.
        cuts = [cut for cut in cuts if len(text[:cut].rstrip()) <= limit]
        if cuts:
            return cuts[-1]
    return _before_a_mark(text, limit)


def _before_a_mark(text: str, cut: int) -> int:
    while cut > 1 and unicodedata.combining(text[cut]):
        cut -= 1
    return cut
