"""How the post stands at many places at once, each by itself; places and addresses that partners propose."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy as _lazy

from home.languages.dates import date_in_words
from prisoner_pages.choices import DatePrecision
from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.facts.actions.mail_status import set_facility_mail
from prisoner_pages.importing.actions.facilities import read_facilities
from prisoner_pages.importing.actions.places import Places
from prisoner_pages.importing.facilities import FacilityRow, facility_row
from prisoner_pages.importing.reading import ListRow
from prisoner_pages.importing.refusal import FileRefused, Remark
from prisoner_pages.models import Facility, Partner, PlaceProposal
from prisoner_pages.permissions.partners import may_judge_post, require, require_editor
from prisoner_pages.places.read_models import PARTS, ProposedPlace, lacking, may_keep_places
from prisoner_pages.records.actions.letter_sheet import complete_address

NEW_PLACE = ("name_uk", "name_ru", "kind", "address_ru", "postal_index", "region_ru", "source_url")
KNOWN = _lazy("A place of this name is in the list already.")
WAITS = _lazy("Your partner has proposed this already: it waits for a coordinator.")
WHOLE = _lazy("The address is complete by now.")
EMPTY = _lazy("Write what the address lacks: %(parts)s.")
DIFFERS = _lazy("The list names another address (%(parts)s): two addresses are not merged into one.")
CHANGED = _lazy("The address has changed since you opened this: look at it once more.")
NO_SOURCE = _lazy("Name the page that says so (source_url).")
NO_NAME = _lazy("Write the Ukrainian name (facility_name_uk).")
NOT_RUSSIAN = _lazy("The address holds Latin letters: write it in Russian (address).")
ALIKE = _lazy(
    "The list may hold it as “%(place)s”: propose its address there. If it is another place, propose it"
    " by itself."
)
# What is taken of a list of places.
FILE_COLUMNS = (
    *("facility_name_ru", "facility_name_uk", "type", "address", "postal_index", "region", "source_url"),
)
MOST_OF_A_FILE = 1_000
MOST_NAMED = 3
BUSY = _lazy("Somebody else is at this just now: nothing was done. Try once more.")
DECIDED = _lazy("Somebody else has decided on this proposal meanwhile.")
TAKEN_BY_YOU = _lazy("It is done: you have taken it already.")
REFUSED_BY_YOU = _lazy("It is done: you have refused it already.")
CLOSED_BY_YOU = _lazy("It is done: it is closed, the list holds it already.")


Done = TypeVar("Done")


class DoneAlready(Exception):
    """The same person has decided before: a button was pressed twice, or another page was left open."""

    def __init__(self, words: Promise) -> None:
        super().__init__()
        self.words = words


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
def tried(act: Callable[[], Done], *, clash: Promise = KNOWN) -> tuple[Done | None, list[str]]:
    """Return what the act came to; where it was refused, or somebody else was at it, None and why.

    `clash` says what it means that the database holds something which excludes it.
    """
    try:
        return act(), []
    except ValidationError as refusal:
        return None, refusal.messages
    except IntegrityError:
        return None, [str(clash)]
    except OperationalError:
        if not connection.is_usable():
            raise
        return None, [str(BUSY)]


def try_to_propose(make: Callable[[], PlaceProposal], *, by: User) -> tuple[PlaceProposal | None, list[str]]:
    """Propose what `make` returns, as `tried`. Proposals exclude none: a clash is a place that is gone."""
    return tried(lambda: propose_place(make(), by=by), clash=BUSY)


@transaction.atomic
def propose_place(proposal: PlaceProposal, *, by: User) -> PlaceProposal:
    """Keep a filled-in proposal. Raises ValidationError for what is known or waits already."""
    require_editor(by, proposal.partner)
    # Two presses of one button are two requests: the second waits here, and then finds the first.
    Partner.objects.select_for_update(no_key=True).get(pk=proposal.partner_id)
    proposed = ProposedPlace.of(proposal)
    if proposed.place and proposal.facility is None:
        raise ValidationError(KNOWN)
    _refuse_unfit(proposed)
    waiting = PlaceProposal.objects.waiting().of_partners([proposal.partner])
    if waiting.filter(facility=proposal.facility, name_ru__iexact=proposal.name_ru).exists():
        raise ValidationError(WAITS)
    proposal.by = by
    proposal.save()
    log_record(proposal, "propose_place", by=by, partner=proposal.partner_id)
    return proposal


def _refuse_unfit(proposed: ProposedPlace) -> None:
    if proposed.place is None:
        return
    if differing := ", ".join(str(PARTS[name]) for name in proposed.differing):
        raise ValidationError(DIFFERS, params={"parts": differing})
    if not proposed.adds:
        lacking_parts = ", ".join(str(PARTS[name]) for name in lacking(proposed.place))
        raise ValidationError(EMPTY if lacking_parts else WHOLE, params={"parts": lacking_parts})


@dataclass(frozen=True)
class RowOfPlaces:
    """What became of one row of a file: it waits for a coordinator, or `why` not."""

    number: int
    name: str
    why: str = ""


@dataclass(frozen=True)
class FileOfPlaces:
    """What became of a file; `warnings` are of what was left unread in it."""

    rows: list[RowOfPlaces]
    warnings: list[Remark]


def propose_file(data: bytes, *, partner: Partner, by: User) -> FileOfPlaces:
    """Propose each place of a CSV or XLSX file by itself. Raises FileRefused for what is no such file."""
    require_editor(by, partner)
    sheet = read_facilities(data)
    if len(sheet.rows) > MOST_OF_A_FILE:
        raise FileRefused(_("The file has more than %d places. Divide it.") % MOST_OF_A_FILE)
    known = Places()
    return FileOfPlaces([_proposed_row(raw, known, partner, by) for raw in sheet.rows], sheet.warnings)


def _proposed_row(raw: ListRow, known: Places, partner: Partner, by: User) -> RowOfPlaces:
    row, why = _read(raw)
    if row is not None:
        _proposal, refusal = try_to_propose(lambda: _proposal_of(row, known, partner), by=by)
        why = " ".join(refusal)
    return RowOfPlaces(raw.number, raw.cells.get("facility_name_ru", ""), why)


def _read(raw: ListRow) -> tuple[FacilityRow | None, str]:
    """Return (what the row says, ""), or (None, why it can't be proposed)."""
    row, errors = facility_row(raw, today=timezone.localdate())
    if row is None:
        return None, " ".join(each.message for each in errors)
    if raw.cells.get("address") and not row.address:
        return None, str(NOT_RUSSIAN)
    return (row, "") if row.sources else (None, str(NO_SOURCE))


def _proposal_of(row: FacilityRow, known: Places, partner: Partner) -> PlaceProposal:
    """Return what the row proposes: a new place, or what the one of its name lacks."""
    place = _of_that_name(row, known)
    name_uk = str(place) if place else row.names["uk"]
    if not name_uk:
        raise ValidationError(NO_NAME)
    proposal = PlaceProposal(
        partner=partner,
        facility=place,
        name_uk=name_uk,
        name_ru=place.name_ru if place else row.names["ru"],
        kind=row.kind,
        address_ru=row.address,
        postal_index=row.index,
        region_ru=row.region,
        source_url=row.sources[0],
    )
    proposal.clean_fields(exclude=["by", "decided_by", "decided_at"])
    return proposal


def _of_that_name(row: FacilityRow, known: Places) -> Facility | None:
    """Return the place of that very name. One that is alike may be another prison: people look at it."""
    places = [each.facility for each in known.known if each.facility]
    name = _same_words(row.names["ru"])
    named = [place for place in places if _same_words(place.name_ru) == name]
    if len(named) == 1:
        return named[0]
    if alike := named or [each.facility for each in known.agreeing(row.hint) if each.facility]:
        raise ValidationError(ALIKE, params={"place": ", ".join(map(str, alike[:MOST_NAMED]))})
    return None


def _same_words(text: str) -> str:
    return " ".join(text.split()).casefold()


@transaction.atomic
def take_proposal(proposal: PlaceProposal, *, by: User, seen: str) -> Facility:
    """Add the place, or complete its address; return it.

    `seen` is the postal block that was shown to whoever takes it. Raises ValidationError where the block is
    another by now, where two addresses would be joined, and where nothing is added; DoneAlready.
    """
    proposed = ProposedPlace.of(_waiting(proposal, by))
    _refuse_unfit(proposed)
    if proposed.seen != seen:
        raise ValidationError(CHANGED)
    proposal, known = proposed.proposal, proposed.place
    place = _completed(known, proposal, by) if known else _added(proposal, by)
    _decide(proposal, by=by, place=place, is_taken=True)
    _close_equal(place, by)
    return place


def _added(proposal: PlaceProposal, by: User) -> Facility:
    place = Facility(**{name: getattr(proposal, name) for name in NEW_PLACE})
    place.full_clean()
    place.save()
    log_record(place, "take_place", by=by, partner=proposal.partner_id)
    return place


def _completed(place: Facility, proposal: PlaceProposal, by: User) -> Facility:
    return complete_address(
        place,
        by=by,
        address_ru=proposal.address_ru,
        postal_index=proposal.postal_index,
        source_url=proposal.source_url,
    )


def _close_equal(place: Facility, by: User) -> None:
    """Others have proposed the same; what says more, or something else, goes on waiting beside the place."""
    for each in PlaceProposal.objects.waiting().about(place):
        if ProposedPlace(each, place).is_known:
            _decide(each, by=by, place=place)
            log_record(each, "close_place", by=by)


@transaction.atomic
def refuse_proposal(proposal: PlaceProposal, *, by: User) -> PlaceProposal:
    """Refuse it; what the list holds by now is closed as known instead. Return it as it is then.

    Raises ValidationError, DoneAlready where it was decided before.
    """
    proposed = ProposedPlace.of(_waiting(proposal, by))
    known = proposed.place if proposed.is_known else None
    _decide(proposed.proposal, by=by, place=known)
    log_record(proposed.proposal, "close_place" if known else "refuse_place", by=by)
    return proposed.proposal


def _waiting(proposal: PlaceProposal, by: User) -> PlaceProposal:
    """Lock all that waits, in one order: taking one may close others."""
    require(may_keep_places(by))
    locked = PlaceProposal.objects.waiting().select_for_update(of=("self",)).order_by("pk").for_reading()
    stored = next((each for each in locked if each.pk == proposal.pk), None)
    if stored is None:
        raise _decided_before(PlaceProposal.objects.get(pk=proposal.pk), by)
    return stored


def _decided_before(stored: PlaceProposal, by: User) -> ValidationError | DoneAlready:
    if stored.decided_by_id != by.pk:
        return ValidationError(DECIDED)
    if stored.is_taken:
        return DoneAlready(TAKEN_BY_YOU)
    return DoneAlready(CLOSED_BY_YOU if stored.was_known else REFUSED_BY_YOU)


def _decide(
    proposal: PlaceProposal, *, by: User, place: Facility | None = None, is_taken: bool = False
) -> None:
    proposal.facility = place or proposal.facility
    proposal.is_taken, proposal.was_known = is_taken, place is not None and not is_taken
    proposal.decided_at, proposal.decided_by = timezone.now(), by
    proposal.save()
