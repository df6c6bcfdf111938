"""Saying that a group of facts still holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from prisoner_pages.choices import DatePrecision
from prisoner_pages.facts.actions.changes import change_record, letters_follow, lock_record, log_record
from prisoner_pages.facts.actions.sources import StatedSource, cite, public_url_of
from prisoner_pages.models import Prisoner, Verification
from prisoner_pages.permissions.partners import require_editor

HELD_ELSEWHERE = _("the record names another place by now")
NOTHING_TOLD = _("The record tells nothing of this: there is nothing to verify.")
CHECKED_LATER = _("This was checked already as of a later day than the source speaks of.")


@transaction.atomic
def verify_facts(
    record: Prisoner,
    *,
    group: str,
    source: StatedSource,
    by: User | None,
    held_at: int | None = None,
) -> None:
    """Note that the group held on the day of which the source speaks, and cite the source in the record.

    `held_at` is the key of the place that was shown to whoever says so.

    Raises PermissionDenied, and ValidationError with the code "later" where a later check stands, or in
    words for a source of a day to come, for a group of which the record tells nothing, and for a person
    whom it no longer places at `held_at`.
    """
    require_editor(by, record.partner)
    source.clean()
    record = lock_record(record)
    if group not in record.groups_told:
        raise ValidationError(NOTHING_TOLD)
    if held_at and record.facility_id != held_at:
        raise ValidationError(HELD_ELSEWHERE, code="moved")
    if not note_stated(record, group, source=source, by=by):
        raise ValidationError(CHECKED_LATER, code="later")
    change_record(record, change=lambda facts: cite(facts, source, group), by=by)
    letters_follow(record)
    log_record(record, "verify", by=by, group=group)


@dataclass
class Verified:
    """What became of many: who was verified, who stands so as of a later day, who was refused, and why."""

    done: list[Prisoner] = field(default_factory=list)
    later: list[Prisoner] = field(default_factory=list)
    refused: list[tuple[Prisoner, str]] = field(default_factory=list)


def verify_each(
    people: Iterable[Prisoner],
    *,
    group: str,
    source: StatedSource,
    by: User,
    held_at: int | None = None,
) -> Verified:
    """Verify these people one by one; each is committed by itself."""
    result = Verified()
    for person in people:
        try:
            verify_facts(person, group=group, source=source, by=by, held_at=held_at)
        except ValidationError as refusal:
            if getattr(refusal, "code", "") == "later":
                result.later.append(person)
            else:
                result.refused.append((person, " ".join(refusal.messages)))
        else:
            result.done.append(person)
    return result


def note_stated(record: Prisoner, group: str, *, source: StatedSource, by: User | None) -> bool:
    """Keep a check as of the day of which the source speaks; return whether it was kept."""
    return set_verification(
        record,
        group,
        on=source.on.day,
        precision=source.on.precision,
        by=by,
        source_url=public_url_of(source, record),
    )


def note_begun(
    record: Prisoner,
    group: str,
    *,
    source: StatedSource | None,
    since: date | None,
    by: User | None,
    precision: str = DatePrecision.DAY,
) -> bool:
    """Verify what began on `since`, and return whether that could be done.

    A source that may speak of an earlier day knows nothing of it: one that names a month, of its first day.
    """
    if source is None:
        return False
    if since and precision != DatePrecision.BEFORE and source.on.day < since:
        return False
    return note_stated(record, group, source=source, by=by)


def set_verification(
    record: Prisoner,
    group: str,
    *,
    on: date,
    by: User | None,
    source_url: str = "",
    precision: str = DatePrecision.DAY,
) -> bool:
    """Keep the newest check: an older one never replaces it. Return whether this one was kept."""
    found = Verification.objects.filter(prisoner=record, group=group).first()
    if found is None:
        found = Verification(prisoner=record, group=group)
    elif found.verified_on > on:
        return False
    found.verified_on, found.precision = on, precision
    found.verified_by, found.source_url = by, source_url
    found.save()
    return True


def forget_verification(record: Prisoner, group: str) -> None:
    """What was checked is no longer what the record says."""
    Verification.objects.filter(prisoner=record, group=group).delete()
