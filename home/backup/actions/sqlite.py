"""A SQLite database, copied by SQLite itself: the file as it lies there may be half written."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from home.backup.archive import PIECE_BYTES, DatabaseFault
from home.backup.read_models import tables_left_out


def _path() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def moment() -> Iterator[tuple[dict[str, int], Iterator[bytes]]]:
    """Yield ({table: rows}, pieces) of one moment, while people go on working."""
    with _beside() as path:
        with closing(sqlite3.connect(_path())) as here, closing(sqlite3.connect(path)) as copy:
            here.backup(copy)
            for table in tables_left_out():
                copy.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
            copy.commit()
            copy.execute("VACUUM")  # what was deleted stays in the file until then
            counted = _rows_of(copy)
        yield counted, _pieces_of(path)


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def load(pieces: Iterable[bytes]) -> None:
    """Put this database in the place of the present one, in one transaction of SQLite."""
    with _restored(pieces) as restored, closing(sqlite3.connect(_path())) as here:
        restored.backup(here)


@contextmanager
def scratch(pieces: Iterable[bytes]) -> Iterator[dict[str, int]]:
    """Make a database beside the present one, yield its {table: rows}, and delete it."""
    with _restored(pieces) as restored:
        yield _rows_of(restored)


@contextmanager
def _restored(pieces: Iterable[bytes]) -> Iterator[sqlite3.Connection]:
    with _beside() as path:
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        with closing(sqlite3.connect(path)) as restored:
            try:
                [verdict] = restored.execute("PRAGMA integrity_check").fetchone()
            except sqlite3.DatabaseError as fault:
                verdict = str(fault)
            if verdict != "ok":
                raise DatabaseFault(f"the database in the backup is damaged: {verdict}")
            yield restored


@contextmanager
def _beside() -> Iterator[Path]:
    """Yield a path beside the database, where as much is protected, and leave no file there."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=Path(_path()).parent) as folder:
        yield Path(folder) / "copy.sqlite3"


def _rows_of(database: sqlite3.Connection) -> dict[str, int]:
    named = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    left_out = tables_left_out()
    return {
        name: database.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}").fetchone()[0]  # noqa: S608
        for (name,) in named
        if name not in left_out
    }
