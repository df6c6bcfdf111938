"""Notes on the post at a place: noted by an editor, taken by a moderator, told as a month at the most."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.languages.date_fields import refuse_future
from home.languages.dates import YEAR
from home.languages.written_dates import PartialDate
from prisoner_pages.choices import FacilityMail, PostAnswer
from prisoner_pages.facts.actions.changes import letters_follow, log_record
from prisoner_pages.models import Facility, FacilityMailStatus, Partner, PostNote, Prisoner
from prisoner_pages.permissions.partners import (
    may_edit,
    may_moderate,
    may_read_post_source,
    may_take_post_note,
    require,
    require_editor,
)
from prisoner_pages.policies import FEWEST_AT_A_PLACE, TELLERS_KEPT_DAYS

FORGET_TELLERS = "prisoner_pages.forget_tellers"
MONTH_OR_DAY = _("Write a month or a day: a year says too little.")
NO_PLACE = _("The record names no place of detention.")
DECIDED = _("Somebody has decided about this note meanwhile.")
# What a newer note that letters arrive puts right; of a closed place it says nothing.
LIFTED = frozenset({FacilityMail.NO_CENSOR, FacilityMail.BLOCKED})


@transaction.atomic
def note_post(
    facility: Facility,
    *,
    answer: str,
    on: PartialDate,
    told_by: str,
    partner: Partner,
    by: User,
    source: str = "",
) -> PostNote:
    """Note what is told of the post at a place; return the PostNote. A moderator's own counts at once.

    The log names the place and the partner, and nobody who is held there. Raises ValidationError for a day
    to come, and for a year alone.
    """
    require_editor(by, partner)
    refuse_unfit(on)
    note = PostNote(
        facility=facility,
        partner=partner,
        answer=answer,
        on=on.day,
        precision=on.precision,
        told_by=told_by,
        noted_by=by,
    )
    note.source = source
    note.save()
    log_record(facility, "note_post", by=by, partner=partner.pk)
    if may_moderate(by, partner):
        _decide(note, by=by, is_taken=True)
    return note


def refuse_unfit(on: PartialDate) -> None:
    """Raise ValidationError for a day to come, and for a year alone."""
    if on.precision == YEAR:
        raise ValidationError(MONTH_OR_DAY)
    refuse_future(on.day)


def note_post_of_person(
    record: Prisoner, *, answer: str, on: PartialDate, told_by: str, by: User, source: str = ""
) -> PostNote:
    """Note it of the place where the person is held, for the record's partner; the person is not named."""
    if record.facility is None:
        raise ValidationError(NO_PLACE)
    return note_post(
        record.facility,
        answer=answer,
        on=on,
        told_by=told_by,
        partner=record.partner,
        by=by,
        source=source,
    )


@transaction.atomic
def open_post_note(note: PostNote, *, by: User) -> str:
    """Return who told it and how, "" for whoever may not know; log that `by` has read it."""
    require(may_edit(by, note.partner))
    if not (may_read_post_source(by, note) and note.source):
        return ""
    log_record(note.facility, "read_post_note", by=by, note=note.pk)
    return str(note.source)


@transaction.atomic
def take_post_note(note: PostNote, *, by: User) -> None:
    """Let the note count. Raises ValidationError where somebody has decided meanwhile."""
    _decide(_waiting(note, by), by=by, is_taken=True)


@transaction.atomic
def refuse_post_note(note: PostNote, *, by: User) -> None:
    """Let the note count for nothing. Raises ValidationError where somebody has decided meanwhile."""
    _decide(_waiting(note, by), by=by, is_taken=False)


def _waiting(note: PostNote, by: User) -> PostNote:
    require(may_take_post_note(by, note))
    note = PostNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if not note.waits:
        raise ValidationError(DECIDED)
    return note


def _decide(note: PostNote, *, by: User, is_taken: bool) -> None:
    note.is_taken, note.decided_by, note.decided_at = is_taken, by, timezone.now()
    note.save(update_fields=["is_taken", "decided_by", "decided_at"])
    log_record(note.facility, "take_post_note" if is_taken else "refuse_post_note", by=by)
    settle_post(note.facility_id)


# --- What the notes come to --------------------------------------------------------------------------
@transaction.atomic
def settle_post(pk: int) -> None:
    """Say anew how the post stands at a place: whatever is known of the latest day holds.

    Of one day, whatever keeps letters back. That letters arrive opens a place, and is told as a month, only
    where so many people are held that it tells of none of them; else a moderator sets the post.
    """
    place = Facility.objects.select_for_update().get(pk=pk)
    before = (place.mail_status, place.letters_are_doubted, place.letters_arrived_in)
    judged = place.mail_history.first()
    note = PostNote.objects.at(place).counting().newest()
    if note and judged and _outweighs(judged, note):
        note = None
    answer = note and note.answer
    may_tell = answer == PostAnswer.ARRIVE and _are_enough(place)
    place.mail_status = judged.status if judged else place.mail_status
    if may_tell and place.mail_status in LIFTED:
        place.mail_status = FacilityMail.OPEN
    place.letters_are_doubted = answer == PostAnswer.DO_NOT
    is_open = place.mail_status == FacilityMail.OPEN
    place.letters_arrived_in = note.on.replace(day=1) if note and may_tell and is_open else None
    if before != (place.mail_status, place.letters_are_doubted, place.letters_arrived_in):
        place.save(update_fields=["mail_status", "letters_are_doubted", "letters_arrived_in"])
        letters_follow(place)


def _outweighs(judged: FacilityMailStatus, note: PostNote) -> bool:
    if judged.checked_on == note.on:
        return judged.status != FacilityMail.OPEN
    return judged.checked_on > note.on


def _are_enough(place: Facility) -> bool:
    return Prisoner.objects.public().held_in(place.pk).count() >= FEWEST_AT_A_PLACE


def settle_places() -> None:
    """Look again at each place with notes: people come and leave. Runs each day."""
    for pk in Facility.objects.filter(post_notes__is_taken=True).distinct().values_list("pk", flat=True):
        settle_post(pk)


def forget_tellers(on: datetime | None = None) -> None:
    """Forget who told what was noted long ago. Runs each day."""
    before = (on or timezone.now()) - timedelta(days=TELLERS_KEPT_DAYS)
    PostNote.objects.with_tellers_before(before).update(source_encrypted=b"")
