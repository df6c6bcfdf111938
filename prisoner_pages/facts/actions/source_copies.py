"""Keeping a source as it was seen: uploaded, read in the confined child, encrypted, and never public."""

from base64 import b64decode, b64encode
from hashlib import sha256
from io import BytesIO

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from home.pictures.reencoding import reencode
from home.sandbox.pdfs import pages_in
from prisoner_pages.choices import CopyFormat
from prisoner_pages.facts.actions.changes import lock_record, log_record
from prisoner_pages.models import Prisoner, Source, SourceCopy
from prisoner_pages.permissions.partners import may_keep_copies, require
from prisoner_pages.policies import MAX_COPIES, MAX_COPY_BYTES, MAX_COPY_PAGES

PDF_BEGINS = b"%PDF-"
TOO_LARGE = _("This file is larger than 5 MB. Choose a smaller one.")
NO_PDF = _(
    "This PDF can’t be opened, is locked, or has more than 200 pages. Save it again, or choose another one."
)
TOO_MANY = _("50 copies are kept for this person already. Delete one that is not needed any more.")
OF_ANOTHER = _("This source belongs to another record.")


def keep_copy(record: Prisoner, *, source: Source, content: bytes, by: User) -> SourceCopy:
    """Keep the file as a copy of the source; return the SourceCopy. A picture loses all but its dots.

    Raises ValidationError for what is too large, no PDF, JPEG, PNG or WebP, or of another record.
    """
    require(may_keep_copies(by, record))
    if source.prisoner_id != record.pk:
        raise ValidationError(OF_ANOTHER)
    kind, kept = _read(content)  # before anything is locked: it takes a while
    return _store(record, source, kind, kept, by)


@transaction.atomic
def _store(record: Prisoner, source: Source, kind: str, kept: bytes, by: User) -> SourceCopy:
    record = lock_record(record)
    require(may_keep_copies(by, record))  # it may have been handed over meanwhile
    if record.source_copies.count() >= MAX_COPIES:
        raise ValidationError(TOO_MANY)
    copy = SourceCopy(
        prisoner=record,
        url=source.url,
        title=source.title,
        format=kind,
        sha256=sha256(kept).hexdigest(),
        size=len(kept),
        made_by=by,
    )
    copy.content = b64encode(kept).decode()
    copy.save()
    log_record(record, "keep_copy", by=by, copy=copy.pk, sha256=copy.sha256)
    return copy


def _read(content: bytes) -> tuple[str, bytes]:
    """Return the format, and the bytes to be kept. Raises ValidationError."""
    if len(content) > MAX_COPY_BYTES:
        raise ValidationError(TOO_LARGE)
    if content.startswith(PDF_BEGINS):
        if not 0 < pages_in(content) <= MAX_COPY_PAGES:
            raise ValidationError(NO_PDF)
        return CopyFormat.PDF, content
    picture = reencode(BytesIO(content))
    return picture.format, picture.bytes


@transaction.atomic
def open_copy(copy: SourceCopy, *, by: User) -> bytes:
    """Return the file; log that `by` has read it."""
    require(may_keep_copies(by, copy.prisoner))
    log_record(copy.prisoner, "read_copy", by=by, copy=copy.pk)
    return b64decode(copy.content)


@transaction.atomic
def delete_copy(copy: SourceCopy, *, by: User) -> None:
    record = lock_record(copy.prisoner)
    require(may_keep_copies(by, record))
    log_record(record, "delete_copy", by=by, copy=copy.pk, sha256=copy.sha256)
    copy.delete()
