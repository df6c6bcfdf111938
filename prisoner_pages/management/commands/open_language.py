"""`manage.py open_language CODE`: the language becomes public; says what is there and what is missing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from home.languages.info import CONTENT_LANGUAGES
from prisoner_pages.opening.actions.languages import CannotOpen, close_language, open_language
from prisoner_pages.opening.read_models.languages import language_state


class Command(BaseCommand):
    help = "Open a language to the public, or close it; texts that nobody has approved stay out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("language", choices=[code for code, _name in CONTENT_LANGUAGES])
        parser.add_argument("--look", action="store_true", help="say what is missing; change nothing")
        parser.add_argument("--close", action="store_true", help="take it from the public; its texts stay")

    def handle(self, *, language: str, look: bool, close: bool, **options: Any) -> None:
        for finding in language_state(language).findings:
            mark = "!" if finding.is_missing else " "
            self.stdout.write(f"{mark} {finding.about}: {finding.said}")
        if not look:
            self.change(language, close=close)

    def change(self, language: str, *, close: bool) -> None:
        try:
            (close_language if close else open_language)(language, by=None)
        except CannotOpen as refusal:
            raise CommandError("\n".join(map(str, refusal.reasons))) from None
        self.stdout.write((_("%s is not public any more.") if close else _("%s is public.")) % language)
