"""Taking the numbers away in a file, and noting what of them everybody may know.

A file is noted at each desk it speaks of, with the number of rows alone.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from home.caching.read_models import bump
from home.models import SiteSettings
from letters.models import LetterDesk
from letters.numbers.read_models.weeks import weeks_lately
from letters.writing.read_models.what_next import LETTER_WEEKS

NOTE_WEEKS = "letters.note_weeks"


@transaction.atomic
def note_export(*, desks: Iterable[LetterDesk], by: User, rows: int, file_format: str) -> None:
    """Note in the log of these desks (LetterDesk) that `by` took a file of so many rows."""
    for desk in LetterDesk.objects.filter(pk__in=[desk.pk for desk in desks]):
        data = {"rows": rows, "format": file_format}
        log(desk, "letters.export", user=by, title=str(desk), data=data)


@transaction.atomic
def note_weeks() -> None:
    """Note how many weeks letters take, for a host that reads no log. A job, each day."""
    weeks = weeks_lately()
    if not SiteSettings.objects.update(letter_weeks=weeks):
        SiteSettings.objects.create(letter_weeks=weeks)
    bump(LETTER_WEEKS)
