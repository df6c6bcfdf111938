"""What the QR codes of a manifest say, written and read. Pure.

A letter's code is its number on paper as it stands, a run's is `R:` and a pack's `P:` with the uuid as hex.
All of it is ASCII; a number has digits and capital letters only, so that it can be typed from the sheet.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Scanned(StrEnum):
    """What a code stands for."""

    LETTER = "letter"
    RUN = "run"
    PACK = "pack"


PREFIXES = {Scanned.RUN: "R:", Scanned.PACK: "P:"}
NUMBER = re.compile(r"[0-9A-Z]{4,12}")
HEX_UUID = re.compile(r"[0-9A-F]{32}")
# Spaces and hyphens, also those that a telephone types by itself.
SEPARATORS = str.maketrans("", "", " \t\r\n-\u00a0\u2009\u202f\u2010\u2011\u2013\u2212")
# Longer than any code with spaces; nothing longer is looked at.
LONGEST_TYPED = 80


@dataclass(frozen=True)
class ScanCode:
    kind: Scanned
    value: str | UUID  # the number on paper, or the uuid of run or pack


def letter_code(number: str) -> str:
    """Return what the code beside a letter says. Raises ValueError for what could not be read again."""
    if not NUMBER.fullmatch(number):
        raise ValueError("a number on paper is 4 to 12 digits and capital letters")
    return number


def run_code(uuid: UUID) -> str:
    return PREFIXES[Scanned.RUN] + uuid.hex


def pack_code(uuid: UUID) -> str:
    return PREFIXES[Scanned.PACK] + uuid.hex


def read_code(text: str) -> ScanCode | None:
    """Return what a camera read or a person typed, in any case, with spaces; None when it is no code."""
    if len(text) > LONGEST_TYPED or not text.translate(SEPARATORS).isascii():
        return None
    code = text.translate(SEPARATORS).upper()
    if NUMBER.fullmatch(code):
        return ScanCode(Scanned.LETTER, code)
    for kind, prefix in PREFIXES.items():
        rest = code.removeprefix(prefix)
        if rest != code and HEX_UUID.fullmatch(rest):
            return ScanCode(kind, UUID(rest))
    return None
