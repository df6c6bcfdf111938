"""What is known of the post: of one person, and of one place. The call to action follows at once."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from prisoner_pages.choices import DatePrecision, FactGroup, MailReason
from prisoner_pages.facts.actions.changes import (
    change_record,
    letters_follow,
    lock_record,
    log_record,
    note_update,
)
from prisoner_pages.facts.actions.post_notes import settle_post
from prisoner_pages.facts.actions.sources import StatedSource, cite
from prisoner_pages.facts.actions.verification import forget_verification, note_begun
from prisoner_pages.models import Facility, FacilityMailStatus, Prisoner
from prisoner_pages.permissions.partners import may_judge_post, require, require_editor


@transaction.atomic
def set_mail_status(
    record: Prisoner,
    *,
    status: str,
    by: User | None,
    reason: str = MailReason.NOT_STATED,
    since: date | None = None,
    source: StatedSource | None = None,
) -> Prisoner:
    """Say whether letters reach this person, why not and since when; verified as of the day of the source.

    Without a source, or by one older than `since`, nothing is verified: what was checked before was another
    answer.
    """
    require_editor(by, record.partner)
    if source:
        source.clean()
    record = lock_record(record)
    is_new = record.mail_status != status

    def change(facts: Prisoner) -> None:
        facts.mail_status, facts.mail_reason, facts.mail_since = status, reason, since
        facts.mail_checked_on = None
        if source:
            is_exact = source.on.precision == DatePrecision.DAY
            facts.mail_checked_on = source.on.day if is_exact else None
            cite(facts, source, FactGroup.MAIL)

    is_verified = note_begun(record, FactGroup.MAIL, source=source, since=since, by=by)
    if is_new and not is_verified:
        forget_verification(record, FactGroup.MAIL)
    change_record(record, change=change, by=by)
    note_update(record, FactGroup.MAIL)
    letters_follow(record)
    log_record(record, "set_mail_status", by=by, status=status)
    return record


@transaction.atomic
def set_facility_mail(
    facility: Facility,
    *,
    status: str,
    by: User | None,
    since: date | None = None,
    source_url: str = "",
    checked_on: date | None = None,
) -> Facility:
    """Add a row to the place's history; the newest `since` holds, unless a newer note says otherwise."""
    require(by is None or may_judge_post(by))
    facility = Facility.objects.select_for_update().get(pk=facility.pk)
    today = timezone.localdate()
    FacilityMailStatus.objects.create(
        facility=facility,
        status=status,
        since=since or today,
        source_url=source_url,
        checked_on=checked_on or today,
        checked_by=by,
    )
    settle_post(facility.pk)
    letters_follow(facility)
    log_record(facility, "set_facility_mail", by=by, status=status)
    facility.refresh_from_db()
    return facility
