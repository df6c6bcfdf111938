"""About how many pages a text takes on paper, without setting type: for who still works on it."""

from math import ceil

from letters.paper.text import lines_to_print

# Fitted to what the press makes of 175 letters of 600 to 12,000 characters (templates/letters.typ): two of
# them were said to be a page longer than they are.
CHARS_A_LINE = 82
LINES_A_PAGE = 45
# In lines: what stands between two paragraphs, an empty line, the signature, a drawing at its largest.
PARAGRAPH, GAP, SIGNATURE, DRAWING = 0.1, 0.6, 2, 22


def about_pages(text: str, *, has_drawing: bool = False) -> int:
    """Return the number of pages, at least 1; near the edge of a page it may be one more or less."""
    lines = sum(ceil(len(line) / CHARS_A_LINE) + PARAGRAPH if line else GAP for line in lines_to_print(text))
    return ceil((lines + SIGNATURE + (DRAWING if has_drawing else 0)) / LINES_A_PAGE)
