"""`manage.py letters_replies take-out|open`: a reply that is kept under the offline key, once more.

Take-out is for the server; open is for a machine without a network, where the private key is.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from home.security.keyring import KeyRingError, read_ring
from letters.choices.letters import OpeningReason
from letters.management.copies import CopiesCommand, faults_of, refuse_server
from letters.models import Reply
from letters.posting.actions.kept_replies import StillAtHand, take_out
from letters.posting.kept_replies import PAGE_FILE, open_kept
from letters.sealing.sealed_copies import NotOurFile

TAKEN_OUT = """{count} parts, still sealed, are in {out}, and who asked and why is logged.
  Carry the file to the machine without a network: letters_replies open FILE --key KEY --to FOLDER.
  Show it to {asked_by} alone, then delete the folder and this file."""


class Command(CopiesCommand):
    help = "Open one reply of a prisoner that is kept under the offline key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        out = verbs.add_parser("take-out", help="on the server: one reply, as sealed; logged")
        out.add_argument("reply", type=UUID, metavar="NUMBER", help="as its page shows it")
        out.add_argument("--asked-by", required=True, metavar="USERNAME", help="reads replies at its desk")
        out.add_argument("--because", required=True, choices=OpeningReason.values)
        out.add_argument("out", type=Path, metavar="OUT", help="a new file")
        opening = verbs.add_parser("open", help="offline: write the reply in FILE as a page")
        opening.add_argument("file", type=Path, metavar="FILE", help="what take-out has written")
        opening.add_argument("--key", required=True, type=Path, metavar="PRIVATE_KEY_FILE")
        opening.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="new or empty")

    def take_out(self, *, reply: UUID, asked_by: str, because: str, out: Path, **options: Any) -> None:
        refuse_server(out)
        found = Reply.objects.select_related("desk", "letter").filter(uuid=reply).first()
        if found is None:
            raise CommandError(f"no reply has the number {reply}")
        user = User.objects.filter(username=asked_by).first()
        try:
            if user is None:
                raise PermissionDenied
            count = take_out(reply=found, asked_by=user, because=OpeningReason(because), target=out)
        except PermissionDenied:
            raise CommandError(f"{asked_by} does not read replies at the desk of this one") from None
        except StillAtHand:
            raise CommandError("this reply is not kept under the offline key: the desk can read it") from None
        self.stdout.write(TAKEN_OUT.format(count=count, out=out, asked_by=asked_by))

    def open(self, *, file: Path, key: Path, to: Path, **options: Any) -> None:
        refuse_server(to)
        try:
            opened = open_kept(file, keys=read_ring("backup_private", key), folder=to)
        except (KeyRingError, NotOurFile) as fault:
            raise CommandError(str(fault)) from None
        if opened.opened:
            self.stdout.write(f"the reply is in {to / PAGE_FILE}")
        if faults := list(faults_of(opened, key)):
            raise CommandError("\n".join(faults))
