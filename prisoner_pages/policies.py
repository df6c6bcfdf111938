"""Policy as data: what may be shown of a person, and when a fact is old.

Pure: no query. Each table is complete over its choices; a test holds that.
"""

from collections.abc import Collection, Container, Iterable
from datetime import date, timedelta
from typing import Any

from prisoner_pages.choices import (
    Basis,
    EventKind,
    FacilityKind,
    FactGroup,
    MailStatus,
    Scope,
    SourceKind,
    Status,
)

# --- Consent -------------------------------------------------------------------------------------
# Which bases can carry which scope (design: consent). `published` needs a moderator's confirmation
# for all scopes but the name.
BASES_FOR_SCOPE = {
    Scope.NAME: {Basis.GIVEN, Basis.PUBLISHED},
    Scope.PHOTO: {Basis.GIVEN},
    Scope.LETTERS: {Basis.GIVEN, Basis.LISTED},
    Scope.HEALTH: {Basis.GIVEN},
    Scope.FAMILY: {Basis.GIVEN},
    Scope.HOME: {Basis.GIVEN, Basis.PUBLISHED},
    Scope.BIRTHDAY: {Basis.GIVEN, Basis.PUBLISHED},
    Scope.ORIGIN: {Basis.GIVEN, Basis.PUBLISHED},
}
# What a basis must name: its source, or who gave it, when and how.
NEEDED_FOR_BASIS = {
    Basis.GIVEN: ("given_by", "given_on", "proof"),
    Basis.LISTED: ("source_url",),
    Basis.PUBLISHED: ("source_url",),
}
CONFIRMED_SCOPES = frozenset({Scope.HOME, Scope.BIRTHDAY, Scope.ORIGIN})

# --- Sources -------------------------------------------------------------------------------------
# What they said is private unless somebody says that it may be shown.
PRIVATE_SOURCES = frozenset({SourceKind.FAMILY, SourceKind.LAWYER})

# --- Letters that arrive ---------------------------------------------------------------------------
# Of so few at a place a month would tell who spoke: then nobody is told when letters last arrived.
FEWEST_AT_A_PLACE = 3
# Days after which nobody needs to know any more who told of the post.
TELLERS_KEPT_DAYS = 180

# Of a source as it was seen: a page printed to a file, or a picture of the screen.
MAX_COPY_BYTES, MAX_COPY_PAGES = 5 * 1024 * 1024, 200
MAX_COPIES = 50  # of one record

# --- The sentence --------------------------------------------------------------------------------
LONGEST_TERM_YEARS = 60

# --- Health --------------------------------------------------------------------------------------
# To be in a prison hospital is health: shown, told as a place and found by a filter with that basis only.
HEALTH_STATUSES = frozenset({Status.HOSPITAL})
HEALTH_PLACES = frozenset({FacilityKind.HOSPITAL})


def shown_status(status: str, *, bases: Container[str], is_sentenced: bool) -> Status:
    """Return the status a visitor sees; `PrisonerQuerySet.of_status` finds by the same rule."""
    if status in HEALTH_STATUSES and Scope.HEALTH not in bases:
        return held_status(is_sentenced=is_sentenced)
    return Status(status)


def held_status(*, is_sentenced: bool) -> Status:
    """Return the status told of somebody in custody when no more may be said.

    One word for all would mark who has a sentence and yet is only "detained".
    """
    return Status.SENTENCED if is_sentenced else Status.DETAINED


# --- What is held against people who get letters -----------------------------------------------
# Treason, secret co-operation with a foreign state, espionage: whoever is charged with one is endangered by
# being named where embassies and state bodies ask for letters.
TREASON_ARTICLES = frozenset({"275", "275.1", "276"})


# --- Age of facts --------------------------------------------------------------------------------
# Days after which a fact group must be verified again; None: it does not grow old.
FRESH_DAYS = {
    FactGroup.IDENTITY: None,
    FactGroup.PLACE: 60,
    FactGroup.VERDICT: 365,
    FactGroup.HEALTH: 90,
    FactGroup.MAIL: 60,
}
GROWING_OLD = tuple(group for group in FactGroup if FRESH_DAYS[group] is not None)


def fresh_since(group: str, on: date) -> date:
    """Return the earliest day of a check that still counts on that day; any does where nothing grows old."""
    days = FRESH_DAYS[FactGroup(group)]
    return date.min if days is None else on - timedelta(days=days)


def is_fresh(group: str, checked_on: date | None, on: date) -> bool:
    """Say whether the group needs no new check on that day."""
    return FRESH_DAYS[FactGroup(group)] is None or (
        checked_on is not None and checked_on >= fresh_since(group, on)
    )


def groups_told(
    *,
    place: object,
    charges: Collection[object],
    sentences: Iterable[Any],
    mail_status: str,
    tells_health: bool,
) -> set[FactGroup]:
    """Return the groups of facts of which something is said; of an empty one nothing can be verified.

    A regime without a term is no verdict yet.
    """
    told = {
        FactGroup.IDENTITY: True,
        FactGroup.PLACE: place is not None,
        FactGroup.VERDICT: bool(charges) or any(line.years or line.months for line in sentences),
        FactGroup.HEALTH: tells_health,
        FactGroup.MAIL: mail_status != MailStatus.UNKNOWN,
    }
    return {group for group in FactGroup if told[group]}


# Groups of which nothing is said without a basis, not even that they changed.
GROUP_SCOPES = {FactGroup.HEALTH: Scope.HEALTH}

# --- Announcements -------------------------------------------------------------------------------
# A live record takes these only by an announcement of two people; an edit or an import never sets them.
ANNOUNCED_STATUSES = frozenset(
    {Status.RELEASED, Status.RELEASED_UNDER_CONTROL, Status.EXCHANGED, Status.DIED}
)
HELD_STATUSES = frozenset(Status) - ANNOUNCED_STATUSES
# Announced status: those a record may stand at before. Back from any of them only an edit leads.
ANNOUNCED_AFTER = {
    Status.RELEASED: HELD_STATUSES | {Status.RELEASED_UNDER_CONTROL},
    Status.RELEASED_UNDER_CONTROL: HELD_STATUSES,
    Status.EXCHANGED: HELD_STATUSES | {Status.RELEASED_UNDER_CONTROL},
    Status.DIED: frozenset(Status) - {Status.DIED},
}
# The step of the case that an announcement adds.
ANNOUNCED_EVENTS = {
    Status.RELEASED: EventKind.RELEASED,
    Status.RELEASED_UNDER_CONTROL: EventKind.RELEASED,
    Status.EXCHANGED: EventKind.EXCHANGED,
    Status.DIED: EventKind.DIED,
}
