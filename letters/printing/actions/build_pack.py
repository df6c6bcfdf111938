"""The job that makes the files of a pack, chunk by chunk: killed anywhere, the next run does what is missing.

    letters of a chunk set and stored -> envelopes and manifest -> each letter printed in its log -> ready

Whatever stops a letter on the way takes that letter alone out of the pack, with the reason, and the files in
which it stood are made anew. No file is opened before all of them hold the same letters in the same order.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from home.jobs.queue import enqueue
from home.security.keyring import KeysLocked
from letters.choices.desk import Act
from letters.choices.paper import FileKind, LeftOut, PrintTrouble, RunState
from letters.handling.actions.transitions import (
    ClaimedByOther,
    LetterHeld,
    Stale,
    WantedBack,
    do_all_by_staff,
    do_by_worker,
    lock_letter,
    lock_letters,
)
from letters.lifecycle import IN_HAND, TO_PRINT, InvalidTransition
from letters.models import DayPack, Letter, PrintedLetter, PrintFile, PrintRun
from letters.paper.electronic_mail import as_file, text_pages
from letters.paper.envelopes import print_addresses
from letters.paper.letters import print_letters
from letters.paper.manifest import print_manifest
from letters.paper.manifest_codes import pack_code, run_code
from letters.paper.weights import grams, sheet_count
from letters.printing.actions.pack_contents import BUILD_PACK, LISTS, lock_pack, take_out
from letters.printing.actions.sheets import NotPrintable, envelope_of, manifest_row, sheet_of, tariff_of
from letters.querysets.printing import PrintedLetterQuerySet
from letters.sealing.sealed_box import seal_bytes
from letters.typesetting.pdf_joining import PagesDiffer
from letters.typesetting.press import PressBroken, PressFailure
from letters.typesetting.sheets import LetterSheet, Printed

logger = logging.getLogger(__name__)

RESUME_PACKS = "letters.resume_packs"
# How long a worker may be silent before another one may go on; it renews its lease at every chunk.
LEASE = timedelta(seconds=90)
# Noted as printed in one transaction: what a killed worker loses at most, and how long other writers wait.
NOTED_AT_ONCE = 50
LEAVES_OUT = {
    Stale: LeftOut.CHANGED,
    ClaimedByOther: LeftOut.CLAIMED,
    LetterHeld: LeftOut.HELD,
    WantedBack: LeftOut.WANTED_BACK,
    InvalidTransition: LeftOut.NOT_APPROVED,
    PermissionDenied: LeftOut.NOT_ALLOWED,
}


class PackGone(Exception):
    """Somebody has cancelled the pack, or it is ready."""


def build_pack(pack_id: int) -> None:
    """Make what is missing of the pack's files; nothing when another worker is at it."""
    if not _take(pack_id):
        return
    pack = DayPack.objects.select_related("desk__partner", "made_by").get(pk=pack_id)
    try:
        with translation.override(pack.language):
            _build(pack)
    except PackGone:
        return
    except KeysLocked:
        DayPack.objects.unfinished().filter(pk=pack.pk).update(worked_until=None)
        raise
    except Exception as fault:
        logger.warning(
            "Pack failed", extra={"event": "pack_failed", "pack": pack_id, "error": type(fault).__name__}
        )
        _fail(pack)
        if not isinstance(fault, (PressBroken, PressFailure, PagesDiffer)):
            raise


def resume_packs() -> None:
    """Ask for the packs that no worker builds: each hour, for what a dead one has left."""
    free = Q(worked_until=None) | Q(worked_until__lt=timezone.now())
    for pk in DayPack.objects.unfinished().filter(free).values_list("pk", flat=True):
        enqueue(BUILD_PACK, pack_id=pk)


def _take(pack_id: int) -> int:
    free = Q(worked_until=None) | Q(worked_until__lt=timezone.now())
    packs = DayPack.objects.unfinished().filter(free, pk=pack_id)
    return packs.update(worked_until=timezone.now() + LEASE)


def _keep_lease(pack: DayPack) -> None:
    if not DayPack.objects.unfinished().filter(pk=pack.pk).update(worked_until=timezone.now() + LEASE):
        raise PackGone


def _fail(pack: DayPack) -> None:
    DayPack.objects.unfinished().filter(pk=pack.pk).update(state=RunState.FAILED, worked_until=None)


def _build(pack: DayPack) -> None:
    # Each turn takes at least one letter out, or is the last.
    for _turn in range(PrintedLetter.objects.of(pack).count() + 2):
        for chunk in _missing_chunks(pack):
            _set_chunk(pack, chunk)
        if _set_lists(pack) and _print_all(pack) and _finish(pack):
            return
    raise PagesDiffer("the pack does not come to an end")


def _rows(pack: DayPack, **which: Any) -> PrintedLetterQuerySet:
    return PrintedLetter.objects.of(pack).to_print().filter(**which).in_order()


# --- Letters ---------------------------------------------------------------------------------------


def _missing_chunks(pack: DayPack) -> list[int]:
    rows = PrintedLetter.objects.of(pack).to_print()
    wanted = rows.order_by("chunk").values_list("chunk", flat=True).distinct()
    stored = set(pack.files.of_whole_packs().filled().letters().values_list("chunk", flat=True))
    return [chunk for chunk in wanted if chunk not in stored]


def _set_chunk(pack: DayPack, chunk: int) -> None:
    """Set the letters of one chunk and store them; those that can't be printed are taken out."""
    _keep_lease(pack)
    sheets = dict(_sheets(pack, _rows(pack, chunk=chunk).with_texts()))
    printed = print_letters(list(sheets.values()), blank_sheets=_blank_sheets(pack))
    flagged = {flag.number: flag.trouble for flag in printed.flags}
    for row in list(sheets):
        if trouble := flagged.get(row.number):
            _leave_out(row, trouble)
            del sheets[row]
    if sheets:
        electronic = as_file(text_pages(sheets.values(), limit=pack.desk.electronic_chars))
        _store_chunk(pack, chunk, list(sheets), printed, electronic)


def _sheets(pack: DayPack, rows: Iterable[PrintedLetter]) -> Iterator[tuple[PrintedLetter, LetterSheet]]:
    for place, row in enumerate(rows):
        try:
            if reason := _no_longer(row):
                raise NotPrintable(reason)
            yield row, sheet_of(row, pack.desk, place_in_pile=place)
        except NotPrintable as fault:
            _leave_out(row, fault.reason)


def _no_longer(row: PrintedLetter) -> LeftOut | None:
    """Return the LeftOut of a reserved letter that is not any more what was reserved, or None."""
    letter = row.letter
    if letter.prisoner.facility_id != row.run.facility_id:
        return LeftOut.MOVED
    if letter.state in IN_HAND:
        return None
    if letter.state not in TO_PRINT:
        return LeftOut.NOT_APPROVED
    return LeftOut.CHANGED if letter.version != row.letter_version else None


@transaction.atomic
def _leave_out(row: PrintedLetter, reason: LeftOut | PrintTrouble) -> None:
    """Take the letter out; one that was printed before its files had to be made anew is approved again."""
    letter = lock_letter(row.letter)
    if letter.state in IN_HAND:
        do_by_worker(Act.PULL, letter=letter, detail=reason)
    take_out(row, reason)


def _store_chunk(
    pack: DayPack, chunk: int, rows: Sequence[PrintedLetter], printed: Printed, electronic: str
) -> None:
    with transaction.atomic():
        # An erased letter left the pack while the press ran: what it set is thrown away.
        if not _is_still(pack, rows, chunk=chunk):
            return
        _measure(pack, rows, printed.page_counts)
        _store(pack, FileKind.LETTERS, chunk, printed.pdf, _pages_expected(rows))
        _store(pack, FileKind.ELECTRONIC, chunk, electronic.encode(), len(rows))


def _is_still(pack: DayPack, rows: Sequence[PrintedLetter], **which: Any) -> bool:
    """Lock the pack and say whether exactly these rows still stand in its files. Raises PackGone."""
    if lock_pack(pack).state != RunState.BUILDING:
        raise PackGone
    standing = PrintedLetter.objects.of(pack).to_print().filter(**which).values_list("pk", flat=True)
    return set(standing) == {row.pk for row in rows}


def _measure(pack: DayPack, rows: Sequence[PrintedLetter], page_counts: Mapping[str, int]) -> None:
    """Store what each letter has of pages, sheets and weight: one query for those with as many pages."""
    for row in rows:
        pages = row.pages = page_counts[row.number]
        row.sheets, row.grams = _sheets_and_grams(pack, pages)
    for pages in {page_counts[row.number] for row in rows}:
        alike = PrintedLetter.objects.filter(pk__in=[row.pk for row in rows if row.pages == pages])
        sheets, weight = _sheets_and_grams(pack, pages)
        alike.update(pages=pages, sheets=sheets, grams=weight)


def _sheets_and_grams(pack: DayPack, pages: int) -> tuple[int, int]:
    blank = _blank_sheets(pack)
    weight = grams(pages, envelope=pack.envelope_format, reply_sheets=blank)
    return sheet_count(pages) + blank, weight


def _blank_sheets(pack: DayPack) -> int:
    return 1 if pack.has_blank_sheets else 0


def _pages_expected(rows: Sequence[PrintedLetter]) -> int:
    """Return the pages of a chunk: both sides of each sheet, and of one sheet before each place."""
    return 2 * (sum(row.sheets or 0 for row in rows) + len({row.run_id for row in rows}))


def _pages_of_all(rows: Sequence[PrintedLetter]) -> int:
    chunks: dict[int, list[PrintedLetter]] = {row.chunk: [] for row in rows}
    for row in rows:
        chunks[row.chunk].append(row)
    return sum(_pages_expected(part) for part in chunks.values())


def _store(pack: DayPack, kind: FileKind, chunk: int, content: bytes, pages: int) -> None:
    file = PrintFile(pack=pack, kind=kind, chunk=chunk)
    sealed = seal_bytes(content, letter=pack.uuid, field=file.field)
    PrintFile.objects.update_or_create(
        pack=pack, kind=kind, chunk=chunk, printed=None, defaults={"sealed": sealed, "pages": pages}
    )


# --- Envelopes and manifest ------------------------------------------------------------------------


def _set_lists(pack: DayPack) -> bool:
    """Set envelopes and manifest of all letters; return whether they stand."""
    rows = list(_rows(pack))
    if not rows:
        _close_empty(pack)
        raise PackGone
    if pack.files.of_whole_packs().filled().filter(kind__in=LISTS).count() == len(LISTS):
        return True
    if any(row.pages is None for row in rows):
        return False
    _keep_lease(pack)
    addresses = _addresses(pack, rows)
    flagged = {flag.number: flag.trouble for flag in addresses.flags}
    for row in rows:
        if trouble := flagged.get(row.number):
            _leave_out(row, trouble)
    return not flagged and _store_lists(pack, rows, addresses, _manifest(pack, rows))


def _addresses(pack: DayPack, rows: Sequence[PrintedLetter]) -> Printed:
    envelopes = [envelope_of(row, pack.desk) for row in rows]
    return print_addresses(envelopes, pack.envelope_format)


def _manifest(pack: DayPack, rows: Sequence[PrintedLetter]) -> Printed:
    made = date_format(timezone.localtime(pack.made_at), "SHORT_DATETIME_FORMAT")
    tariff = tariff_of(pack.desk)
    return print_manifest(
        [manifest_row(row, pack.desk, tariff) for row in rows],
        heading=_("Day pack of %(made)s") % {"made": made},
        pack_code=pack_code(pack.uuid),
        place_codes={row.run.facility.name_ru: run_code(row.run.uuid) for row in rows},
        blank_sheets=_blank_sheets(pack),
        tariff=tariff,
    )


def _store_lists(pack: DayPack, rows: Sequence[PrintedLetter], addresses: Printed, manifest: Printed) -> bool:
    numbers = [row.number for row in rows]
    if not list(addresses.page_counts) == list(manifest.page_counts) == numbers:
        raise PagesDiffer("envelopes and manifest hold other letters than the pack")
    with transaction.atomic():
        if not _is_still(pack, rows):
            return False
        _store(pack, FileKind.ENVELOPES, 0, addresses.pdf, len(rows))
        _store(pack, FileKind.MANIFEST, 0, manifest.pdf, len(rows))
    return True


@transaction.atomic
def _close_empty(pack: DayPack) -> None:
    """Nothing is left to print: the pack is over, and says of each letter why."""
    if lock_pack(pack).state != RunState.BUILDING:
        return
    is_posted = PrintedLetter.objects.of(pack).in_files().exists()
    over = (
        {"state": RunState.POSTED, "posted_at": timezone.now()}
        if is_posted
        else {"state": RunState.CANCELLED}
    )
    DayPack.objects.filter(pk=pack.pk).update(worked_until=None, **over)
    PrintRun.objects.filter(pack=pack, state=RunState.BUILDING).update(state=over["state"])
    PrintFile.objects.filter(pack=pack).delete()


# --- The end ---------------------------------------------------------------------------------------


def _print_all(pack: DayPack) -> bool:
    """Note in each letter's log that it is on paper; return whether all could be."""
    refused = False
    rows = PrintedLetter.objects.of(pack).waiting()
    waiting = list(rows.order_by("letter").values_list("letter", flat=True))
    for start in range(0, len(waiting), NOTED_AT_ONCE):
        _keep_lease(pack)
        for row, reason in _print_some(pack, waiting[start : start + NOTED_AT_ONCE]).items():
            take_out(row, reason)
            refused = True
    return not refused


@transaction.atomic
def _print_some(pack: DayPack, pks: Sequence[int]) -> dict[PrintedLetter, LeftOut]:
    """Note these letters as printed, all in one; return {PrintedLetter: the LeftOut that forbids it}."""
    letters = lock_letters(pks)
    rows = PrintedLetter.objects.of(pack).filter(letter__in=pks, is_open=True).select_related("run__pack")
    # Another worker, or somebody who has taken it out, may have been here first.
    due = {row: letters[row.letter_id] for row in rows if letters[row.letter_id].state not in IN_HAND}
    refused = {row: reason for row, letter in due.items() if (reason := _forbids(pack, row, letter))}
    chosen = [(due[row], row.letter_version, row.number) for row in due if row not in refused]
    # Nothing is chosen where nobody has made the pack any more.
    faults = do_all_by_staff(Act.PRINT, chosen=chosen, by=cast(User, pack.made_by))
    return refused | {row: _left_out(faults[letter]) for row, letter in due.items() if letter in faults}


def _forbids(pack: DayPack, row: PrintedLetter, letter: Letter) -> LeftOut | None:
    if letter.prisoner.facility_id != row.run.facility_id:
        return LeftOut.MOVED
    return LeftOut.NOT_ALLOWED if pack.made_by is None else None


def _left_out(fault: Exception) -> LeftOut:
    return next(reason for kind, reason in LEAVES_OUT.items() if isinstance(fault, kind))


@transaction.atomic
def _finish(pack: DayPack) -> bool:
    """Make the pack ready when every file holds the letters that stand in it; return whether it is."""
    if lock_pack(pack).state != RunState.BUILDING:
        raise PackGone
    rows = list(
        PrintedLetter.objects.of(pack)
        .to_print()
        .select_related("letter")
        .only("run_id", "chunk", "sheets", "letter__state")
    )
    files = pack.files.of_whole_packs().filled()
    if _missing_chunks(pack) or files.filter(kind__in=LISTS).count() != len(LISTS):
        return False
    if any(row.letter.state not in IN_HAND for row in rows):
        return False
    if sum(files.letters().values_list("pages", flat=True)) != _pages_of_all(rows):
        raise PagesDiffer("the letters have not the pages that the manifest says")
    DayPack.objects.filter(pk=pack.pk).update(state=RunState.READY, worked_until=None)
    runs = PrintRun.objects.filter(pack=pack).exclude(state=RunState.POSTED)
    runs.filter(printed__in=rows).update(state=RunState.READY)
    runs.filter(state=RunState.BUILDING).update(state=RunState.CANCELLED)
    return True
