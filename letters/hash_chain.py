"""The chain of a letter's log: each entry carries a hash of itself and of the one before it. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from letters.models import LetterLogEntry


# What the first entry of a letter follows.
START = "0" * 64


def entry_hash(facts: Mapping[str, object], previous: str) -> str:
    """Return the hash of an entry with these `facts` (by name) after the entry with hash `previous`."""
    text = json.dumps({"previous": previous, **facts}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def faults(entries: "Iterable[LetterLogEntry]") -> list[int]:
    """Return the numbers of entries that do not follow from the ones before; `entries` in order."""
    previous, found = START, []
    for number, entry in enumerate(entries, start=1):
        sound = entry.number == number and entry.previous == previous
        if not sound or entry.hash != entry_hash(entry.facts, entry.previous):
            found.append(entry.number)
        previous = entry.hash
    return found


def digest_of_day(hashes: Iterable[str]) -> str:
    """Return one hash over the hashes of a day's entries, in their order."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()
