"""What staff see of relatives' requests without opening one, and what a relative is told by the code."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from letters.choices.family import FamilyAnswer, FamilyWish
from letters.codes import digest_of
from letters.family.words import ANSWER_FIELD, ANSWERS, NOT_READ_YET
from letters.models import FamilyRequest
from letters.permissions.family import family_requests_for, may_read_family
from letters.querysets.by_digest import with_digest
from letters.querysets.family import LATE_AFTER, FamilyRequestQuerySet
from letters.sealing.code_keys import open_with_code
from letters.sealing.sealed_box import UnsealError
from prisoner_pages.models import Partner, Prisoner


@dataclass(frozen=True)
class Listed:
    request: FamilyRequest
    record: Prisoner | None  # whom it is about, if the address says so
    may_read: bool

    @property
    def days_open(self) -> int:
        """For how many days it waits; 0 while nobody has to be reminded of it."""
        waits = timezone.localdate() - self.request.received_on
        return waits.days if self.request.closed_on is None and waits >= LATE_AFTER else 0


def listed(requests: Iterable[FamilyRequest], user: User) -> list[Listed]:
    """Return the rows of a list; two queries."""
    found = list(requests)
    keys = {request.record_id for request in found}
    records = Prisoner.objects.select_related("partner").in_bulk([key for key in keys if key])
    pairs = ((request, records.get(request.record_id)) for request in found)
    return [Listed(request, record, may_read_family(user, record)) for request, record in pairs]


def waiting_for(user: User) -> FamilyRequestQuerySet:
    return family_requests_for(user).waiting().with_record().most_urgent_first().defer("sealed")


def late_for(user: User) -> FamilyRequestQuerySet:
    return waiting_for(user).late()


def closed_for(user: User) -> QuerySet[FamilyRequest]:
    """Return those that are closed and not deleted yet, the last one first."""
    return (
        family_requests_for(user)
        .exclude(closed_on=None)
        .with_record()
        .order_by("-closed_on", "-pk")
        .defer("sealed")
    )


@dataclass(frozen=True)
class FloodShare:
    """How much of what may be a flood is whose to look into: coordinators read only what has no record."""

    partner: Partner | None
    counts: Counter[str]  # by wish

    @property
    def by_wish(self) -> list[tuple[str, int]]:
        return [(str(wish.label), self.counts[wish]) for wish in FamilyWish if self.counts[wish]]


def perhaps_a_flood() -> list[FloodShare]:
    """Return the shares of all partners, that without a record last; four queries."""
    flood = FamilyRequest.objects.perhaps_a_flood(with_hides=True).with_record().order_by()
    rows = flood.values_list(F("record_id"), "wish").annotate(number=Count("pk"))
    partner_of = dict(Prisoner.objects.filter(pk__in={row[0] for row in rows}).values_list("pk", "partner"))
    shares: defaultdict[int | None, Counter[str]] = defaultdict(Counter)
    for record, wish, number in rows:
        shares[partner_of.get(record)][wish] += number
    partners = Partner.objects.in_bulk([key for key in shares if key])
    found = [FloodShare(partners[key] if key else None, counts) for key, counts in shares.items()]
    return sorted(found, key=lambda share: (share.partner is None, str(share.partner)))


@dataclass(frozen=True)
class Told:
    """What the code opens: a sentence, and beside it what staff added, in the language of the request."""

    sentence: Promise
    words: str = ""
    language: str = ""


def told_by_code(code: str) -> Told | None:
    """Return what the code opens, None where it is no such code; the same question for both."""
    found = with_digest(FamilyRequest.objects.all(), digest_of(code))
    row = next(iter(found.values_list("uuid", "answer", "for_code", "language")), None)
    if row is None:
        return None
    uuid, answer, sealed, language = row
    if not answer:
        return Told(NOT_READ_YET)
    return Told(ANSWERS[FamilyAnswer(answer)], _words_for(code, uuid, bytes(sealed)), language)


def _words_for(code: str, uuid: UUID, sealed: bytes) -> str:
    if not sealed:
        return ""
    try:
        return open_with_code(sealed, code=code, letter=uuid, field=ANSWER_FIELD).decode()
    except (UnsealError, UnicodeDecodeError):  # not by us: the sentence stands by itself
        return ""
