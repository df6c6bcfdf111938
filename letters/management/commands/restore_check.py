"""`manage.py restore_check`: the second half of a restore from a backup, before anything else starts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from letters.erasure.actions.restore import after_restore
from letters.log.read_models import verify
from letters.retention.ledger import LedgerError


class Command(BaseCommand):
    help = "After a restore: erase again what was erased since, stop old mail, mark the gap in the log."
    # The check that asks for this command must not stop it.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ledger", help="the ledger of erasures, when it is not in its place")

    def handle(self, *, ledger: str | None, **options: Any) -> None:
        try:
            done = after_restore(ledger=ledger)
        except LedgerError as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"letters erased again: {done.erased}")
        self.stdout.write(f"copies for a release deleted again: {done.copies_forgotten}")
        self.stdout.write(f"answers taken back again: {done.answers_taken_back}")
        self.stdout.write(f"replies closed again: {done.replies_closed}")
        self.stdout.write(f"mails of the backup given up: {done.mails_stopped}")
        if not verify().is_sound:
            raise CommandError("the log does not follow; manage.py check_log names where")
