"""Setting a limit of sending, by a coordinator across partners; noted in the site's own log."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from letters.choices.limits import SendingLimit
from letters.models import LetterLimit
from letters.rules import SENDING_LIMITS
from prisoner_pages.permissions.partners import is_coordinator, require


@transaction.atomic
def set_limits(*, numbers: Mapping[SendingLimit, int], by: User) -> None:
    """Set {SendingLimit: number}, in force with the next letter. Raises ValueError for one out of bounds."""
    require(is_coordinator(by))
    for kind, number in numbers.items():
        _set(SendingLimit(kind), number, by)


def _set(kind: SendingLimit, number: int, by: User) -> None:
    bounds = SENDING_LIMITS[kind]
    if bounds.within(number) != number:
        raise ValueError(kind)
    limits = LetterLimit.objects.select_for_update()
    if number == bounds.usual and not limits.filter(kind=kind).exists():
        return
    row, _is_new = limits.get_or_create(kind=kind, defaults={"number": bounds.usual})
    if row.number == number:
        return
    before, row.number = row.number, number
    row.save()
    data = {"kind": kind.value, "number": number, "before": before}
    log(row, "letters.set_limit", user=by, title=kind.label, data=data)
