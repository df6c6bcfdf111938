"""How the post stands at many places at once: each by itself, said or refused in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from home.languages.dates import date_in_words
from prisoner_pages.choices import DatePrecision
from prisoner_pages.facts.actions.mail_status import set_facility_mail
from prisoner_pages.models import Facility
from prisoner_pages.permissions.partners import may_judge_post, require


@dataclass
class Said:
    """What became of each place."""

    done: list[Facility] = field(default_factory=list)
    refused: list[tuple[Facility, str]] = field(default_factory=list)


@transaction.atomic
def set_mail_of_many(
    places: Iterable[Facility],
    *,
    status: str,
    by: User,
    since: date | None = None,
    source_url: str = "",
    checked_on: date | None = None,
) -> Said:
    """Say it of each; refused where it is known of a later day how the post stands there."""
    require(may_judge_post(by))
    said = Said()
    for place in (
        Facility.objects.select_for_update().filter(pk__in=[each.pk for each in places]).order_by("pk")
    ):
        try:
            _refuse_older(place, since or timezone.localdate())
        except ValidationError as refusal:
            said.refused.append((place, " ".join(refusal.messages)))
        else:
            set_facility_mail(
                place, status=status, by=by, since=since, source_url=source_url, checked_on=checked_on
            )
            said.done.append(place)
    return said


def _refuse_older(place: Facility, since: date) -> None:
    """An older state would stand in the history alone, and whoever said it would not be told."""
    known = place.mail_history.first()
    if known and known.since > since:
        day = date_in_words(known.since, DatePrecision.DAY)
        raise ValidationError(
            _("of %(day)s it is known already: %(state)s") % {"day": day, "state": known.get_status_display()}
        )
