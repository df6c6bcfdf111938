"""Drafts beside their form: what is refused of one that an action writes, and submitting one unopened."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from prisoner_pages.facts.actions.changes import lock_record
from prisoner_pages.models import Prisoner
from prisoner_pages.models.workflow import UNDER_APPROVAL
from prisoner_pages.permissions.partners import require_editor

NO_DRAFT = _("There is no draft: nothing waits to be approved.")
WAITS = _("The draft waits for approval already.")


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


def submit_draft(record: Prisoner, *, by: User) -> None:
    """Ask for the approval of the draft, as the form of the record does.

    Raises ValidationError where nothing waits to be asked for, and for a draft that could not be published.
    """
    require_editor(by, record.partner)
    record = lock_record(record)
    if not record.has_unpublished_changes:
        raise ValidationError(NO_DRAFT)
    if record.current_workflow_state is not None:
        raise ValidationError(WAITS)
    draft = record.get_latest_revision_as_object()
    refuse_locked(draft, by)
    _refuse_unfinished(draft)
    draft.get_workflow().start(draft, by)


def _refuse_unfinished(draft: Prisoner) -> None:
    try:
        draft.full_clean()
    except ValidationError as refusal:
        faults = (f"{_label(draft, name)}: {' '.join(said)}" for name, said in refusal.message_dict.items())
        raise ValidationError("; ".join(faults)) from refusal


def _label(draft: Prisoner, name: str) -> str:
    field: Any = None if name == NON_FIELD_ERRORS else draft._meta.get_field(name)
    return str(field.verbose_name if field else draft)
