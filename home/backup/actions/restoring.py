"""Reading a backup: looked through first, then put in the place of what is here, or beside it as a drill."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TypeAlias

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import connection

from home.backup.actions.databases import engine
from home.backup.archive import DATABASE, FILES, LEDGER, NAMES, About, Extent, Part, Reader
from home.backup.places import Place
from home.backup.read_models import rows_by_table
from home.security.keyring import KeyRing

COPIED_AT_ONCE = 2**20
Source: TypeAlias = tuple[Place, str]  # a place, and the name of a backup there
# A picture or a document at its largest; what is larger goes by the disk.
MOST_IN_MEMORY = 32 * 2**20


@dataclass
class Restored:
    about: About
    extent: Extent
    rows: dict[str, int]  # by table, as they are now
    ledger: bytes = b""
    files_written: int = 0
    files_missing: list[str] = field(default_factory=list)  # named by the backup, and neither in it nor here


@contextmanager
def opened(source: Source, keys: KeyRing) -> Iterator[Reader]:
    place, name = source
    with place.opened(name) as file:
        yield Reader(file, keys=keys)


def look_through(source: Source, keys: KeyRing) -> tuple[About, Extent]:
    """Read all of it and change nothing. Raises BackupUnreadable, OSError."""
    with opened(source, keys) as reader:
        for _kind, parts in reader.groups():
            for part in parts:
                _skip(part)
        return reader.about, reader.extent


def put_back(source: Source, keys: KeyRing) -> Restored:
    """Put database and files of a backup that was looked through in the place of what is here.

    Files that the backup doesn't know stay. Raises BackupUnreadable, DatabaseFault, OSError.
    """
    with opened(source, keys) as reader:
        done = Restored(reader.about, reader.extent, rows={})
        for kind, parts in reader.groups():
            if kind == DATABASE:
                engine().load(part.content.read() for part in parts)
                connection.close()
                done.rows = rows_by_table()
            elif kind == LEDGER:
                done.ledger = next(parts).content.read()
            elif kind == NAMES:
                done.files_missing = json.loads(next(parts).content.read())
            elif kind == FILES:
                done.files_written = sum(map(_put_back_file, parts))
    storage = storages["default"]
    done.files_missing = [name for name in done.files_missing if not storage.exists(name)]
    return done


def drill(source: Source, keys: KeyRing) -> Restored:
    """Restore beside what is here, count, and leave nothing. Raises as `put_back`."""
    with opened(source, keys) as reader:
        done = Restored(reader.about, reader.extent, rows={})
        for kind, parts in reader.groups():
            if kind == DATABASE:
                with engine().scratch(part.content.read() for part in parts) as rows:
                    done.rows = rows
            else:
                done.files_written += sum(_skip(part) for part in parts if kind == FILES)
    return done


def differences(said: dict[str, int], found: dict[str, int]) -> list[str]:
    """Return a line for each table that has another number of rows than the backup says."""
    return [
        f"{table}: {rows} in the backup, {found.get(table, 'no table')} restored"
        for table, rows in said.items()
        if found.get(table) != rows
    ]


def _skip(part: Part) -> bool:
    for _piece in iter(lambda: part.content.read(COPIED_AT_ONCE), b""):
        pass
    return True


def _put_back_file(part: Part) -> bool:
    """Store the file under its very name; say whether it was not here already."""
    name, storage = part.name.removeprefix(f"{FILES}/"), storages["default"]
    with tempfile.SpooledTemporaryFile(max_size=MOST_IN_MEMORY) as kept:
        shutil.copyfileobj(part.content, kept, COPIED_AT_ONCE)
        if storage.exists(name):
            kept.seek(0)
            with storage.open(name) as here:
                if _is_same(here, kept):
                    return False
            storage.delete(name)
        kept.seek(0)
        storage.save(name, File(kept, name=name))
    return True


def _is_same(one: IO[bytes], other: IO[bytes]) -> bool:
    def pieces(file: IO[bytes]) -> Iterable[bytes]:
        return iter(lambda: file.read(COPIED_AT_ONCE), b"")

    return all(a == b for a, b in zip(pieces(one), pieces(other), strict=False)) and not (
        one.read(1) or other.read(1)
    )
