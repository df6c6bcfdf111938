"""`manage.py doctor`: what is amiss on this machine, and the line that mends it. `make doctor` calls it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.doctor import QUESTIONS
from home import __version__


class Command(BaseCommand):
    help = "Look over this machine: Python, port, database, keys, mail, disk."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{'version':<20}{__version__}")
        troubles = 0
        for question in QUESTIONS:
            trouble = question.answer()
            troubles += bool(trouble)
            self.stdout.write(
                f"{question.name:<20}" + (f"{trouble}\n{'':<20}-> {question.fix}" if trouble else "ok")
            )
        if troubles:
            raise CommandError(f"{troubles} to look at.")
