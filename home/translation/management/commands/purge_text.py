"""`manage.py purge_text KEY`: erases a page or a word in every language, and every trace of its text."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from home.translation.actions.purge import StillUsed, purge_deleted, purge_text
from home.translation.sources import translated_models


class Command(BaseCommand):
    help = "Erase a page or a word in every language, with all texts, drafts and history of the desk."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("key", nargs="?", type=UUID, help="its translation_key")
        what.add_argument("--deleted", action="store_true", help="all that was deleted before")

    def handle(self, *, key, deleted, **options):
        if deleted:
            return purge_deleted()
        found = next(filter(None, (_find(model, key) for model in translated_models())), None)
        if found is None:
            raise CommandError("No page and no word has this key.")
        try:
            purge_text(found, by=None)
        except StillUsed:
            raise CommandError("There are pages below it: erase or move them first.") from None


def _find(model, key):
    return model.objects.filter(translation_key=key).first()
