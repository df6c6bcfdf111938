"""`manage.py restore FROM`: a backup in the place of this site, or beside it as a drill."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from home.backup.actions.restoring import Restored, Source, differences, drill, look_through, put_back
from home.backup.archive import About, DatabaseFault, Extent
from home.backup.bucket import place_and_name
from home.backup.obstacles import keys_that_differ, unknown_migrations
from home.backup.read_models import fingerprints, known_migrations, others_at_work, rows_by_table
from home.backup.sealed_file import BackupUnreadable
from home.jobs.actions.picture_sizes import REMAKE_LOST
from home.jobs.actions.statistics import keep_statistics
from home.jobs.queue import enqueue_once
from home.security.keyring import KeyRing, KeyRingError, is_locked, read_ring
from letters.erasure.actions.restore import add_lines_of_backup
from letters.models import Letter
from letters.retention.ledger import LedgerError
from prisoner_pages.models import Prisoner


class Command(BaseCommand):
    help = (
        "Put a backup in the place of this site; --check reads it only, --drill restores it beside the site."
    )
    # There may be no database yet.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", metavar="FROM", help="what manage.py backup wrote: a file, or s3://…")
        parser.add_argument("--key", required=True, help="the file with the private half, on its stick")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--check", action="store_true", help="read all of it, change nothing")
        how.add_argument("--drill", action="store_true", help="restore beside the site, count, leave nothing")
        how.add_argument("--over", action="store_true", help="also where a site is: what it has is lost")
        parser.add_argument(
            "--without-keys", action="store_true", help="also where keys of that site lack here"
        )

    def handle(self, *, backup: str, key: str, check: bool, **options: Any) -> None:
        source = place_and_name(backup)
        with clear_sentences(backup):
            keys = read_ring("the key", Path(key))
            about, extent = look_through(source, keys)
            self.say(about, extent)
            if options["drill"]:
                self.drill(source, keys)
            elif not check:
                self.require_way(about, **options)
                self.restore(source, keys)

    def say(self, about: About, extent: Extent) -> None:
        self.stdout.write(f"a backup of {about.made_at}, release {about.release}, {about.vendor}: whole")
        files = f"{extent.files} ({extent.file_bytes} bytes)" if about.has_files else "their names only"
        self.stdout.write(f"tables: {len(about.rows)}, rows: {sum(about.rows.values())}; files: {files}")

    def require_way(self, about: About, *, over: bool, without_keys: bool, **options: Any) -> None:
        found = unknown_migrations(about, known_migrations()) + others_at_work()
        if about.vendor != connection.vendor:
            found.append(f"the backup is of {about.vendor}, this site has {connection.vendor}")
        if not over and (here := what_is_here()):
            found.append(f"this site is not empty: {here}. --over puts the backup in its place")
        if not without_keys and is_locked("letters_private"):
            found.append("the keys are locked, so nobody knows whether they are the right ones: unlock them")
        elif not without_keys:
            found += keys_that_differ(about, fingerprints())
        if found:
            raise CommandError("nothing was changed:\n" + "\n".join(f"- {words}" for words in found))

    def drill(self, source: Source, keys: KeyRing) -> None:
        done = drill(source, keys)
        live = rows_by_table()
        self.require_same(done)
        self.stdout.write(
            f"restored beside the site: {sum(done.rows.values())} rows, all that were backed up"
        )
        for table in sorted(live.keys() | done.rows.keys()):
            if (now := live.get(table, 0)) != (then := done.rows.get(table, 0)) and table in live:
                self.stdout.write(f"  {table}: {then} then, {now} now")
        self.stdout.write("nothing is left of it")

    def restore(self, source: Source, keys: KeyRing) -> None:
        done = put_back(source, keys)
        self.require_same(done)
        self.stdout.write(f"rows: {sum(done.rows.values())}; files written: {done.files_written}")
        if done.files_missing:
            self.stdout.write(f"files that the site knows and that are not here: {len(done.files_missing)}")
        call_command("migrate", skip_checks=True, interactive=False, verbosity=0)
        keep_statistics()
        add_lines_of_backup(done.ledger)
        call_command("restore_check", stdout=self.stdout)
        enqueue_once(REMAKE_LOST)
        self.stdout.write("next: manage.py check, manage.py grants for the public host, then start")

    def require_same(self, done: Restored) -> None:
        if found := differences(done.about.rows, done.rows):
            raise CommandError("restored, but not all of it:\n" + "\n".join(found))


def what_is_here() -> str:
    """Return how much this site holds, "" for an empty one."""
    models = {"accounts": User, "people": Prisoner, "letters": Letter}
    try:
        counted = {name: model._default_manager.count() for name, model in models.items()}
    except DatabaseError:  # no tables
        return ""
    return ", ".join(f"{count} {name}" for name, count in counted.items() if count)


@contextmanager
def clear_sentences(address: str) -> Iterator[None]:
    try:
        yield
    except (BackupUnreadable, DatabaseFault, KeyRingError, LedgerError) as fault:
        raise CommandError(str(fault)) from None
    except OSError as fault:
        raise CommandError(f"{fault.filename or address}: {fault.strerror or fault}") from None
