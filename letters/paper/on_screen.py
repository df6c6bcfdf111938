"""The lines of a letter as a browser has to be given them, to break them where the print does."""

import re

from letters.paper.text import BREAK, lines_to_print

# Between signs of ASCII a browser goes by a table of its own; typst goes by Unicode, as everywhere else.
MAY_END = re.compile(r"(?<=[!|}])(?=[A-Za-z0-9])|(?<=/)(?=[A-Za-z])")
MUST_NOT_END = re.compile(r"(?<=-)(?=[0-9])")
JOINER = "\u2060"


def lines_on_screen(text: str) -> list[str]:
    """Return the lines as `lines_to_print` does; what is added between their characters is never seen."""
    return [MUST_NOT_END.sub(JOINER, MAY_END.sub(BREAK, line)) for line in lines_to_print(text)]
