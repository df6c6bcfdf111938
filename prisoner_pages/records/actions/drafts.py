"""What is refused of a draft that an action writes: the same as of one that is typed into the record."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from prisoner_pages.models import Prisoner
from prisoner_pages.models.workflow import UNDER_APPROVAL


def refuse_locked(record: Prisoner, by: User | None) -> None:
    lock = record.get_lock()
    if by is not None and lock and lock.for_user(by):
        raise ValidationError(UNDER_APPROVAL)


def refuse_invalid(draft: Prisoner, *fields: str) -> None:
    """Refuse what the record's own form would of these fields."""
    draft.clean_fields(exclude={each.name for each in draft._meta.fields} - {*fields})
    draft.clean()
    for sentence in draft.sentences.all():
        sentence.clean()
