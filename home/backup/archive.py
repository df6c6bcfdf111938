"""What stands in a backup, in this order: what it is, the database in pieces, the ledger, files, the end.

A tar without its names in clear: it lies inside a sealed file (home.backup.sealed_file).
"""

import io
import json
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b
from itertools import groupby
from typing import IO, Any, BinaryIO, Protocol, cast

from home.backup.sealed_file import BackupUnreadable, Opening, Sealing
from home.security.keyring import KeyRing

ABOUT, DATABASE, LEDGER, NAMES, FILES, END = (
    *("about.json", "database", "ledger", "names.json"),
    *("files", "end.json"),
)
# The size of a database is not known before it is written, and a tar wants sizes first.
PIECE_BYTES = 4 * 2**20


class DatabaseFault(Exception):
    """A database was not written or not read; the message says why, without any content."""


@dataclass(frozen=True)
class About:
    made_at: str  # ISO 8601, UTC
    release: str
    vendor: str  # of the database, as Django says it
    migrations: list[list[str]]  # [app, name]
    rows: dict[str, int]  # by table
    keys: dict[str, dict[str, str]]  # fingerprints: {ring: {key id: fingerprint}}
    has_files: bool = True  # False: their names alone


@dataclass
class Extent:
    """How much a backup holds; written last, so that a reader can tell that nothing is missing."""

    database_bytes: int = 0
    files: int = 0
    file_bytes: int = 0


@dataclass(frozen=True)
class Part:
    name: str
    size: int
    content: IO[bytes]


class ReadOnce(Protocol):
    """What is read from its beginning to its end."""

    def read(self, size: int, /) -> bytes: ...


class Writer:
    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self.extent = tar, Extent()

    def add_about(self, about: About) -> None:
        self._add_json(ABOUT, asdict(about))

    def add_database(self, pieces: Iterable[bytes]) -> None:
        for number, piece in enumerate(pieces):
            self._add(f"{DATABASE}/{number:08}", len(piece), io.BytesIO(piece))
            self.extent.database_bytes += len(piece)

    def add_ledger(self, content: bytes) -> None:
        self._add(LEDGER, len(content), io.BytesIO(content))

    def add_names(self, names: list[str]) -> None:
        """Add the names of all files, also where the files themselves are kept elsewhere."""
        content = json.dumps(names).encode()
        self._add(NAMES, len(content), io.BytesIO(content))

    def add_file(self, name: str, size: int, content: ReadOnce) -> None:
        self._add(f"{FILES}/{name}", size, content)
        self.extent.files += 1
        self.extent.file_bytes += size

    def add_end(self) -> None:
        self._add_json(END, asdict(self.extent))

    def _add_json(self, name: str, value: Mapping[str, Any]) -> None:
        content = json.dumps(value).encode()
        self._add(name, len(content), io.BytesIO(content))

    def _add(self, name: str, size: int, content: ReadOnce) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self._tar.addfile(entry, cast(BinaryIO, content))


@contextmanager
def written_to(file: BinaryIO, *, kid: str, public: bytes) -> Iterator[Writer]:
    """Yield a writer of a backup sealed for this key; the end is written when all went well."""
    sealing = Sealing(file, kid=kid, public=public)
    with tarfile.open(fileobj=cast(BinaryIO, sealing), mode="w|", format=tarfile.PAX_FORMAT) as tar:
        writer = Writer(tar)
        yield writer
        writer.add_end()
    sealing.finish()


class Reader:
    """A backup that is being read. `about` is known at once; `groups` come once, in their order."""

    def __init__(self, file: BinaryIO, *, keys: KeyRing) -> None:
        self._parts = _parts(Opening(file, keys=keys))
        first = next(self._parts, None)
        if first is None or first.name != ABOUT:
            raise BackupUnreadable("the backup does not say what it is")
        self.about = About(**json.loads(first.content.read()))
        self.extent = Extent()

    def groups(self) -> Iterator[tuple[str, Iterator[Part]]]:
        """Yield DATABASE, LEDGER, NAMES and FILES, each with its parts.

        Raises BackupUnreadable, if only at the end.
        """
        is_whole = False
        for kind, parts in groupby(self._parts, key=lambda part: part.name.partition("/")[0]):
            if kind == END:
                self._require_all(Extent(**json.loads(next(parts).content.read())))
                is_whole = True
            else:
                yield kind, map(self._counted, parts)
        if not is_whole:
            raise BackupUnreadable("the backup is cut short: it does not say how much it was")

    def _counted(self, part: Part) -> Part:
        if part.name.startswith(f"{DATABASE}/"):
            self.extent.database_bytes += part.size
        elif part.name.startswith(f"{FILES}/"):
            self.extent.files += 1
            self.extent.file_bytes += part.size
        return part

    def _require_all(self, said: Extent) -> None:
        if said != self.extent:
            raise BackupUnreadable("the backup lacks parts of what it says it holds")


def _parts(opening: Opening) -> Iterator[Part]:
    try:
        with tarfile.open(fileobj=cast(BinaryIO, opening), mode="r|") as tar:
            for entry in tar:
                content = tar.extractfile(entry)
                if content is None:
                    raise BackupUnreadable("the backup holds something else than files")
                yield Part(entry.name, entry.size, content)
        while opening.read(2**16):  # to the last piece, which alone tells that nothing was cut off
            pass
    except tarfile.TarError:
        raise BackupUnreadable("the backup is damaged: its parts do not follow one another") from None


def fingerprint(key: bytes) -> str:
    """Return what tells two keys apart and leads to neither."""
    return blake2b(key, digest_size=8, person=b"fingerprint").hexdigest()
