"""`manage.py remove_demo`: invented people, places and accounts; imported people and real facts stay."""

from typing import Any

from django.core.management.base import BaseCommand

from letters.demo.actions.removal import remove_letters_to_invented
from letters.oversight.actions.openness import note_openness
from prisoner_pages.demo.actions.removal import remove_content


class Command(BaseCommand):
    help = "Removes invented people, places and accounts. Imported people and the real initiative stay."

    def handle(self, **options: Any) -> None:
        remove_letters_to_invented()
        remove_content()
        note_openness()
        self.stdout.write("The demo is removed.")
