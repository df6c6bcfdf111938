"""Files of sealed copies: written on the server, opened where no server is. Needs no database.

A line of JSON each: the form of the file, then a copy a line (the random id of its letter or reply, which
part of it, what is sealed), then how many there were, so that a file cut short is known. No name, no day, no
word of a letter.
"""

import base64
import binascii
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import EEXIST
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

from home.settings.defaults import settings
from letters.sealing.sealed_box import KeyNotHere, UnsealError

FORM = {"sealed copies": 1}
RELEASE = "release"  # the part that is a whole letter


class NotOurFile(Exception):
    """No file of sealed copies."""


@dataclass(frozen=True)
class SealedCopy:
    number: int  # its place in the file, from 1
    letter: UUID | None  # None of a line that cannot be read
    part: str = RELEASE
    sealed: bytes = b""

    def named(self) -> UUID:
        """Return whose copy it is. Raises UnsealError of a line that cannot be read."""
        if self.letter is None:
            raise UnsealError("no line of ours")
        return self.letter


@dataclass
class Opening:
    """What became of the copies of a file; numbers are places in the file."""

    opened: int = 0
    broken: list[int] = field(default_factory=list)
    # Ids of keys that some copies need and that are not here.
    other_keys: set[str] = field(default_factory=set)

    @contextmanager
    def noting(self, copy: SealedCopy) -> Iterator[None]:
        """Count the copy that is opened meanwhile, or note why it does not open."""
        try:
            yield
            self.opened += 1
        except KeyNotHere as fault:
            self.other_keys.add(fault.kid)
        except (UnsealError, KeyError, TypeError, ValueError):
            self.broken.append(copy.number)


def is_of_the_server(path: Path) -> bool:
    """Does the path lie where the site keeps, serves or backs up its files?"""
    folders = filter(None, (settings.VAR_DIR, settings.MEDIA_ROOT, settings.STATIC_ROOT))
    return any(path.resolve().is_relative_to(Path(folder).resolve()) for folder in folders)


def write_copies(target: Path, copies: Iterable[tuple[UUID, str, bytes]]) -> int:
    """Write (uuid, part, sealed) to the new file `target`, for its owner only; return how many.

    Whole, or no file is left. Raises FileExistsError and other OSError.
    """
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            count = _write(file, copies)
            file.flush()
            os.fsync(file.fileno())
        return count
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _write(file: TextIO, copies: Iterable[tuple[UUID, str, bytes]]) -> int:
    count = 0
    print(json.dumps(FORM), file=file)
    for uuid, part, sealed in copies:
        row = {"letter": str(uuid), "part": part, "sealed": base64.b64encode(sealed).decode()}
        print(json.dumps(row), file=file)
        count += 1
    print(json.dumps({"end": count}), file=file)
    return count


def read_copies(path: Path) -> Iterator[SealedCopy]:
    """Yield the SealedCopy of each line, one that cannot be read as broken; a file cut short ends with such.

    Raises NotOurFile, OSError.
    """
    count = 0
    with path.open(encoding="ascii", errors="replace") as file:
        if _object(file.readline(200)) != FORM:
            raise NotOurFile(f"{path} is no file of sealed copies")
        for line in file:
            if _object(line) == {"end": count}:
                return
            count += 1
            yield _copy(count, _object(line))
    yield SealedCopy(count + 1, None)


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _copy(number: int, row: Any) -> SealedCopy:
    try:
        sealed = base64.b64decode(row["sealed"], validate=True)
        return SealedCopy(number, UUID(row["letter"]), str(row.get("part", RELEASE)), sealed)
    except (TypeError, KeyError, ValueError, AttributeError, binascii.Error):
        return SealedCopy(number, None)


def require_free(folder: Path) -> None:
    """Raise FileExistsError unless the folder is empty or not there yet; NotADirectoryError for a file."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(EEXIST, "is not empty", str(folder))


def new_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_private(path: Path, text: str) -> None:
    """Write a new file that its owner alone may read. Raises FileExistsError."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
