"""`manage.py letters_release export|open|handed-over`: letters for somebody who is free again.

Export and handed-over are for the server; open is for a machine without a network, where the private key is.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from home.security.keyring import KeyRingError, read_ring
from letters.management.copies import CopiesCommand, faults_of, refuse_server
from letters.release.actions.release import NotFree, NothingKept, export_copies, forget_handed_over
from letters.release.opening import open_copies
from letters.sealing.sealed_copies import NotOurFile
from prisoner_pages.models import Prisoner


class Command(CopiesCommand):
    help = "Hand over the sealed copies of letters that waited for a release."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        export = verbs.add_parser("export", help="on the server: the copies kept for one person, as sealed")
        export.add_argument("--prisoner", required=True, metavar="SLUG")
        export.add_argument("out", type=Path, metavar="OUT", help="a new file")
        opening = verbs.add_parser("open", help="offline: write the letters in FILE as pages to print")
        opening.add_argument("file", type=Path, metavar="FILE", help="what export has written")
        opening.add_argument("--key", required=True, type=Path, metavar="PRIVATE_KEY_FILE")
        opening.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="new or empty")
        done = verbs.add_parser("handed-over", help="on the server: delete the copies that were taken out")
        done.add_argument("--prisoner", required=True, metavar="SLUG")

    def export(self, *, prisoner: str, out: Path, **options: Any) -> None:
        refuse_server(out)
        record = find(prisoner)
        try:
            count = export_copies(record=record, target=out)
        except NotFree:
            raise CommandError(
                f"{prisoner} is {record.status}: copies go only to somebody announced as"
                " released or exchanged, and not under supervision"
            ) from None
        except NothingKept:
            raise CommandError(f"no copy waits for {prisoner}") from None
        self.stdout.write(
            f"{count} copies, still sealed, are in {out}. Open them offline: letters_release open"
        )

    def open(self, *, file: Path, key: Path, to: Path, **options: Any) -> None:
        refuse_server(to)
        try:
            opening = open_copies(file, keys=read_ring("release_private", key), folder=to)
        except (KeyRingError, NotOurFile) as fault:
            raise CommandError(str(fault)) from None
        if opening.pages:
            self.stdout.write(f"{opening.opened} letters are in {to}: {', '.join(opening.pages)}")
        if faults := list(faults_of(opening, key)):
            raise CommandError("\n".join(faults))

    def handed_over(self, *, prisoner: str, **options: Any) -> None:
        try:
            deleted, left = forget_handed_over(record=find(prisoner))
        except NothingKept:
            raise CommandError(f"no copy for {prisoner} was taken out; export comes first") from None
        self.stdout.write(f"{deleted} copies deleted here. Destroy the file of the export, too.")
        if left:
            self.stdout.write(f"{left} copies were not taken out and stay.")


def find(slug: str) -> Prisoner:
    record = Prisoner.objects.filter(slug=slug).first()
    if record is None:
        raise CommandError(f"no record has the address {slug}")
    return record
