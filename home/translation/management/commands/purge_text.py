"""`manage.py purge_text KEY` or `--slug SLUG`: erases a page or a word in every language, all of its text."""

from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.translation.core.actions.purge import StillUsed, purge_deleted, purge_text
from home.translation.core.read_models.sources import translated_models
from home.translation.translatables import PageOrWord


class Command(BaseCommand):
    help = "Erase a page or a word in every language, with all texts, drafts and history of the desk."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("key", nargs="?", type=UUID, help="its translation_key")
        what.add_argument("--slug", help="the last part of its address, in whatever language")
        what.add_argument("--deleted", action="store_true", help="all that was deleted before")

    def handle(self, *args: Any, key: UUID | None, slug: str | None, deleted: bool, **options: Any) -> None:
        if deleted:
            return purge_deleted()
        try:
            purge_text(_only(_find("slug", slug) if slug else _find("translation_key", key)), by=None)
        except StillUsed:
            raise CommandError("There are pages below it: erase or move them first.") from None


def _find(name: str, value: object) -> list[PageOrWord]:
    models = [model for model in translated_models() if _has(model, name)]
    return [each for model in models for each in model.objects.filter(**{name: value})]


def _has(model: type[PageOrWord], name: str) -> bool:
    try:
        return bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def _only(found: list[PageOrWord]) -> PageOrWord:
    """Return the one that was found. If there are several, erase none, but show their keys."""
    if not found:
        raise CommandError("No page and no word is called so.")
    keys = {each.translation_key: each for each in found}
    if len(keys) > 1:
        lines = [f"{key}  {each._meta.label}  {_place(each)}" for key, each in keys.items()]
        raise CommandError("\n".join(["Several are called so. Give the key of one:", *lines]))
    return found[0]


def _place(instance: PageOrWord) -> str:
    return getattr(instance, "url_path", "")
