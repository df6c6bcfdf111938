"""What commands share that take sealed copies out of a server, and open them where none is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from letters.sealing.sealed_copies import Opening, is_of_the_server


class CopiesCommand(BaseCommand):
    """Each verb is a method."""

    # Where copies are opened there is neither a database nor a key of the site.
    requires_system_checks = []

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            getattr(self, verb.replace("-", "_"))(**options)
        except OSError as fault:
            raise CommandError(f"{fault.filename or ''}: {fault.strerror or fault}".lstrip(": ")) from None


def refuse_server(path: Path) -> None:
    if is_of_the_server(path):
        raise CommandError(f"{path} lies among the server's own files; choose a place outside")


def faults_of(opening: Opening, key: Path) -> Iterator[str]:
    """Yield a sentence for what did not open; empty when all did."""
    if opening.other_keys:
        which = "some copies are" if opening.opened else "this is the wrong key: the copies are"
        yield f"{which} sealed for {', '.join(sorted(opening.other_keys))}, which is not in {key}"
    if opening.broken:
        numbers = ", ".join(map(str, opening.broken))
        yield f"damaged or cut off, so not opened: number {numbers} of the file"
