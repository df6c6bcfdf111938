"""`manage.py backup TO`: database, files and the ledger of erasures in one sealed file; no private key."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from errno import ENOSPC
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from home.backup.actions.writing import drop_outdated, make_backup
from home.backup.archive import DatabaseFault
from home.backup.bucket import place_and_name
from home.backup.copies import name_at
from home.backup.places import AlreadyRunning, Place
from home.jobs.actions.clock import may_be_ahead
from home.security.keyring import KeyRingError, read_ring, ring

NO_KEY = "there is no key to seal a backup for: manage.py letters_keys backup FILE ({fault})"


class Command(BaseCommand):
    help = "Write the site into one file that only the holder of the offline key can open."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("to", help="a folder, or s3://BUCKET/PREFIX; the file is named by the time")
        parser.add_argument("--key", type=Path, help="the public key, where it is not in backup_public")
        parser.add_argument("--names-only", action="store_true", help="of pictures and documents only names")
        parser.add_argument("--keep-days", type=int, help="keep the newest of each of so many days alone")
        parser.add_argument("--keep-weeks", type=int, default=0, help="and of each of so many weeks")

    def handle(
        self, *, to: str, key: Path | None, names_only: bool, keep_days: int | None, **options: Any
    ) -> None:
        place, name = place_and_name(to)
        if keep_days is not None and (keep_days < 1 or name):
            raise CommandError("--keep-days is a number of days, at least 1, for a folder of backups")
        self.write(place, name or name_at(datetime.now(UTC)), with_files=not names_only, key=key)
        if keep_days is not None:
            self.tidy(place, days=keep_days, weeks=options["keep_weeks"])

    def write(self, place: Place, name: str, *, with_files: bool, key: Path | None) -> None:
        try:
            keys = read_ring("the key", key) if key else ring("backup_public")
            made = make_backup(place, name, keys=keys, with_files=with_files)
        except KeyRingError as fault:
            raise CommandError(NO_KEY.format(fault=fault)) from None
        except (AlreadyRunning, DatabaseFault) as fault:
            raise CommandError(f"no backup was made: {fault}") from None
        except DatabaseError as fault:
            raise CommandError(f"no backup was made: the database: {type(fault).__name__}") from None
        except OSError as fault:
            raise CommandError(f"no backup was made: {place}: {words_of(fault)}") from None
        self.stdout.write(f"wrote {place}/{name}: {made.bytes} bytes")
        self.stdout.write(f"database: {made.extent.database_bytes} bytes; files: {made.extent.files}")

    def tidy(self, place: Place, *, days: int, weeks: int) -> None:
        if may_be_ahead():
            self.stderr.write("older ones stay: the clock leapt ahead, see manage.py doctor")
            return
        try:
            for name in drop_outdated(place, days=days, weeks=weeks):
                self.stdout.write(f"deleted {name}")
        except OSError as fault:
            raise CommandError(f"older ones were not deleted: {place}: {words_of(fault)}") from None


def words_of(fault: OSError) -> str:
    return "there is no room left" if fault.errno == ENOSPC else fault.strerror or str(fault)
