from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.catalogues.checks import problems
from home.catalogues.extraction import messages_of_project
from home.catalogues.files import CODES, merged, unused_parts, write
from home.settings.places import SOURCES


class Command(BaseCommand):
    help = (
        "Bring the interface strings up to the sources: read msgids, merge translations, compile. No gettext."
    )
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when something is wrong"
        )
        parser.add_argument("--missing", metavar="LANGUAGE", help="print the words a language lacks")

    def handle(self, *args: Any, **options: Any) -> None:
        root = SOURCES
        if options["check"]:
            return self._refuse_problems(root)
        if options["missing"]:
            return self._print_missing(root, options["missing"])
        self._write(root)
        self._refuse_problems(root)

    def _write(self, root: Path) -> None:
        messages = messages_of_project(root)
        for language in CODES:
            changed = write(root, language, messages)
            forms = merged(root, language, messages)
            ours = sum(any(forms[message]) for message in messages)
            state = "written" if changed else "unchanged"
            self.stdout.write(f"{language}: {ours} of {len(messages)} translated, {state}")
        for part, unused in unused_parts(root, messages).items():
            self.stdout.write(f"{part}: no source uses {[message.words for message in unused]}")

    def _print_missing(self, root: Path, language: str) -> None:
        messages = messages_of_project(root)
        translations = merged(root, language, messages)
        for message, places in messages.items():
            if not any(translations[message]):
                self.stdout.write(f"{message} {places[0]}")

    def _refuse_problems(self, root: Path) -> None:
        if found := problems(root):
            raise CommandError("\n".join(found))
