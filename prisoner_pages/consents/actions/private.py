"""Opening and changing what lies behind moderators' rights. Every reading leaves a log entry."""

from django.contrib.auth.models import User
from django.db import transaction

from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.models import Consent, Prisoner, PrisonerPrivate
from prisoner_pages.permissions.partners import may_read_consents, may_read_private, require


@transaction.atomic
def open_private(record: Prisoner, *, by: User) -> PrisonerPrivate:
    """Return the private record, an empty unsaved one when there is none; log that `by` has read it."""
    require(may_read_private(by, record))
    log_record(record, "read_private", by=by)
    return PrisonerPrivate.objects.filter(prisoner=record).first() or PrisonerPrivate(prisoner=record)


@transaction.atomic
def write_private(record: Prisoner, *, by: User, contacts: str, proof: str, notes: str) -> PrisonerPrivate:
    require(may_read_private(by, record))
    private, _created = PrisonerPrivate.objects.select_for_update().get_or_create(prisoner=record)
    private.contacts, private.proof, private.notes = contacts, proof, notes
    private.save()
    log_record(record, "write_private", by=by)
    return private


@transaction.atomic
def open_consent(consent: Consent, *, by: User) -> Consent:
    """Log that `by` has read who gave the basis and its proof."""
    require(may_read_consents(by, consent.prisoner))
    log_record(consent.prisoner, "read_consent", by=by, scope=consent.scope)
    return consent
