"""The letters of a print run as one PDF for printing on both sides."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import get_language, gettext as _, ngettext

from home.languages.info import SOURCE_LANGUAGE
from letters.choices.paper import PrintTrouble
from letters.paper.text import lines_to_print, name_to_print
from letters.paper_sizes import OFFICE
from letters.typesetting.glyphs import named, unprintable
from letters.typesetting.pdf_joining import Page, Stack, pages_of
from letters.typesetting.press import LIMITS, Chunk, Job, Limits, set_pieces, set_type
from letters.typesetting.sheets import Flag, LetterSheet, Printed, Separator

# More than any letter we take becomes in translation; beyond it nothing is set at all.
MAX_CHARS = 12_000
MAX_LINES = 240
# A child stays under 200 MB with a hundred letters of two pages; a drawing of 10 MB weighs like twenty.
CAPACITY = 100
DRAWING_WEIGHT = 20
PagesOfLetter = tuple[LetterSheet, list[Page]]


def print_letters(
    letters: Iterable[LetterSheet], *, blank_sheets: int = 0, limits: Limits = LIMITS
) -> Printed:
    """Return the letters in their posting order: places apart by a separator, each letter on a new sheet.

    `blank_sheets` for the answer follow each letter. A letter that can't be printed is flagged alone.
    Raises PressBroken, PagesDiffer.
    """
    letters = sorted(letters, key=lambda letter: letter.order)
    flags = [flag for letter in letters if (flag := flag_before(letter))]
    flagged = {flag.number for flag in flags}
    fit = [letter for letter in letters if letter.number not in flagged]
    chunks, failed = set_pieces(fit, letters_job, capacity=CAPACITY, weight_of=_weight_of, limits=limits)
    printed, long = _by_length(chunks)
    stack = _stacked(printed, blank_sheets)
    counts = {letter.number: len(pages) for letter, pages in printed}
    return Printed(stack.pdf(), counts, (*flags, *failed, *long))


def flag_before(letter: LetterSheet) -> Flag | None:
    """Return why the letter can't be printed as far as its text tells, or None."""
    text = f"{letter.text}\n{letter.signature}"
    if len(text) > MAX_CHARS or text.count("\n") > MAX_LINES:
        return Flag(letter.number, PrintTrouble.TOO_LONG)
    if lacking := unprintable(text + letter.number):
        return Flag(letter.number, PrintTrouble.UNPRINTABLE, tuple(map(named, lacking)))
    return None


def _weight_of(letter: LetterSheet) -> int:
    return DRAWING_WEIGHT if letter.open_drawing else 1


def letters_job(letters: Sequence[LetterSheet]) -> Job:
    drawn = {letter.number: letter.open_drawing() for letter in letters if letter.open_drawing}
    files = {number: f"drawing-{place}.svg" for place, number in enumerate(drawn)}
    printed = [_letter_data(letter, files.get(letter.number)) for letter in letters]
    data = {"paper": OFFICE, "letters": printed}
    return Job("letters", data, {files[number]: drawing.bytes for number, drawing in drawn.items()})


def _letter_data(letter: LetterSheet, file: str | None) -> dict[str, Any]:
    return {
        "number": letter.number,
        "lines": lines_to_print(letter.text),
        "signature": [line for line in lines_to_print(letter.signature) if line],
        "drawing": file,
    }


def _by_length(chunks: Iterable[Chunk]) -> tuple[list[PagesOfLetter], list[Flag]]:
    """Return ([(letter, its pages)], flags of those with too many)."""
    printed, flags = [], []
    for chunk in chunks:
        counts = [fact["pages"] for fact in chunk.proof.facts]
        pages = pages_of(chunk.proof.pdf, expected=sum(counts))
        start = 0
        for letter, count in zip(chunk.pieces, counts, strict=True):
            if count > letter.max_pages:
                flags.append(Flag(letter.number, PrintTrouble.TOO_MANY_PAGES))
            else:
                printed.append((letter, pages[start : start + count]))
            start += count
    return printed, flags


def _stacked(printed: Iterable[PagesOfLetter], blank_sheets: int) -> Stack:
    groups = [list(group) for _place, group in groupby(printed, key=lambda pair: pair[0].place)]
    separators = [Separator(group[0][0].place, len(group)) for group in groups]
    stack = Stack()
    for sheet, group in zip(_separator_pages(separators), groups, strict=True):
        stack.add([sheet])
        stack.fill_sheet()
        for letter, pages in group:
            stack.add_bookmark(letter.number)
            stack.add(pages)
            stack.fill_sheet()
            stack.add_blank_sheets(blank_sheets)
    return stack


def _separator_pages(separators: Sequence[Separator]) -> list[Page]:
    if not separators:
        return []
    job = separators_job(separators)
    return pages_of(set_type(job).pdf, expected=len(separators))


def separators_job(separators: Iterable[Separator]) -> Job:
    sheets = [
        {
            "place": name_to_print(separator.place),
            "count": ngettext("%(count)d letter", "%(count)d letters", separator.letter_count)
            % {"count": separator.letter_count},
        }
        for separator in separators
    ]
    note = _("This sheet stays with us: it only divides the places.")
    language = get_language() or SOURCE_LANGUAGE
    return Job("separators", {"paper": OFFICE, "language": language, "sheets": sheets, "note": note})
