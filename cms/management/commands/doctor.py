"""`manage.py doctor`: what is amiss on this machine, and the line that mends it. `make doctor` calls it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.doctor import mend, questions
from home import __version__
from home.health.actions.watching import look_at_health
from home.health.question import Question, told_by
from home.health.read_models import is_worker_heard
from home.jobs.actions.outbox import send_due

COLUMN = 22


class Command(BaseCommand):
    help = "Look over this machine: Python, database, keys, worker, jobs, mail, disk, certificates, desks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--tell",
            action="store_true",
            help="mail what is newly amiss to administrators, also while no worker works: for a timer",
        )

    def handle(self, *args: Any, tell: bool, **options: Any) -> None:
        self.stdout.write(f"{'version':<{COLUMN}}{__version__}")
        troubles = sum(self.ask(question) for question in questions())
        if tell:
            self.tell()
        if troubles:
            raise CommandError(f"{troubles} to look at.")

    def ask(self, question: Question) -> bool:
        trouble = told_by(question)
        words = f"{trouble}\n{'':<{COLUMN}}-> {mend(question)}" if trouble else "ok"
        self.stdout.write(f"{question.name:<{COLUMN}}{words}")
        return bool(trouble)

    def tell(self) -> None:
        look_at_health()
        if not is_worker_heard():
            send_due()
