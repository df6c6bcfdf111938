"""Where backups lie: a folder of this host, or a bucket that keeps them under a prefix.

Either writes a new file whole or not at all, one at a time, and gives one from its beginning to its end.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

LOCK, UNFINISHED = ".backup.lock", ".part"


class AlreadyRunning(Exception):
    """Another backup is being written there."""


class Place(Protocol):
    """`str()` of it is what somebody typed. All of it raises OSError."""

    def alone(self) -> AbstractContextManager[None]:
        """Hold the place for one backup. What a killed one left unfinished goes. Raises AlreadyRunning."""

    def new_file(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Yield a file that gets its name when it is finished and safe."""

    def opened(self, name: str) -> AbstractContextManager[BinaryIO]: ...

    def names(self) -> list[str]: ...

    def delete(self, name: str) -> None: ...


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    @contextmanager
    def alone(self) -> Iterator[None]:
        with locked(self.path / LOCK, what=str(self)):
            for left in self.path.glob(f".*{UNFINISHED}"):
                left.unlink()
            yield

    @contextmanager
    def new_file(self, name: str) -> Iterator[BinaryIO]:
        target, unfinished = self.path / name, self.path / f".{name}{UNFINISHED}"
        if target.exists():
            raise FileExistsError(f"{target} exists")
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        _sync(self.path)

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        with (self.path / name).open("rb") as file:
            yield file

    def names(self) -> list[str]:
        return [path.name for path in self.path.iterdir()]

    def delete(self, name: str) -> None:
        (self.path / name).unlink()


@contextmanager
def locked(path: Path, *, what: str) -> Iterator[None]:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"another backup is being written into {what}") from None
        yield


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
