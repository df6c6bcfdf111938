"""Printing one letter again: the same number, a line in its log, files of its own."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation

from letters.choices.desk import Act
from letters.choices.paper import FileKind, PrintTrouble, RunState
from letters.handling.actions.opening import TooManyOpened
from letters.handling.actions.transitions import do_by_staff
from letters.models import DayPack, PrintedLetter, PrintFile
from letters.paper.envelopes import print_addresses
from letters.paper.letters import print_letters
from letters.permissions.letters import require_role
from letters.printing.actions.pack_contents import lock_pack
from letters.printing.actions.packs import PackMovedOn, printed_today
from letters.printing.actions.sheets import NotPrintable, envelope_of, sheet_of
from letters.sealing.sealed_box import seal_bytes


def reprint(*, row: PrintedLetter, by: User, version: int) -> PrintedLetter:
    """Print the letter of a ready pack again, with its envelope; return the PrintedLetter.

    Raises as `do_by_staff`; PackMovedOn, TooManyOpened, and NotPrintable with a LeftOut or PrintTrouble.
    """
    rows = PrintedLetter.objects.of(row.run.pack).in_order().with_texts()
    row = rows.select_related("run__pack__desk").get(pk=row.pk)
    pack = row.run.pack
    require_role(by, Act.REPRINT, row.letter)
    if printed_today(by) >= pack.desk.prints_a_day:
        raise TooManyOpened
    with translation.override(pack.language):
        files = _set_again(row, pack)
    _store(row, by, version, files)
    return row


def _set_again(row: PrintedLetter, pack: DayPack) -> dict[FileKind, bytes]:
    """Return {FileKind: PDF}. The press runs before anything is locked."""
    envelopes = [envelope_of(row, pack.desk)]
    parts = {
        FileKind.LETTERS: print_letters([sheet_of(row, pack.desk, place_in_pile=0)]),
        FileKind.ENVELOPES: print_addresses(envelopes, pack.envelope_format),
    }
    for part in parts.values():
        if part.flags:
            raise NotPrintable(part.flags[0].trouble)
    if parts[FileKind.LETTERS].page_counts[row.number] != row.pages:
        raise NotPrintable(PrintTrouble.FAILED)
    return {kind: part.pdf for kind, part in parts.items()}


@transaction.atomic
def _store(row: PrintedLetter, by: User, version: int, files: Mapping[FileKind, bytes]) -> None:
    do_by_staff(Act.REPRINT, letter=row.letter, by=by, version=version, detail=row.number)
    pack = lock_pack(row.run.pack)
    is_in = PrintedLetter.objects.of(pack).to_print().filter(pk=row.pk).exists()
    if pack.state != RunState.READY or not is_in:
        raise PackMovedOn
    for kind, pdf in files.items():
        file = PrintFile(pack=pack, kind=kind, chunk=0, printed=row)
        sealed = seal_bytes(pdf, letter=pack.uuid, field=file.field)
        defaults = {"pack": pack, "chunk": 0, "pages": 1, "sealed": sealed}
        PrintFile.objects.update_or_create(printed=row, kind=kind, defaults=defaults)
