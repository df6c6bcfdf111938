"""Drafts beside their form: what is refused of one that an action writes, and submitting one unopened."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from prisoner_pages.facts.actions.changes import lock_record
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.models.workflow import UNDER_APPROVAL
from prisoner_pages.permissions.partners import require_editor
from prisoner_pages.querysets.drafts import to_submit

NOTHING_TO_SUBMIT = _(
    "There is no draft, or it was submitted already. One that was sent back is submitted from its own form."
)
NO_STORY = _("The story has no words yet: say in short who this person is.")


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


def submit_drafts(record: Prisoner, *, by: User) -> None:
    """Ask for the approval of the record's draft and its story's, as their forms do.

    A story without a word waits. Raises ValidationError where nothing is to be submitted, and for a draft
    that could not be published.
    """
    require_editor(by, record.partner)
    record = lock_record(record)
    drafts = [each.get_latest_revision_as_object() for each in _to_submit(record)]
    ready = [each for each in drafts if not isinstance(each, PrisonerPage) or each.intro]
    if not ready:
        raise ValidationError(NO_STORY if drafts else NOTHING_TO_SUBMIT)
    for draft in ready:
        refuse_locked(draft, by)
        _refuse_unfinished(draft)
        draft.get_workflow().start(draft, by)


def _to_submit(record: Prisoner) -> list[Any]:
    stories = PrisonerPage.objects.source().filter(prisoner=record)
    return [*to_submit(Prisoner.objects.filter(pk=record.pk)), *to_submit(stories)]


def _refuse_unfinished(draft: Any) -> None:
    try:
        draft.full_clean()
    except ValidationError as refusal:
        faults = (f"{_label(draft, name)}: {' '.join(said)}" for name, said in refusal.message_dict.items())
        raise ValidationError("; ".join(faults)) from refusal


def _label(draft: Any, name: str) -> str:
    field: Any = None if name == NON_FIELD_ERRORS else draft._meta.get_field(name)
    return str(field.verbose_name if field else draft)
