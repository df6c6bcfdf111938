"""`manage.py keep_times`: delete what is past its time of keeping; the worker does the same each day."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.jobs.actions.clock import believe_clock, may_be_ahead
from letters.erasure.actions.retention_run import keep_times
from letters.retention.read_models import days_kept

DOUBTED = (
    "nothing was deleted: this clock says {now:%Y-%m-%d %H:%M} UTC and has leapt ahead, or no worker has"
    " worked for long. Set it right; if it is, say --clock-is-right"
)


class Command(BaseCommand):
    help = "Delete what is past its time of keeping. May be stopped, run again, and run twice at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, delete nothing")
        parser.add_argument(
            "--clock-is-right", action="store_true", help="somebody has looked: no longer wait for the clock"
        )
        parser.add_argument("--at", type=date.fromisoformat, help="with --dry-run: what is due on that DATE")

    def handle(self, *, dry_run: bool, at: date | None, clock_is_right: bool, **options: Any) -> None:
        if at and not dry_run:
            raise CommandError("--at counts only: nothing is deleted before its day. Add --dry-run.")
        if clock_is_right:
            believe_clock()
        elif not dry_run and may_be_ahead():
            raise CommandError(DOUBTED.format(now=timezone.now()))
        moment = timezone.make_aware(datetime.combine(at, time.min)) if at else None
        counts = keep_times(at=moment, only_count=dry_run)
        days = days_kept()
        for kind, count in counts.items():
            self.stdout.write(f"{kind:<18}{days[kind]:>5} days  {count:>6} {'due' if dry_run else 'deleted'}")
