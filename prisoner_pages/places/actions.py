"""How the post stands at many places at once, each by itself; places and addresses that partners propose."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy as _lazy

from home.languages.dates import date_in_words
from prisoner_pages.choices import DatePrecision
from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.facts.actions.mail_status import set_facility_mail
from prisoner_pages.models import Facility, PlaceProposal
from prisoner_pages.permissions.partners import may_judge_post, require, require_editor
from prisoner_pages.places.read_models import lacking, may_keep_places
from prisoner_pages.records.actions.letter_sheet import complete_address

NEW_PLACE = ("name_uk", "name_ru", "kind", "address_ru", "postal_index", "region_ru", "source_url")
KNOWN = _lazy("A place of this name is in the list already.")
WAITS = _lazy("Your partner has proposed this already: it waits for a coordinator.")
WHOLE = _lazy("The address is complete by now.")
DECIDED = _lazy("Somebody else has decided on this proposal meanwhile.")


@dataclass
class Said:
    """What became of each place."""

    done: list[Facility] = field(default_factory=list)
    refused: list[tuple[Facility, str]] = field(default_factory=list)


@transaction.atomic
def set_mail_of_many(
    places: Iterable[Facility],
    *,
    status: str,
    by: User,
    since: date | None = None,
    source_url: str = "",
    checked_on: date | None = None,
) -> Said:
    """Say it of each; refused where it is known of a later day how the post stands there."""
    require(may_judge_post(by))
    said = Said()
    for place in (
        Facility.objects.select_for_update().filter(pk__in=[each.pk for each in places]).order_by("pk")
    ):
        try:
            _refuse_older(place, since or timezone.localdate())
        except ValidationError as refusal:
            said.refused.append((place, " ".join(refusal.messages)))
        else:
            set_facility_mail(
                place, status=status, by=by, since=since, source_url=source_url, checked_on=checked_on
            )
            said.done.append(place)
    return said


def _refuse_older(place: Facility, since: date) -> None:
    """An older state would stand in the history alone, and whoever said it would not be told."""
    known = place.mail_history.first()
    if known and known.since > since:
        day = date_in_words(known.since, DatePrecision.DAY)
        raise ValidationError(
            _("of %(day)s it is known already: %(state)s") % {"day": day, "state": known.get_status_display()}
        )


# --- Proposed by partners -------------------------------------------------------------------------
@transaction.atomic
def propose_place(proposal: PlaceProposal, *, by: User) -> PlaceProposal:
    """Keep a filled-in proposal. Raises ValidationError for what is known or waits already."""
    require_editor(by, proposal.partner)
    _refuse_known(proposal)
    waiting = PlaceProposal.objects.waiting().of_partners([proposal.partner])
    if waiting.filter(facility=proposal.facility, name_ru__iexact=proposal.name_ru).exists():
        raise ValidationError(WAITS)
    proposal.by = by
    proposal.save()
    return proposal


def _refuse_known(proposal: PlaceProposal) -> None:
    if proposal.facility is None and Facility.objects.filter(name_ru__iexact=proposal.name_ru).exists():
        raise ValidationError(KNOWN)
    if proposal.facility is not None and not any(
        getattr(proposal, name) for name in lacking(proposal.facility)
    ):
        raise ValidationError(WHOLE)


@transaction.atomic
def take_proposal(proposal: PlaceProposal, *, by: User) -> Facility:
    """Add the place, or complete its address; return it. Raises ValidationError where it is known by now."""
    proposal = _waiting(proposal, by)
    _refuse_known(proposal)
    if proposal.facility is None:
        place = Facility(**{name: getattr(proposal, name) for name in NEW_PLACE})
        place.full_clean()
        place.save()
        log_record(place, "take_place", by=by, partner=proposal.partner_id)
    else:
        place = complete_address(
            proposal.facility,
            by=by,
            address_ru=proposal.address_ru,
            postal_index=proposal.postal_index,
            source_url=proposal.source_url,
        )
    _decide(proposal, by=by, place=place)
    return place


@transaction.atomic
def refuse_proposal(proposal: PlaceProposal, *, by: User) -> None:
    _decide(_waiting(proposal, by), by=by)


def _waiting(proposal: PlaceProposal, by: User) -> PlaceProposal:
    require(may_keep_places(by))
    locked = PlaceProposal.objects.waiting().select_for_update(of=("self",))
    stored = locked.for_reading().filter(pk=proposal.pk).first()
    if stored is None:
        raise ValidationError(DECIDED)
    return stored


def _decide(proposal: PlaceProposal, *, by: User, place: Facility | None = None) -> None:
    proposal.facility = place or proposal.facility
    proposal.is_taken = place is not None
    proposal.decided_at, proposal.decided_by = timezone.now(), by
    proposal.save()
