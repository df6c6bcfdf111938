"""What staff do with a relative's request: read it, pause the person at once, answer, close it."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from home.languages.written_dates import PartialDate
from letters.choices.family import FamilyAnswer
from letters.family.words import ANSWER_FIELD, FIELD, FamilyWords, words_in
from letters.models import FamilyRequest
from letters.permissions.family import family_requests_for, may_read_family
from letters.sealing.code_keys import NoKeyOfACode, seal_for_code
from letters.sealing.sealed_box import UnsealError, unseal_text
from prisoner_pages.choices import ToldBy
from prisoner_pages.facts.actions.post_notes import note_post_of_person
from prisoner_pages.models import PostNote, Prisoner
from prisoner_pages.permissions.partners import is_coordinator, partner_ids_of, require
from prisoner_pages.records.actions.pauses import pause_prisoner

NO_RECORD = _("No record is named: say first whom it is about.")
NO_KEY = _("No words can be sealed for this code: choose a sentence alone.")
NO_SUCH_RECORD = _("No public record has this address, nor one of your own. A coordinator knows the others.")
IS_CLOSED = _("It has been closed meanwhile: open it again first.")


def record_of(request: FamilyRequest) -> Prisoner | None:
    """Return the record at the address on which it was written, be it public, hidden or a draft."""
    people = Prisoner.objects.select_related("partner", "facility")
    return people.filter(slug=request.slug).first() or people.formerly_at(request.slug).first()


@transaction.atomic
def open_family_request(request: FamilyRequest, *, by: User) -> FamilyWords:
    """Return what the relative wrote; log that `by` has read it. Raises UnsealError."""
    record = record_of(request)
    require(may_read_family(by, record))
    words = words_in(unseal_text(request.sealed, letter=request.uuid, field=FIELD))
    if words is None:
        raise UnsealError(f"{FIELD}: nothing of ours")
    _note(request, "read_family_request", by, record)
    return words


@transaction.atomic
def pause_at_once(request: FamilyRequest, *, by: User) -> None:
    """Take the person out of public view on a relative's word; whether it was one is found out after."""
    _locked(request, by)
    record = record_of(request)
    if record is None:
        raise ValidationError(NO_RECORD)
    pause_prisoner(record, by=by)
    _note(request, "pause_for_family", by, record)


@transaction.atomic
def answer_family_request(request: FamilyRequest, *, by: User, answer: FamilyAnswer, words: str = "") -> None:
    """Let the relative read this by the code; instead of what was answered before.

    Words of one's own are sealed to the code: nobody here reads them again. Raises ValidationError where
    there is no key to seal them to.
    """
    stored = _read_by(request, by)
    stored.answer, stored.for_code = answer, _for_code(stored, words)
    stored.save(update_fields=["answer", "for_code"])
    _note(stored, "answer_family_request", by, record_of(stored))


@transaction.atomic
def close_family_request(request: FamilyRequest, *, by: User) -> None:
    """It is done. What was written and answered is deleted in time. Idempotent."""
    stored = _read_by(request, by)
    if stored.closed_on is None:
        stored.closed_on = timezone.localdate()
        stored.save(update_fields=["closed_on"])
        _note(stored, "close_family_request", by, record_of(stored))


@transaction.atomic
def reopen_family_request(request: FamilyRequest, *, by: User) -> None:
    """It isn't done after all."""
    stored = _read_by(request, by)
    if stored.closed_on is not None:
        stored.closed_on = None
        stored.save(update_fields=["closed_on"])
        _note(stored, "reopen_family_request", by, record_of(stored))


@transaction.atomic
def name_record(request: FamilyRequest, *, by: User, slug: str) -> Prisoner:
    """Give a request that names no record, or another one, to the partner whose record it is about."""
    stored = _read_by(request, by)
    former, stored.slug = record_of(stored), slug
    record = record_of(stored)
    if record is None or not _may_be_named(record, by):
        raise ValidationError(NO_SUCH_RECORD)
    stored.save(update_fields=["slug"])
    for each in filter(None, {former, record}):
        _note(stored, "name_family_request", by, each)
    return record


@transaction.atomic
def note_what_arrives(request: FamilyRequest, *, by: User, answer: str, on: PartialDate) -> PostNote:
    """Make a note on the post at the place of what a relative told; the note names neither.

    The same once more is the note that there is. Raises ValidationError.
    """
    stored = _read_by(request, by)
    record = record_of(stored)
    if record is None:
        raise ValidationError(NO_RECORD)
    if stored.closed_on is not None:
        raise ValidationError(IS_CLOSED)
    told = PostNote.objects.filter(facility=record.facility_id, partner=record.partner_id, noted_by=by)
    told = told.filter(answer=answer, on=on.day, precision=on.precision, told_by=ToldBy.FAMILY)
    told = told.exclude(decided_at__isnull=False, is_taken=False)  # one that was refused may be made again
    _note(stored, "note_for_family", by, record)
    return told.first() or note_post_of_person(record, answer=answer, on=on, told_by=ToldBy.FAMILY, by=by)


def _may_be_named(record: Prisoner, by: User) -> bool:
    """Nobody learns by trying which hidden records others have."""
    return is_coordinator(by) or record.is_public or record.partner_id in partner_ids_of(by)


def _locked(request: FamilyRequest, by: User) -> FamilyRequest:
    """Return the stored request, locked; refuse whoever doesn't find it."""
    require(family_requests_for(by).filter(pk=request.pk).exists())
    return FamilyRequest.objects.select_for_update().get(pk=request.pk)


def _read_by(request: FamilyRequest, by: User) -> FamilyRequest:
    """Return the stored request, locked; refuse whoever may not read its words: they are what is answered."""
    stored = _locked(request, by)
    require(may_read_family(by, record_of(stored)))
    return stored


def _for_code(request: FamilyRequest, words: str) -> bytes:
    if not words:
        return b""
    key = bytes(request.answer_key or b"")
    try:
        return seal_for_code(words.encode(), public=key, letter=request.uuid, field=ANSWER_FIELD)
    except NoKeyOfACode:
        raise ValidationError(NO_KEY) from None


def _note(request: FamilyRequest, action: str, by: User, record: Prisoner | None) -> None:
    """Write it into the history of the record, else of the request: who and what, never a word of it."""
    log(record or request, f"letters.{action}", user=by, data={"request": request.pk})
