"""Which characters our print fonts have.

A character without a glyph comes out as an empty box, and the text of the PDF doesn't show it: ask before.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby

# The character table of the files in vendor/print-fonts, less NUL and CR: first and last code of each range.
# A test compares it with every file and prints what should stand here.
TABLE = """
20-7E A0-377 37A-37F 384-38A 38C 38E-3A1 3A3-3E1 3F0-52F 1AB0-1AC0 1C80-1C88 1D00-1DF9 1DFB-1F15 1F18-1F1D
1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3 1FD6-1FDB 1FDD-1FEF
1FF2-1FF4 1FF6-1FFE 2000-2064 2066-2071 2074-208E 2090-209C 20A0-20BF 20F0 2100-215F 2184 2189 25CC 2C60-2C7F
2DE0-2E52 A640-A69F A700-A7BF A7C2-A7CA A7F5-A7FF A92E AB30-AB6B FB00-FB06 FE00 FE20-FE2F FEFF FFFC-FFFD
"""
# Change the look of the character before them or join two: nothing is lost when they go.
UNSEEN = re.compile("[\u200c\u200d\ufe00-\ufe0f]")


def _codes(table: str) -> Iterator[int]:
    for span in table.split():
        first, _, last = span.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


PRINTABLE = frozenset(map(chr, _codes(TABLE)))


@cache
def short_table() -> str:
    """Return half of TABLE that says the same: codes that stand for no character part no ranges."""
    codes = range(max(map(ord, PRINTABLE)) + 1)
    characters = (chr(code) for code in codes if unicodedata.category(chr(code)) != "Cn")
    runs = [[*run] for is_ours, run in groupby(characters, PRINTABLE.__contains__) if is_ours]
    return " ".join("-".join(f"{ord(char):X}" for char in dict.fromkeys((run[0], run[-1]))) for run in runs)


def unprintable(text: str) -> list[str]:
    """Return the characters of `text` that no sheet can show, each once, in the order they stand in.

    Controls and other characters that are never seen don't count: they are dropped before printing.
    """
    composed = unicodedata.normalize("NFC", UNSEEN.sub("", text))
    if PRINTABLE.issuperset(composed):
        return []
    lacking = (char for char in dict.fromkeys(composed) if char not in PRINTABLE)
    return [char for char in lacking if unicodedata.category(char) not in {"Cc", "Cf"}]


def named(char: str) -> str:
    """Return how staff are told of a character they may not be able to see: itself and its number."""
    return f"{char} (U+{ord(char):04X})" if char.isprintable() else f"U+{ord(char):04X}"
