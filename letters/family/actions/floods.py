"""A flood of requests that nobody has read is closed at once; what came with proof of work never is."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from letters.choices.family import FamilyAnswer
from letters.models import FamilyRequest
from prisoner_pages.models import Prisoner
from prisoner_pages.permissions.partners import is_coordinator, require


@transaction.atomic
def close_flood(*, first: date, last: date, reason: str, with_hides: bool, by: User) -> int:
    """Close what came unproven on these days and was read by nobody; return how many.

    Its relatives, should there be any, read by the code that they have to write once more. Whoever asks to
    hide a page is left to wait, unless those are named as well.
    """
    require(is_coordinator(by))
    flood = FamilyRequest.objects.perhaps_a_flood(with_hides=with_hides)
    flood = flood.filter(received_on__range=(first, last))
    found = list(flood.with_record().select_for_update(of=("self",)).only("pk"))
    if found:
        closed = FamilyRequest.objects.filter(pk__in=[each.pk for each in found])
        closed.update(closed_on=timezone.localdate(), answer=FamilyAnswer.UNREAD)
        _note(found, reason, by)
    return len(found)


def _note(found: list[FamilyRequest], reason: str, by: User) -> None:
    """Write one line into the history of each record, and one for all that name none."""
    by_record: dict[int | None, list[FamilyRequest]] = {}
    for each in found:
        by_record.setdefault(each.record_id, []).append(each)
    records = Prisoner.objects.in_bulk([key for key in by_record if key])
    for key, requests in by_record.items():
        about = records[key] if key else requests[0]
        log(about, "letters.close_family_flood", user=by, data={"number": len(requests), "reason": reason})
