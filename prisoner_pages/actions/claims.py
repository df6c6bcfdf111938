"""Deciding on values that sources state and the record does not hold."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from prisoner_pages.actions.records import log_record
from prisoner_pages.models import Claim
from prisoner_pages.models.prisoner import ANNOUNCED_BY_TWO
from prisoner_pages.permissions import require_editor, require_moderator
from prisoner_pages.policies import ANNOUNCED_STATUSES


def announces(claim):
    return claim.field == "status" and claim.value in ANNOUNCED_STATUSES


@transaction.atomic
def show_claim(claim, *, by):
    """Set the value beside the record's own on the page: the sources differ, and we don't know better.

    Raises ValidationError for a release, an exchange or a death, which two people announce.
    """
    require_moderator(by, claim.prisoner.partner)
    if announces(claim):
        raise ValidationError(ANNOUNCED_BY_TWO)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    claim.needs_decision = False
    claim.shown_since = claim.shown_since or timezone.now()
    claim.save()
    log_record(claim.prisoner, "show_claim", by=by, field=claim.field)
    return claim


@transaction.atomic
def settle_claim(claim, *, by):
    """Close the claim: the record was corrected, or the value is wrong. It is not shown any more."""
    require_editor(by, claim.prisoner.partner)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    claim.needs_decision = False
    claim.settled_at = timezone.now()
    claim.save()
    log_record(claim.prisoner, "settle_claim", by=by, field=claim.field)
    return claim
