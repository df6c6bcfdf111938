"""`manage.py load_glossary`: the initiative's vocabulary, into a glossary that may hold terms already."""

from typing import Any

from django.core.management.base import BaseCommand

from home.translation.glossary.actions.vocabulary import load_vocabulary


class Command(BaseCommand):
    help = "Adds the terms of the initiative’s vocabulary that the glossary lacks; those it has stay."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Terms added: {load_vocabulary()}")
