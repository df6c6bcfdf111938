"""What a partner says of a person whose record another partner keeps: claims for the keeper to decide."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from home.languages.written_dates import PartialDate
from prisoner_pages.choices import DatePrecision, FactGroup, Scope
from prisoner_pages.facts.actions.changes import lock_record, log_record
from prisoner_pages.facts.read_models.declarations import IMPORTED
from prisoner_pages.facts.read_models.fact import Fact, PersonRow, Rule
from prisoner_pages.importing.actions.known import Known, agrees
from prisoner_pages.models import Claim, Partner, Prisoner, Proposal
from prisoner_pages.permissions.partners import require_editor
from prisoner_pages.policies import HEALTH_PLACES, PRIVATE_SOURCES, shown_status

LONGEST_VALUE_CHARS, LONGEST_NAME_CHARS = 500, 255
STATED = (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY)
# A list's remark on its own forms of the name.
NOT_PROPOSED = {"unconfirmed_names"}


def propose(
    record: Prisoner,
    row: PersonRow,
    known: Known,
    *,
    partner: Partner,
    by: User | None,
    compares: bool = True,
) -> list[Proposal]:
    """Leave a claim for each fact of which the row says something else than the record; return the new ones.

    One fact by itself is not compared: whoever stated guess by guess would learn what no page tells.

    Nothing of the record changes, and whoever proposes is shown nothing of it but their own words. What only
    a draft says, while the record is public, is not taken into account.
    """
    require_editor(by, partner)
    record = lock_record(record)
    named = next(iter(name.display for name in row.names.values()), str(record))
    said = [fact for fact in IMPORTED if fact.stated(row) and fact.name not in NOT_PROPOSED]
    copy = _as_told(Prisoner.objects.get(pk=record.pk))
    claims = [
        _claim(record, fact, row) for fact in said if not (compares and _says_so(copy, fact, row, known))
    ]
    found = [
        Proposal.objects.get_or_create(
            claim=claim, partner=partner, defaults={"by": by, "person": named[:LONGEST_NAME_CHARS]}
        )
        for claim in claims
    ]
    made = [proposal for proposal, is_new in found if is_new]
    if made:
        fields = [proposal.claim.field for proposal in made]
        log_record(record, "propose", by=by, partner=partner.pk, fields=fields)
    return made


@transaction.atomic
def propose_facts(
    record: Prisoner,
    said: dict[str, Any],
    *,
    partner: Partner,
    by: User,
    on: date,
    precision: str,
    source_kind: str,
    source_url: str = "",
    **_other: Any,
) -> list[Proposal]:
    """Leave what somebody states, fact by fact, to the keeper. What a family says names no page."""
    sources = (source_url,) if source_url and source_kind not in PRIVATE_SOURCES else ()
    stated_on = PartialDate(on, precision) if precision in STATED else None
    row = PersonRow(said, sources=sources, stated_on=stated_on)
    return propose(record, row, Known(), partner=partner, by=by, compares=False)


def _as_told(copy: Prisoner) -> Prisoner:
    """Set the status that a visitor reads, who may not learn that somebody is in hospital."""
    is_sentenced = copy.sentences.exists()
    copy.status = shown_status(copy.status, bases=copy.bases, is_sentenced=is_sentenced)
    return copy


def _is_told(copy: Prisoner, fact: Fact) -> bool:
    if not copy.is_public or Rule.PRIVATE in fact.rules or (fact.scope and fact.scope not in copy.bases):
        return False
    if fact.name == "place" and copy.facility and copy.facility.kind in HEALTH_PLACES:
        return Scope.HEALTH in copy.bases
    return fact.group == FactGroup.IDENTITY or copy.call_to_action.shows_facts


def _says_so(copy: Prisoner, fact: Fact, row: PersonRow, known: Known) -> bool:
    """Does the site say so already? Of what it doesn't tell, no answer may tell whether a guess is right."""
    if not _is_told(copy, fact):
        return False
    try:
        return agrees(fact, row, copy, known)
    except ValidationError:
        return False


def _claim(record: Prisoner, fact: Fact, row: PersonRow) -> Claim:
    """Return the claim; one that is decided already stays so."""
    claim, _made = Claim.objects.get_or_create(
        prisoner=record,
        field=fact.name,
        value=fact.stated(row)[:LONGEST_VALUE_CHARS],
        source_url=row.sources[0] if row.sources else "",
        defaults={"stated_on": str(row.stated_on or ""), "needs_decision": True},
    )
    return claim
