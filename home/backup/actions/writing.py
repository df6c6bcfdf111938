"""Making a backup: one at a time, whole or not at all, and old ones thrown away only after it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import storages
from django.utils import timezone

from home.backup.actions.databases import engine
from home.backup.archive import Extent, Writer, written_to
from home.backup.copies import outdated
from home.backup.read_models import about_this_site, stored_files
from home.security.keyring import KeyRing
from home.settings.defaults import settings

LOCK, UNFINISHED = ".backup.lock", ".part"


class AlreadyRunning(Exception):
    """Another backup is being written into the folder."""


def make_backup(target: Path, *, keys: KeyRing, with_files: bool) -> Extent:
    """Write the new file `target` for the newest of `keys`, which are public; return how much it holds.

    Raises AlreadyRunning, DatabaseFault, OSError (FileExistsError): then there is no file.
    """
    kid, public = keys.current
    with alone_in(target.parent), _new_file(target) as file:
        with engine().moment() as (rows, pieces), written_to(file, kid=kid, public=public) as writer:
            now = timezone.now().astimezone(UTC).isoformat(timespec="seconds")
            writer.add_about(about_this_site(made_at=now, rows=rows, has_files=with_files))
            writer.add_database(pieces)
            writer.add_ledger(_ledger())
            _add_files(writer, with_files)
        return writer.extent


def _add_files(writer: Writer, with_files: bool) -> None:
    storage = storages["default"]
    names = list(stored_files(storage))
    writer.add_names(names)
    for name in names if with_files else ():
        try:
            size, content = storage.size(name), storage.open(name)
        except FileNotFoundError:  # deleted meanwhile
            continue
        with content:
            writer.add_file(name, size, content)


def _ledger() -> bytes:
    path = Path(settings.ERASURE_LEDGER)
    return path.read_bytes() if path.exists() else b""


def drop_outdated(folder: Path, *, days: int, weeks: int) -> list[str]:
    """Delete the backups of the folder that need not be kept; return their names."""
    names = [path.name for path in folder.iterdir()]
    gone = outdated(names, now=datetime.now(UTC), days=days, weeks=weeks)
    for name in gone:
        (folder / name).unlink()
    return gone


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder for one backup. What a killed one left unfinished goes."""
    with os.fdopen(os.open(folder / LOCK, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"another backup is being written into {folder}") from None
        for left in folder.glob(f".*{UNFINISHED}"):
            left.unlink()
        yield


@contextmanager
def _new_file(target: Path) -> Iterator[BinaryIO]:
    """Yield a file that gets its name when it is finished and safe on the disk."""
    if target.exists():
        raise FileExistsError(f"{target} exists")
    unfinished = target.with_name(f".{target.name}{UNFINISHED}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync(target.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
