"""What a file of a translation contains, whatever its format."""

import re
from dataclasses import dataclass
from hashlib import sha256

from django.utils.functional import Promise

from home.translation.choices import UnitState

KEY = re.compile(r"u(\d{1,18}):[0-9a-f]{16}")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class FileRefused(ValueError):
    """The file is refused as a whole; `sentence` says why, in the reader's language."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class FileRow:
    """One string on its way out. Texts are HTML of inline tags, as they are stored."""

    key: str
    part: str  # where it stands, in words
    source: str
    text: str  # the draft, or what is offered in its place; "" for none
    state: UnitState
    # The text that stays public until this string is approved, and the string it was written for.
    older_source: str = ""
    older_text: str = ""


@dataclass(frozen=True)
class Sheet:
    """A translation on its way out."""

    uuid: str
    title: str
    source_language: str
    language: str
    rows: tuple[FileRow, ...]


@dataclass(frozen=True)
class Entry:
    """One string as a file brings it back."""

    key: str
    text: str
    source: str | None = None  # None where the format does not keep it exactly
    is_unsure: bool = False  # marked as unfinished: an offered text that is unchanged decides nothing
    fault: str = ""


@dataclass(frozen=True)
class Arrival:
    """What a file brings: entries for the translation with this uuid."""

    uuid: str
    entries: tuple[Entry, ...]


def key_of(pk: int, source: str) -> str:
    """Return the name of a string in files: its number, and a digest of exactly this original."""
    return f"u{pk}:{sha256(source.encode()).hexdigest()[:16]}"


def pk_of(key: str) -> int | None:
    """Return the number in a key, None where it isn't one of ours."""
    found = KEY.fullmatch(key)
    return int(found[1]) if found else None
