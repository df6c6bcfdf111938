"""Giving, confirming and ending the bases on which something about a person is shown."""

from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from prisoner_pages.choices import Basis, Scope
from prisoner_pages.consents.consent_words import faults_of
from prisoner_pages.facts.actions.changes import letters_follow, log_record
from prisoner_pages.models import Consent, Prisoner
from prisoner_pages.permissions.partners import require, require_editor, require_moderator
from prisoner_pages.pictures.actions import delete_public_pictures


@transaction.atomic
def give_consent(
    record: Prisoner,
    *,
    scope: str,
    basis: str,
    by: User | None,
    given_by: str = "",
    given_on: date | None = None,
    expires_on: date | None = None,
    proof: str = "",
    source_url: str = "",
) -> Consent:
    """Record a basis; return it. `given_by` and `proof` are encrypted before they are stored.

    Raises ValidationError where that basis cannot carry that scope, or does not name what it must.
    """
    require_editor(by, record.partner)
    said = {"given_by": given_by, "given_on": given_on, "proof": proof, "source_url": source_url}
    if faults := faults_of(Scope(scope), Basis(basis), **said):
        raise ValidationError(faults)
    consent = Consent(
        prisoner=record,
        scope=scope,
        basis=basis,
        given_on=given_on,
        expires_on=expires_on,
        source_url=source_url,
        created_by=by,
    )
    consent.given_by, consent.proof = given_by, proof
    consent.save()
    letters_follow(record)
    log_record(record, "give_consent", by=by, scope=scope, basis=basis)
    return consent


@transaction.atomic
def confirm_consent(consent: Consent, *, by: User | None) -> None:
    """A moderator who did not record it confirms that something is public already."""
    require_moderator(by, consent.prisoner.partner)
    require(by is None or consent.created_by_id != by.pk)
    consent.confirmed_at, consent.confirmed_by = timezone.now(), by
    consent.save(update_fields=["confirmed_at", "confirmed_by"])
    letters_follow(consent.prisoner)
    log_record(consent.prisoner, "confirm_consent", by=by, scope=consent.scope)


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: User | None) -> None:
    """End a basis at once; what rested on it alone leaves public view with this request."""
    require_editor(by, consent.prisoner.partner)
    if consent.withdrawn_at is None:
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
    if consent.scope in (Scope.NAME, Scope.PHOTO):
        delete_public_pictures(consent.prisoner)
    letters_follow(consent.prisoner)
    log_record(consent.prisoner, "withdraw_consent", by=by, scope=consent.scope)
