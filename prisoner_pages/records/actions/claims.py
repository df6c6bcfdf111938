"""Deciding on values that sources state and the record does not hold."""

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from prisoner_pages.facts.actions.changes import lock_record, log_record
from prisoner_pages.facts.read_models.declarations import IMPORTED
from prisoner_pages.facts.read_models.fact import PersonRow, past_date
from prisoner_pages.importing.actions.bases import cite
from prisoner_pages.importing.actions.known import Known, agrees
from prisoner_pages.models import Claim, Prisoner
from prisoner_pages.models.prisoner import ANNOUNCED_BY_TWO
from prisoner_pages.permissions.partners import require_editor, require_moderator
from prisoner_pages.policies import ANNOUNCED_STATUSES
from prisoner_pages.records.actions.drafts import refuse_invalid, refuse_locked

TAKEABLE = {fact.name: fact for fact in IMPORTED}
LONGEST_VALUE_CHARS = cast(int, Claim._meta.get_field("value").max_length)
AS_IT_STANDS = _("This value can’t be taken as it stands: open the record and write it there.")
NO_PAGE = _("No page states this: it can be taken or closed, and is not shown.")
DRAFTED_ALREADY = _("The newest state of the record says so already.")


def announces(claim: Claim) -> bool:
    return claim.field == "status" and claim.value in ANNOUNCED_STATUSES


@transaction.atomic
def take_claim(claim: Claim, *, by: User | None) -> Prisoner:
    """Write the source's value into the draft of the record, as an edit of `by`: somebody else approves it.

    The claim stays open until somebody closes it: a draft may yet be refused. Raises ValidationError, in
    words, for what two people announce, for a record that is locked, and for a value that can't be taken.
    """
    require_editor(by, claim.prisoner.partner)
    record = lock_record(claim.prisoner)
    refuse_locked(record, by)
    if announces(claim) or claim.field == "status" and record.status in ANNOUNCED_STATUSES:
        raise ValidationError(ANNOUNCED_BY_TWO)
    draft = record.get_latest_revision_as_object()
    _put(claim, draft)
    draft.save_revision(user=by, clean=False)
    log_record(record, "take_claim", by=by, field=claim.field)
    return draft


def _put(claim: Claim, draft: Prisoner) -> None:
    row = _row_of(claim)
    if agrees(TAKEABLE[claim.field], row, draft, Known()):
        raise ValidationError(DRAFTED_ALREADY)
    cite(draft, row)
    refuse_invalid(draft, claim.field)


def _is_held(claim: Claim) -> bool:
    draft = claim.prisoner.get_latest_revision_as_object()
    try:
        return agrees(TAKEABLE[claim.field], _row_of(claim), draft, Known())
    except ValidationError:
        return False


def _row_of(claim: Claim) -> PersonRow:
    if claim.field not in TAKEABLE or not claim.value or len(claim.value) >= LONGEST_VALUE_CHARS:
        raise ValidationError(AS_IT_STANDS)
    try:
        said, stated_on = TAKEABLE[claim.field].said_by(claim.value), past_date(claim.stated_on)
    except ValueError as refused:
        raise ValidationError(AS_IT_STANDS) from refused
    return PersonRow(said, sources=(claim.source_url,) if claim.source_url else (), stated_on=stated_on)


@transaction.atomic
def show_claim(claim: Claim, *, by: User | None) -> Claim:
    """Set the value beside the record's own on the page: the sources differ, and we don't know better.

    Raises ValidationError for a release, an exchange or a death, which two people announce, and for what no
    page states: a family may have said it.
    """
    require_moderator(by, claim.prisoner.partner)
    if announces(claim):
        raise ValidationError(ANNOUNCED_BY_TWO)
    if not claim.source_url:
        raise ValidationError(NO_PAGE)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    claim.needs_decision = False
    claim.shown_since = claim.shown_since or timezone.now()
    claim.save()
    log_record(claim.prisoner, "show_claim", by=by, field=claim.field)
    return claim


@transaction.atomic
def settle_claim(claim: Claim, *, by: User | None) -> Claim:
    """Close the claim: the record was corrected, or the value is wrong. It is not shown any more.

    Whether the newest state of the record says so by now is kept for those who said it.
    """
    require_editor(by, claim.prisoner.partner)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    claim.was_taken = _is_held(claim)
    claim.needs_decision = False
    claim.settled_at = timezone.now()
    claim.save()
    log_record(claim.prisoner, "settle_claim", by=by, field=claim.field)
    return claim
