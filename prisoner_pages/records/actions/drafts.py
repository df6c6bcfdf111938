"""Drafts without their form: what is refused there is refused here, and they are submitted as there."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from prisoner_pages.models import Prisoner
from prisoner_pages.permissions.partners import require_editor

UNDER_APPROVAL = _("The record waits for approval: until then only a moderator may change it.")

NOTHING_TO_SUBMIT = _("There is no draft to submit, or it waits for approval already.")


@transaction.atomic
def submit_draft(record: Prisoner, *, by: User) -> None:
    """Hand the newest state in for approval. Raises ValidationError for one that its form would refuse."""
    require_editor(by, record.partner)
    if not record.has_unpublished_changes or record.current_workflow_state:
        raise ValidationError(NOTHING_TO_SUBMIT)
    draft = record.get_latest_revision_as_object()
    refuse_invalid(draft, *(field.name for field in draft._meta.fields))
    draft.get_workflow().start(draft, by)


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
