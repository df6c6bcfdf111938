"""Who lacks what for a letter: rows of the sheet, the numbers over it, what becomes of a letter now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.languages.dates import DAY
from home.languages.info import SOURCE_LANGUAGE
from home.languages.written_dates import PartialDate
from prisoner_pages.can_be_written_to import Call, CallReason, is_envelope_name
from prisoner_pages.choices import FactGroup, MailStatus, Scope
from prisoner_pages.facts.actions.sources import StatedSource
from prisoner_pages.facts.can_be_written_to_words import REASON_WORDS
from prisoner_pages.facts.place_hints import place_hint
from prisoner_pages.importing.actions.places import Places
from prisoner_pages.models import Facility, Prisoner
from prisoner_pages.permissions.choosers import own_records_of
from prisoner_pages.phonetics import fold
from prisoner_pages.querysets.records import YEAR_UNKNOWN, PrisonerQuerySet
from prisoner_pages.records.gap_words import gaps_in_words
from prisoner_pages.records.read_models.day import REACH

FindPlace = Callable[[str], Facility | None]


@dataclass
class SheetRow:
    """A person, what is missing (`needs` names fields of the form), and what is known, as words.

    `name` and `year` are those of the newest state; `is_drafted` says that one of them waits in a draft.
    """

    record: Prisoner
    needs: set[str]
    name: str
    year: str
    is_drafted: bool = False
    form: Any = None
    refusal: list[str] = field(default_factory=list)
    is_saved: bool = False

    @property
    def outcome(self) -> Promise | str:
        """What becomes of a letter to this person now."""
        call = self.record.call_to_action
        if not self.record.is_public:
            return self.record.public_state
        if call.call is Call.WRITE:
            return _("a letter is posted")
        return gaps_in_words(self.record) if call.reason in self.record.gaps else REASON_WORDS[call.reason]


def rows_of(records: Iterable[Prisoner]) -> list[SheetRow]:
    return [_row(record) for record in records]


def people_of(user: User) -> PrisonerQuerySet:
    """Return one's own people with all that a row says: no query for each."""
    own = own_records_of(user).select_related("facility", "partner", "latest_revision")
    checked = own.with_place_check().with_check(FactGroup.PLACE)
    return checked.with_valid_consents().with_ended_letters().named(SOURCE_LANGUAGE)


def _row(record: Any) -> SheetRow:
    newest = _newest(record)
    name, has_none = newest["name_ru"], newest["has_no_patronymic"]
    year = "" if newest["birth_precision"] in YEAR_UNKNOWN else str(newest["birth_date"] or "")[:4]
    gaps = record.gaps
    missing = {
        "listed": Scope.LETTERS not in record.bases and not record.letters_were_ended,
        "name_ru": not (whole := is_envelope_name(name, has_no_patronymic=has_none)),
        "no_patronymic": not whole,
        "birth_date": not year,
        "place": CallReason.PLACE_UNKNOWN in gaps,
        "still_there": CallReason.PLACE_STALE in gaps,
        "letters": record.mail_status == MailStatus.UNKNOWN,
    }
    needs = {name for name, is_missing in missing.items() if is_missing}
    is_drafted = name != record.name_ru or has_none != record.has_no_patronymic or year != _year(record)
    return SheetRow(record, needs | ({"source", "on"} if needs else set()), name, year, is_drafted)


def _year(record: Prisoner) -> str:
    return str(record.birth_year or "")


def _newest(record: Prisoner) -> dict[str, Any]:
    """Return what the draft that waits says, else the record; a draft is read without a query."""
    names = ("name_ru", "has_no_patronymic", "birth_date", "birth_precision")
    waits = record.latest_revision if record.has_unpublished_changes else None
    held = {name: getattr(record, name) for name in names}
    return held | {name: waits.content[name] for name in names if waits and name in waits.content}


def told_otherwise(row: SheetRow, typed: Mapping[str, Any], find_place: FindPlace) -> list[str]:
    """Return the names of fields in which something else was typed than what is known already."""
    record = row.record
    same: dict[str, Callable[[Any], bool]] = {
        "name_ru": lambda text: fold(text) == fold(row.name),
        "birth_date": lambda text: row.year in text,
        "place": lambda text: find_place(text) == record.facility,
        "letters": lambda status: status == record.mail_status,
    }
    known = [name for name in same if name not in row.needs and typed.get(name)]
    return [name for name in known if not same[name](typed[name])]


# --- What is said of somebody ---------------------------------------------------------------------
@dataclass(frozen=True)
class Said:
    """What one row says. `facts` are values of declared facts, by their names."""

    is_listed: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    has_no_patronymic: bool = False
    place: Facility | None = None
    is_still_there: bool = False
    held_at: int | None = None  # the key of the place that was shown
    letters: str = ""
    source_url: str = ""
    on: date | None = None

    @property
    def source(self) -> StatedSource | None:
        """Return what verifies a place or the post: a page, and the day of which it speaks."""
        if not (self.on and self.source_url):
            return None
        return StatedSource(PartialDate(self.on, DAY), url=self.source_url)

    def __bool__(self) -> bool:
        said = (self.is_listed, self.facts, self.has_no_patronymic, self.place, self.is_still_there)
        return any((*said, self.letters))


# --- The numbers over it ---------------------------------------------------------------------------
@dataclass(frozen=True)
class View:
    """One way to see the sheet, with how many people it shows."""

    name: str
    title: Promise
    count: int
    is_shown: bool


def views_of(user: User, shown: str) -> list[View]:
    own = own_records_of(user)
    return [View(name, title, narrow(own).count(), name == shown) for name, (title, narrow) in REACH.items()]


def narrowed(people: PrisonerQuerySet, shown: str) -> PrisonerQuerySet:
    return REACH[shown][1](people)


# --- Places ----------------------------------------------------------------------------------------
def place_finder() -> tuple[list[Facility], FindPlace]:
    """Return all places, and what finds the one that is meant by a name, an address or an index."""
    places = Places()
    facilities = [known.facility for known in places.known if known.facility]

    def find(words: str) -> Facility | None:
        words = " ".join(words.split())
        named = [each for each in facilities if words in (each.name_ru, each.name_uk, each.name_en)]
        if named:
            return named[0] if len(named) == 1 else None
        hint = place_hint(words)
        found = places.find(hint) if hint else None
        return found.facility if found else None

    return facilities, find
