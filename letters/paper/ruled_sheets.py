"""Sheets to write on by hand."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from letters.paper.text import name_to_print
from letters.paper_sizes import EVENT_SHEET, SHEET, SHEETS
from letters.typesetting.pdf_joining import Stack, pages_of
from letters.typesetting.press import FOR_EVERYONE, LIMITS, Job, Limits, set_type
from letters.typesetting.qr_codes import qr_svg


@dataclass(frozen=True)
class Aside:
    """What to know of the recipient: a label, and words each with its language."""

    label: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SlipWords:
    """What stands on a slip that is torn off the sheet, around the code of the letter."""

    heading: str
    code_word: str
    address_word: str
    address: str  # of the page on which a letter is followed
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Copy:
    """What stands on one copy of a sheet alone; all of it may be empty."""

    text: str = ""  # of the QR code
    reference: str = ""  # what of it people can read, below it
    slip_code: str = field(default="", repr=False)  # of the letter, as its writer reads it


@dataclass(frozen=True)
class RuledSheet:
    """A sheet with lines; every text may be empty. `code` is opaque: it names no person and no address.

    `paper`: a key of SHEETS.
    """

    language: str
    paper: str = SHEET
    title: str = " "  # what the window shows
    sides: int = 1  # with lines
    # The words stand on a sheet of their own, that is kept; what is posted has lines and nothing else.
    has_cover: bool = False
    line_mm: int = 9
    heading: str = ""
    to_word: str = ""
    to_name: str = ""
    to_language: str = "ru"
    asides: tuple[Aside, ...] = ()
    rules: tuple[str, ...] = ()
    code: str = ""
    reference: str = ""
    note: str = ""
    slip: SlipWords | None = None

    @property
    def page_count(self) -> int:
        return self.sides + 2 if self.has_cover else self.sides


def event_sheet(**texts: Any) -> RuledSheet:
    """Return a letter sheet for a table at an event: small, both sides, with a code that tells only us."""
    return replace(RuledSheet(language="uk", paper=EVENT_SHEET, sides=2, line_mm=8), **texts)


def print_ruled(sheets: Sequence[RuledSheet], *, limits: Limits = LIMITS) -> bytes:
    """Return the sheets as one PDF, each on paper of its own.

    Only a single sheet keeps its tags. Raises PressFailure, PressBroken, PagesDiffer.
    """
    if len(sheets) == 1:
        return _set(sheets[0], limits)
    stack = Stack()
    for sheet in sheets:
        stack.add(pages_of(_set(sheet, limits), expected=sheet.page_count))
        stack.fill_sheet()
    return stack.pdf()


def print_copies(sheet: RuledSheet, copies: Sequence[Copy], *, limits: Limits = LIMITS) -> bytes:
    """Return the sheet once for each Copy, as one tagged PDF. Raises as `print_ruled`."""
    pdf = set_type(ruled_job(sheet, copies), limits=limits).pdf
    pages_of(pdf, expected=sheet.page_count * len(copies))
    return pdf


def _set(sheet: RuledSheet, limits: Limits) -> bytes:
    return print_copies(sheet, [Copy(sheet.code, sheet.reference or sheet.code)], limits=limits)


def ruled_job(sheet: RuledSheet, copies: Sequence[Copy]) -> Job:
    to = {"word": sheet.to_word, "name": name_to_print(sheet.to_name), "language": sheet.to_language}
    data = {
        "language": sheet.language,
        "title": sheet.title,
        "paper": asdict(SHEETS[sheet.paper]),
        "sides": sheet.sides,
        "line_mm": sheet.line_mm,
        "heading": sheet.heading,
        "to": to if sheet.to_name else None,
        "asides": [_aside(aside) for aside in sheet.asides],
        "rules": sheet.rules,
        "has_cover": sheet.has_cover,
        "copies": [{**asdict(copy), "code": qr_svg(copy.text)} for copy in copies],
        "note": sheet.note,
        "slip": sheet.slip and asdict(sheet.slip),
    }
    return Job("ruled", data, standards=FOR_EVERYONE)


def _aside(aside: Aside) -> dict[str, Any]:
    words = [{"text": name_to_print(text), "language": language} for text, language in aside.words]
    return {"label": aside.label, "words": words}
