"""`manage.py load_words`: what desks and writers begin with, into lists that may hold some already."""

from typing import Any

from django.core.management.base import BaseCommand

from letters.screening.actions.word_lists import load_words


class Command(BaseCommand):
    help = "Adds the watched words, reasons, advice and examples that the lists lack; those they have stay."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Added: {load_words()}")
