"""Saying that a group of facts still holds."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from prisoner_pages.choices import DatePrecision
from prisoner_pages.facts.actions.changes import letters_follow, log_record
from prisoner_pages.models import Prisoner, Verification
from prisoner_pages.permissions.partners import require_editor


@transaction.atomic
def verify_facts(
    record: Prisoner, *, group: str, by: User | None, on: date | None = None, source_url: str = ""
) -> None:
    """Note that the group was checked on that day (default today), with the public source if there is one."""
    require_editor(by, record.partner)
    set_verification(record, group, on=on or timezone.localdate(), by=by, source_url=source_url)
    letters_follow(record)
    log_record(record, "verify", by=by, group=group)


def set_verification(
    record: Prisoner,
    group: str,
    *,
    on: date,
    by: User | None,
    source_url: str = "",
    precision: str = DatePrecision.DAY,
) -> None:
    """Keep the newest check: an older one never replaces it."""
    found = Verification.objects.filter(prisoner=record, group=group).first()
    if found is None:
        found = Verification(prisoner=record, group=group)
    elif found.verified_on > on:
        return
    found.verified_on, found.precision = on, precision
    found.verified_by, found.source_url = by, source_url
    found.save()
