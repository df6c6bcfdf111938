"""The ledger of erasures: a file beside the database, to tell a restored backup what was erased since.

One line an erasure, `digest day`; digests of random ids, nothing that leads to a letter or a person. Pure.
"""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

LINE = re.compile(r"([0-9a-f]{64}) (\d{4}-\d\d-\d\d)")


class LedgerError(Exception):
    """A line of the ledger is malformed; the message names the file."""


def read_ledger(path: str | Path) -> dict[str, date]:
    """Return {digest: day}; empty while there is no file. Raises LedgerError."""
    path = Path(path)
    return parsed(path.read_text(encoding="ascii"), of=str(path)) if path.exists() else {}


def parsed(text: str, *, of: str) -> dict[str, date]:
    """Return {digest: day} of the lines of a ledger. Raises LedgerError, which names `of`."""
    lines = text.splitlines()
    found = [match for line in lines if (match := LINE.fullmatch(line))]
    if len(found) < len(lines):
        raise LedgerError(f"a line of {of} is no erasure")
    return {match[1]: date.fromisoformat(match[2]) for match in found}


def add_to_ledger(path: str | Path, erasures: Mapping[str, date], *, forget_before: date) -> None:
    """Add {digest: day} to the file, whole or not at all; drop what is older than `forget_before`."""
    path = Path(path)
    known = {**erasures, **read_ledger(path)}
    kept = sorted((day, digest) for digest, day in known.items() if day >= forget_before)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{digest} {day.isoformat()}\n" for day, digest in kept))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
