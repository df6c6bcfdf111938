"""A person is moved or stands otherwise; a record is handed to another partner."""

from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.registry import provided
from prisoner_pages.choices import DatePrecision, FactGroup, Status
from prisoner_pages.facts.actions.changes import (
    change_record,
    letters_follow,
    lock_record,
    log_record,
    note_update,
)
from prisoner_pages.facts.actions.sources import StatedSource, cite
from prisoner_pages.facts.actions.verification import forget_verification, note_begun
from prisoner_pages.models import Announcement, Assignment, Detention, Facility, Partner, Prisoner, Source
from prisoner_pages.models.prisoner import ANNOUNCED_BY_TWO
from prisoner_pages.permissions.partners import is_coordinator, may_edit, require, require_editor
from prisoner_pages.policies import ANNOUNCED_STATUSES, held_status
from prisoner_pages.records.actions.announcements import end_stay, leave_out
from prisoner_pages.stories.actions.drafts import section_of

NOT_IN_A_PLACE = _("Only of people who are held in a place can it be said which one it is.")


@transaction.atomic
def transfer_place(
    record: Prisoner,
    *,
    facility: Facility | None,
    by: User | None,
    source: StatedSource | None = None,
    on: date | None = None,
    precision: str = DatePrecision.DAY,
) -> Prisoner:
    """Move the person to `facility`, or into transfer when it is None; pages and letters follow at once.

    The new place is verified as of the day of the source; without one, in transfer, and by a source that may
    be older than the move, none is. Where it is not known since when (`on`), it was before the day of the
    source. The stay that lasted ends on that day. A person in transfer who arrives is detained or sentenced
    again, as before the transfer: sentenced when a sentence is on record. Raises ValidationError for a person
    who is free or has died.
    """
    require_editor(by, record.partner)
    if source:
        source.clean()
    record = lock_record(record)
    if record.status in ANNOUNCED_STATUSES:
        raise ValidationError(_("This person is free or has died: nobody moves them from place to place."))
    if on is None:
        on, precision = _by_then(source)
    is_verified = facility is not None and note_begun(
        record, FactGroup.PLACE, source=source, since=on, precision=precision, by=by
    )
    if not is_verified:
        forget_verification(record, FactGroup.PLACE)  # what was checked, or checked later, was another place
    change_record(record, change=lambda facts: _move(facts, facility, on, precision, source), by=by)
    note_update(record, FactGroup.PLACE)
    letters_follow(record)
    log_record(record, "transfer_place", by=by, facility=facility and facility.pk)
    return record


def _by_then(source: StatedSource | None) -> tuple[date, str]:
    """Return the day, and its precision, by which a source knows of the move; without one it is of today."""
    if source is None:
        return timezone.localdate(), DatePrecision.DAY
    is_exact = source.on.precision == DatePrecision.DAY
    return source.on.day, DatePrecision.BEFORE if is_exact else source.on.precision


def _move(
    facts: Prisoner, facility: Facility | None, on: date, precision: str, source: StatedSource | None
) -> None:
    stays = [end_stay(stay, on, precision) for stay in facts.detentions.all()]
    if facility is None:
        facts.status = Status.IN_TRANSFER
    else:
        stays.append(Detention(facility=facility, from_date=on, from_precision=precision))
        if facts.status == Status.IN_TRANSFER:
            facts.status = held_status(is_sentenced=facts.sentences.exists())
    facts.detentions.set(stays)
    facts.facility = facility
    facts.place_as_stated = ""
    if source:
        cite(facts, source, FactGroup.PLACE)


@transaction.atomic
def correct_place(record: Prisoner, *, facility: Facility, by: User | None, source_url: str = "") -> Prisoner:
    """Write where the person is held by what is known now: nobody was moved, the record didn't know it.

    What was verified was another place; this one is, once somebody says of which day the source speaks.
    Raises ValidationError for a person who is free, has died or is being transferred.
    """
    require_editor(by, record.partner)
    record = lock_record(record)
    if record.status in (*ANNOUNCED_STATUSES, Status.IN_TRANSFER):
        raise ValidationError(NOT_IN_A_PLACE)
    if record.facility_id == facility.pk:
        raise ValidationError(_("The record names this place already."))
    change_record(record, change=lambda facts: _name_place(facts, facility, source_url), by=by)
    forget_verification(record, FactGroup.PLACE)
    note_update(record, FactGroup.PLACE)
    letters_follow(record)
    log_record(record, "correct_place", by=by, facility=facility.pk)
    return record


def _name_place(facts: Prisoner, facility: Facility, source_url: str) -> None:
    stays = list(facts.detentions.all())
    for stay in stays:
        if stay.to_date is None:
            stay.facility = facility
    facts.detentions.set(stays)
    facts.facility, facts.place_as_stated = facility, ""
    _cite(facts, source_url)


@transaction.atomic
def set_status(
    record: Prisoner,
    *,
    status: str,
    by: User | None,
    on: date | None = None,
    precision: str = DatePrecision.DAY,
    source_url: str = "",
) -> Prisoner:
    """Say where the person stands now, and since when; the place stays, and is not verified by it.

    Raises ValidationError for what two people announce, and for a transfer, which is a move.
    """
    require_editor(by, record.partner)
    record = lock_record(record)
    if status in ANNOUNCED_STATUSES or record.status in ANNOUNCED_STATUSES:
        raise ValidationError(ANNOUNCED_BY_TWO)
    if record.status == status:
        raise ValidationError(_("The record says so already."))
    on = on or timezone.localdate()
    change_record(record, change=lambda facts: _stand(facts, status, on, precision, source_url), by=by)
    note_update(record, FactGroup.PLACE)
    letters_follow(record)
    log_record(record, "set_status", by=by, status=status)
    return record


def _stand(facts: Prisoner, status: str, on: date, precision: str, source_url: str) -> None:
    facts.status, facts.status_since, facts.status_since_precision = status, on, precision
    _cite(facts, source_url)


def _cite(facts: Prisoner, source_url: str) -> None:
    """Add the page to the sources of the record, once."""
    sources = list(facts.sources.all())
    if source_url and source_url not in {source.url for source in sources}:
        facts.sources.set(
            [*sources, Source(url=source_url, groups=[FactGroup.PLACE], seen_on=timezone.localdate())]
        )


@transaction.atomic
def assign_record(record: Prisoner, *, by: User | None, to: User | None = None) -> Prisoner:
    """Give the record to a colleague of its partner, or to nobody any more."""
    require_editor(by, record.partner)
    record = lock_record(record)
    if to is None:
        Assignment.objects.filter(prisoner=record).delete()
    elif may_edit(to, record.partner):
        Assignment.objects.update_or_create(prisoner=record, defaults={"to": to, "by": by})
    else:
        raise ValidationError(
            _("%(name)s keeps no records of this partner."), params={"name": to.get_full_name() or to}
        )
    log_record(record, "assign", by=by, to=to and to.pk)
    return record


def lock_with_announcements(record: Prisoner) -> Prisoner:
    """Return the record, locked after what waits to be announced of it: whoever confirms locks that first."""
    named = record.announcements.waiting().values("announcement")
    list(Announcement.objects.select_for_update().filter(pk__in=named).order_by("pk").values_list("pk"))
    return lock_record(record)


@transaction.atomic
def hand_over(record: Prisoner, *, to: Partner, by: User | None) -> Prisoner:
    """Give the record and its stories to another partner. Addresses stay; drafts stay drafts.

    What the former partner was about to announce of the person is left out; the letters go on, and replies
    go with them. Raises ValidationError while letters to the person lie printed at the desk they would leave.
    """
    require(by is None or is_coordinator(by))
    record = lock_with_announcements(record)
    if record.partner_id == to.pk:
        raise ValidationError(_("The record belongs to this partner already."))
    former = record.partner
    if former.desk != to.desk:
        _require_no_paper(record)
    for announced in record.announcements.waiting():
        leave_out(announced, by=by)
    record.partner = to
    record.save(update_fields=["partner"])
    Assignment.objects.filter(prisoner=record).delete()
    for page in record.pages.all():
        page.prisoner.partner = to
        page.move(section_of(to, page.locale.language_code), "last-child", user=None)
    for follow in provided("follow_handed_over"):
        follow(record, by)
    log_record(record, "hand_over", by=by, former=former.slug, to=to.slug)
    return record


def _require_no_paper(record: Prisoner) -> None:
    if reasons := [words for on_paper in provided("paper_to_a_person") for words in on_paper(record)]:
        raise ValidationError(reasons)
