"""Files of sealed copies: written on the server, opened where no server is. Needs no database.

A line of JSON each: the form of the file, then a copy a line (the random id of its letter, what is sealed),
then how many there were, so that a file cut short is known. No name, no day, no word of a letter.
"""

import base64
import binascii
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from errno import EEXIST
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

from home.settings.defaults import settings

FORM = {"sealed copies": 1}


class NotOurFile(Exception):
    """No file of sealed copies."""


@dataclass(frozen=True)
class SealedCopy:
    number: int  # its place in the file, from 1
    letter: UUID | None  # None of a line that cannot be read
    sealed: bytes = b""


def is_of_the_server(path: Path) -> bool:
    """Does the path lie where the site keeps, serves or backs up its files?"""
    folders = filter(None, (settings.VAR_DIR, settings.MEDIA_ROOT, settings.STATIC_ROOT))
    return any(path.resolve().is_relative_to(Path(folder).resolve()) for folder in folders)


def write_copies(target: Path, copies: Iterable[tuple[UUID, bytes]]) -> None:
    """Write (uuid, sealed) pairs to the new file `target`, for its owner only: whole, or no file is left.

    Raises FileExistsError and other OSError.
    """
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            _write(file, copies)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _write(file: TextIO, copies: Iterable[tuple[UUID, bytes]]) -> None:
    count = 0
    print(json.dumps(FORM), file=file)
    for uuid, sealed in copies:
        print(json.dumps({"letter": str(uuid), "sealed": base64.b64encode(sealed).decode()}), file=file)
        count += 1
    print(json.dumps({"end": count}), file=file)


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
        return SealedCopy(number, UUID(row["letter"]), base64.b64decode(row["sealed"], validate=True))
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
