"""Opening the files of a pack: logged each time with every letter in the file, and a copy to destroy."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from letters.choices.desk import LogAction
from letters.choices.paper import FileKind, RunState
from letters.handling.actions.transitions import lock_letters
from letters.log.actions.entries import log_all_by_staff
from letters.models import DayPack, FileCopy, PrintedLetter
from letters.permissions.letters import may_print_at
from letters.printing.actions.pack_contents import lock_pack
from letters.printing.actions.packs import PackMovedOn
from letters.querysets.printing import PrintedLetterQuerySet
from letters.sealing.sealed_box import unseal_bytes
from letters.typesetting.pdf_joining import joined

# While they are being made nothing is opened: a part is not the whole.
OPENED_IN = (RunState.READY, RunState.POSTED)


@dataclass(frozen=True)
class OpenedFile:
    content: bytes = field(repr=False)
    is_text: bool
    name: str


def open_file(*, pack: DayPack, kind: FileKind, by: User, row: PrintedLetter | None = None) -> OpenedFile:
    """Return the OpenedFile of that kind: of the whole pack, or of the one letter `row` printed again.

    Raises PermissionDenied, PackMovedOn when there is no such file (any more), UnsealError.
    """
    parts = _open_parts(pack, kind, by, row)
    is_text = kind == FileKind.ELECTRONIC
    content = b"\n".join(parts) if is_text else _one(parts)
    return OpenedFile(content, is_text, pack.file_name(kind, row))


def _one(parts: Sequence[bytes]) -> bytes:
    return parts[0] if len(parts) == 1 else joined(parts)


@transaction.atomic
def _open_parts(pack: DayPack, kind: FileKind, by: User, row: PrintedLetter | None) -> list[bytes]:
    if not may_print_at(by, pack.desk):
        raise PermissionDenied
    letters = lock_letters(_rows(pack, row).values("letter"))
    pack = lock_pack(pack)
    files = list(pack.files.filter(kind=kind, printed=row).filled().order_by("chunk"))
    if pack.state not in OPENED_IN or not files:
        raise PackMovedOn
    opened = [(letter, "", kind) for letter in letters.values()]
    log_all_by_staff(opened, LogAction.FILE_OPENED, by=by)
    FileCopy.objects.create(pack=pack, kind=kind, number=row.number if row else "", opened_by=by)
    return [unseal_bytes(file.sealed, letter=pack.uuid, field=file.field) for file in files]


def _rows(pack: DayPack, row: PrintedLetter | None) -> PrintedLetterQuerySet:
    rows = PrintedLetter.objects.of(pack).in_files()
    return rows.filter(pk=row.pk) if row else rows


@transaction.atomic
def confirm_destroyed(*, pack: DayPack, kind: FileKind, by: User) -> int:
    """Note that every copy of that file, downloaded or spoilt on paper, is gone; return how many."""
    if not may_print_at(by, pack.desk):
        raise PermissionDenied
    kept = FileCopy.objects.filter(pack=pack, kind=kind, destroyed_at=None)
    return kept.update(destroyed_at=timezone.now(), destroyed_by=by)
