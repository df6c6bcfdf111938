"""Taking the numbers away in a file: noted at each desk they speak of, with the number of rows alone."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from letters.models import LetterDesk


@transaction.atomic
def note_export(*, desks: Iterable[LetterDesk], by: User, rows: int, file_format: str) -> None:
    """Note in the log of these desks (LetterDesk) that `by` took a file of so many rows."""
    for desk in LetterDesk.objects.filter(pk__in=[desk.pk for desk in desks]):
        data = {"rows": rows, "format": file_format}
        log(desk, "letters.export", user=by, title=str(desk), data=data)
