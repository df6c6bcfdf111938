"""Making a backup: one at a time, whole or not at all, and old ones thrown away only after it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import storages
from django.utils import timezone

from home.backup.actions.databases import engine
from home.backup.archive import Extent, Writer, written_to
from home.backup.copies import outdated
from home.backup.places import Place
from home.backup.read_models import about_this_site, stored_files
from home.security.keyring import KeyRing
from home.settings.defaults import settings


@dataclass(frozen=True)
class Made:
    extent: Extent
    bytes: int


def make_backup(place: Place, name: str, *, keys: KeyRing, with_files: bool) -> Made:
    """Write a new file for the newest of `keys`, which are public; return how much it holds.

    Raises AlreadyRunning, DatabaseFault, OSError (FileExistsError): then there is no file.
    """
    kid, public = keys.current
    with place.alone(), place.new_file(name) as file:
        with engine().moment() as (rows, pieces), written_to(file, kid=kid, public=public) as writer:
            now = timezone.now().astimezone(UTC).isoformat(timespec="seconds")
            writer.add_about(about_this_site(made_at=now, rows=rows, has_files=with_files))
            writer.add_database(pieces)
            writer.add_ledger(_ledger())
            _add_files(writer, with_files)
        return Made(writer.extent, file.tell())


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


def drop_outdated(place: Place, *, days: int, weeks: int) -> list[str]:
    """Delete the backups there that need not be kept; return their names. Raises OSError."""
    gone = outdated(place.names(), now=datetime.now(UTC), days=days, weeks=weeks)
    for name in gone:
        place.delete(name)
    return gone
