"""Taking letters out of a pack: its files never hold a letter that is not to go.

Locks are taken in one order everywhere: desk, letters by their number, pack, rows and files of the pack.
"""

from django.db import transaction

from home.jobs.queue import enqueue
from letters.choices.paper import FileKind, LeftOut, PrintTrouble, RunState
from letters.models import DayPack, Letter, PrintedLetter, PrintFile, PrintRun

BUILD_PACK = "letters.build_pack"
# Made of all letters at once, after them.
LISTS = (FileKind.ENVELOPES, FileKind.MANIFEST)
UNPOSTED = (RunState.BUILDING, RunState.READY, RunState.FAILED)


def lock_pack(pack: DayPack) -> DayPack:
    """Return the stored pack, locked until the transaction ends."""
    return DayPack.objects.select_for_update().get(pk=pack.pk)


@transaction.atomic
def take_out(row: PrintedLetter, because: LeftOut | PrintTrouble) -> None:
    """Take one letter out of the files of its pack for a LeftOut or PrintTrouble; they are made anew."""
    pack = lock_pack(row.run.pack)
    if PrintedLetter.objects.filter(pk=row.pk, is_open=True).update(is_open=False, fault=because):
        _drop_files(pack, row)


@transaction.atomic
def take_out_erased(letter: Letter) -> None:
    """Take an erased letter out of every file it stands in; files of posted packs are emptied whole.

    Paper that is printed and not handed over is shown to the dispatcher by its number.
    """
    rows = PrintedLetter.objects.filter(letter=letter).select_related("run__pack").order_by("run__pack", "pk")
    for row in rows:
        pack = lock_pack(row.run.pack)
        PrintFile.objects.filter(printed=row).delete()
        if pack.state in UNPOSTED:
            PrintedLetter.objects.filter(pk=row.pk).update(is_open=False, fault=LeftOut.ERASED)
            _drop_files(pack, row)
        else:
            PrintedLetter.objects.filter(pk=row.pk).update(is_open=False)
            PrintFile.objects.filter(pack=pack).update(sealed=b"")


def _drop_files(pack: DayPack, row: PrintedLetter) -> None:
    files = PrintFile.objects.filter(pack=pack)
    files.filter(printed=row).delete()
    whole = files.of_whole_packs()
    whole.filter(kind__in=LISTS).delete()
    whole.filter(chunk=row.chunk).delete()
    PrintedLetter.objects.of(pack).to_print().filter(chunk=row.chunk).update(pages=None)
    if pack.state in UNPOSTED:
        build_anew(pack)


def build_anew(pack: DayPack) -> None:
    """Have the worker make what is missing of the pack's files. The pack must be locked."""
    pack.state = RunState.BUILDING
    pack.save(update_fields=["state"])
    PrintRun.objects.filter(pack=pack).exclude(state=RunState.POSTED).update(state=RunState.BUILDING)
    enqueue(BUILD_PACK, pack_id=pack.pk)
