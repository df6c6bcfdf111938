"""Reads, as verbs. Nothing above this module filters by status, consent or partner itself."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from hashlib import sha256
from itertools import chain, count
from operator import or_
from typing import TYPE_CHECKING, Any, Self, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractDay, ExtractMonth
from django.utils import timezone

from home.languages.slugs import slugify
from home.written_once import Asked, written_once
from prisoner_pages.can_be_written_to import (
    CALL_COLUMNS,
    GAPS,
    GAPS_OF_POST,
    HELD_PLACES,
    HELD_STATUSES,
    OPEN_STATUSES,
    PARTS_OF_ENVELOPE_NAME,
    POSTED_STATUSES,
    POSTING_PLACES,
    CallReason,
)
from prisoner_pages.choices import DatePrecision, FactGroup, MailStatus, PauseForm, Scope, Status
from prisoner_pages.names import alike, named, nearly_named
from prisoner_pages.policies import HEALTH_PLACES, HEALTH_STATUSES, fresh_since
from prisoner_pages.querysets.consents import scopes_on
from prisoner_pages.querysets.orders import all_of
from prisoner_pages.querysets.told_facts import PeopleByToldFacts

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from prisoner_pages.models import Partner, Prisoner

# Of these dates not even the year is known for sure.
YEAR_UNKNOWN = (DatePrecision.BEFORE, DatePrecision.AFTER)
# For the draw of the day, made after each change, and for whom one can write to in a place: no row is read.
TO_DRAW = models.Index(
    fields=["mail_status", "status", "facility"],
    condition=Q(live=True, paused_at=None, merged_into=None),
    name="prisoner_to_draw",
)


def _envelope_name() -> Q:
    """Return `can_be_written_to.is_envelope_name` as a condition."""
    enough = (r"\S+\s+" * (PARTS_OF_ENVELOPE_NAME - 1 - lacks) + r"\S" for lacks in (False, True))
    with_patronymic, without = enough
    return Q(name_ru__regex=with_patronymic) | Q(has_no_patronymic=True, name_ru__regex=without)


class PrisonerQuerySet(PeopleByToldFacts):
    def public(self, on: date | None = None) -> Self:
        """People who may be shown at all: published, not paused, with a basis for the name."""
        return self.filter(live=True, paused_at__isnull=True).with_basis(Scope.NAME, on)

    def public_or(self, primary_keys: Iterable[int], on: date | None = None) -> Self:
        """Public people, and these records whatever their state: somebody works on them."""
        return self.filter(Q(pk__in=self.public(on).values("pk")) | Q(pk__in=primary_keys))

    def accepting_letters(self, on: date | None = None) -> Self:
        """Public people to whom a letter may be written now, be it held or not (`call_to_action`)."""
        return (
            self.public(on)
            .with_basis(Scope.LETTERS, on)
            .filter(status__in=OPEN_STATUSES, mail_status=MailStatus.CAN)
        )

    def without_basis(self, scope: Scope, on: date | None = None) -> Self:
        return self.exclude(self._basis(scope, on))

    def with_expired_basis(self, scopes: Iterable[Scope], on: date | None = None) -> Self:
        """People for whom a basis of one of these scopes has run out and no other holds in its place."""
        on = on or timezone.localdate()
        consents = all_of("Consent")
        found = self.none()
        for scope in scopes:
            expired = consents.for_scope(scope).filter(expires_on__lt=on, prisoner=OuterRef("pk"))
            found |= self.filter(Exists(expired)).without_basis(scope, on)
        return found

    def with_valid_consents(self, on: date | None = None) -> Self:
        """Fetch the bases that hold, so that a list needs no query a person (`Prisoner.bases`)."""
        consents = all_of("Consent").valid(on)
        return self.prefetch_related(models.Prefetch("consents", consents, to_attr="valid_consents"))

    def lacking(self, gaps: Iterable[CallReason], on: date | None = None) -> Self:
        """People whose letters would wait for one of these gaps (`can_be_written_to.gaps_in`)."""
        return self.filter(self._lacks(gaps, on))

    def _lacks(self, gaps: Iterable[CallReason], on: date | None) -> Q:
        fresh = fresh_since(FactGroup.PLACE, on or timezone.localdate())
        is_fresh = Exists(self._checks(FactGroup.PLACE).filter(verified_on__gte=fresh))
        no_address = Q(facility__name_ru="") | Q(facility__address_ru="") | Q(facility__postal_index="")
        conditions = {
            CallReason.PLACE_UNKNOWN: Q(facility=None),
            CallReason.ADDRESS_INCOMPLETE: Q(facility__isnull=False) & no_address,
            CallReason.NAME_INCOMPLETE: ~_envelope_name(),
            CallReason.PLACE_STALE: Q(facility__isnull=False) & ~is_fresh,
            CallReason.PLACE_STOPPED: Q(facility__letters_stopped_on__isnull=False),
            CallReason.PLACE_DOUBTED: Q(facility__letters_are_doubted=True),
        }
        return reduce(or_, (conditions[gap] for gap in gaps), Q(pk__in=()))

    def postable(self, on: date | None = None) -> Self:
        """People to whom a letter would be posted today: `call_to_action` says write, and nothing waits."""
        held = ~Q(facility__mail_status__in=POSTING_PLACES) | self._lacks(GAPS, on)
        return self.accepting_letters(on).filter(held_at=None, status__in=POSTED_STATUSES).exclude(held)

    def incomplete_for_letters(self, on: date | None = None) -> Self:
        """People who are held, of whom something is unknown that a letter or its envelope needs.

        Why letters come back from a place, or do not arrive there, is none of it: no record can mend that.
        """
        gaps = self._lacks([gap for gap in GAPS if gap not in GAPS_OF_POST], on)
        unknown = Q(mail_status=MailStatus.UNKNOWN) | gaps | self._no_year()
        lacking = self.filter(~self._basis(Scope.LETTERS, on) | unknown)
        return lacking.filter(status__in=OPEN_STATUSES)

    def with_ended_letters(self) -> Self:
        """Bring whether a basis for letters was ended: no list renews it. No query."""
        given = all_of("Consent").filter(scope=Scope.LETTERS, prisoner=OuterRef("pk"))
        return self.annotate(letters_were_ended=Exists(given) & ~self._basis(Scope.LETTERS, None))

    def for_call_to_action(self) -> Self:
        """Bring what `call_to_action` reads, in one query; anything else costs another."""
        return self.select_related("facility").with_place_check().only(*CALL_COLUMNS)

    def with_announcements(self) -> Self:
        """Bring whether an announcement waits for its second person. No query; staff only."""
        waiting = all_of("AnnouncedPerson").waiting().filter(prisoner=OuterRef("pk"))
        return self.annotate(is_being_announced=Exists(waiting))

    def given_to(self, user: "User | int | None") -> Self:
        """People whose record was given to this colleague; None: to nobody."""
        return self.filter(assignment__to=user) if user else self.filter(assignment=None)

    def with_letters_held(self) -> Self:
        """People whose letters staff have stopped."""
        return self.filter(held_at__isnull=False)

    def held_by_state(self, reason: str) -> Self:
        """People one can write to whose status, or whose place, holds their letters by this reason."""
        statuses = [each for each, why in HELD_STATUSES.items() if why == reason]
        places = [each for each, why in HELD_PLACES.items() if why == reason]
        held = Q(status__in=statuses) | Q(facility__mail_status__in=places)
        return self.accepting_letters().filter(held)

    def with_columns(self, names: Iterable[str]) -> Self:
        """Bring what these columns of the admin's list show (`records.columns`), in a query each at most."""
        people = self.select_related("facility", "partner").with_valid_consents().with_place_check()
        if "place_verified_on" in names:
            people = people.with_check(FactGroup.PLACE)
        if "given_to" in names:
            people = people.select_related("assignment__to")
        if "stories" in names:
            live = all_of("PrisonerPage").live().select_related("locale")
            people = people.prefetch_related(models.Prefetch("pages", live, to_attr="live_stories"))
        return people

    def without_story_in(self, language: str) -> Self:
        """People who have no live story in that language."""
        return self.exclude(pages__live=True, pages__locale__language_code=language)

    def to_verify_anew(self, group: FactGroup, on: date | None = None) -> Self:
        """People whose group of facts is to be kept verified, and is too old or never was (`FRESH_DAYS`)."""
        day = fresh_since(group, on or timezone.localdate())
        return self.to_keep_verified(group).not_verified_since(day, group)

    def to_keep_verified(self, group: FactGroup) -> Self:
        """Published people, none of them freed, of whom this group says something (`is_kept_verified`)."""
        return self.still_held().filter(self._tells(group), live=True)

    def unverified(self, group: FactGroup) -> Self:
        """People of whom this group says something that no source verifies."""
        return self.filter(self._tells(group)).exclude(verifications__group=group)

    def _tells(self, group: FactGroup) -> Q:
        """Return `policies.groups_told` as a condition."""
        charges, sentences = (all_of(name).filter(prisoner=OuterRef("pk")) for name in ("Charge", "Sentence"))
        has_term = Exists(sentences.filter(Q(years__gt=0) | Q(months__gt=0)))
        is_of_health = Q(status__in=HEALTH_STATUSES) | Q(facility__kind__in=HEALTH_PLACES)
        conditions = {
            FactGroup.IDENTITY: Q(),
            FactGroup.PLACE: Q(facility__isnull=False),
            FactGroup.VERDICT: Q(Exists(charges)) | Q(has_term),
            FactGroup.HEALTH: is_of_health & Q(self._basis(Scope.HEALTH, None)),
            FactGroup.MAIL: ~Q(mail_status=MailStatus.UNKNOWN),
        }
        return conditions[group]

    def with_basis_ending(self, until: date, on: date | None = None) -> Self:
        """People of whom a basis holds that will have ended by that day, with none to hold in its place."""
        ending = (self._basis(scope, on) & ~self._basis(scope, until) for scope in Scope)
        return self.filter(reduce(or_, ending))

    def with_basis_to_confirm(self, by: "User") -> Self:
        """People of whom something is public already, as somebody else than this moderator has said."""
        said = all_of("Consent").to_confirm().exclude(created_by=by)
        return self.filter(Exists(said.filter(prisoner=OuterRef("pk"))))

    def without_year_of_birth(self) -> Self:
        return self.filter(self._no_year())

    def _no_year(self) -> Q:
        return Q(birth_date=None) | Q(birth_precision__in=YEAR_UNKNOWN)

    def born_within(self, days: int, on: date | None = None) -> Self:
        """People whose birthday comes on that day or so many days after, whatever their page says of it."""
        first = on or timezone.localdate()
        last = first + timedelta(days=days)
        known = self.filter(birth_date__isnull=False, birth_precision=DatePrecision.DAY)
        dated = known.annotate(birthday=ExtractMonth("birth_date") * 100 + ExtractDay("birth_date"))
        begin, end = (each.month * 100 + each.day for each in (first, last))
        if begin <= end:
            return dated.filter(birthday__gte=begin, birthday__lte=end)
        return dated.filter(Q(birthday__gte=begin) | Q(birthday__lte=end))

    def unseen(self, pk: int) -> "Prisoner":
        """Return what stands for a record that this database user may not see: somebody hidden, in memory."""
        person: Any = self.model(pk=pk, paused_at=timezone.now())
        person.valid_consents, person.place_verified_on = [], None
        return cast("Prisoner", person)

    def paused(self) -> Self:
        return self.filter(paused_at__isnull=False)

    def withdrawn_openly(self) -> Self:
        """People who were shown and are paused in the form that says so."""
        pauses = all_of("Pause").filter(
            form=PauseForm.OPEN, resumed_at__isnull=True, was_live=True, prisoner=OuterRef("pk")
        )
        return self.paused().filter(Exists(pauses)).with_basis(Scope.NAME)

    def for_partner(self, partner: "Partner | int") -> Self:
        return self.filter(partner=partner)

    def of_partner(self, slug: str) -> Self:
        return self.filter(partner__slug=slug)

    def named_in_address(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def formerly_at(self, slug: str) -> Self:
        """The person whose record took the place of the one that was found at this address."""
        return self.filter(former_addresses__slug=slug)

    def free_address(self, name: str, language: str, *, birth_year: int | None = None) -> str:
        """Return the address that a new record of this name gets: namesakes add the year, then a number."""
        base = slugify(name, language)
        tries = [base, *([f"{base}-{birth_year}"] if birth_year else [])]
        stored = self.model.everyone.order_by()  # an address that led to somebody goes on
        # This is found in the index, where a beginning takes the whole table.
        if not _at_address(self.model).ask(slug=base):
            return base
        taken = set(stored.filter(slug__startswith=base).values_list("slug", flat=True))
        numbered = (f"{base}-{number}" for number in count(2))
        return next(each for each in chain(tries, numbered) if each not in taken)

    def found_by(self, query: str) -> Self:
        """People whose name, in any script and spelling, answers the query; nobody for no word at all."""
        return self.filter(named(query))

    def found_or_near(self, query: str) -> Self:
        """The same; where nobody is found, whoever of these people has a name that is nearly so."""
        found = self.found_by(query)
        if found.exists():
            return found
        return self.filter(nearly_named(query, self.order_by().values_list("search_text", flat=True)))

    def named_like(self, names: Iterable[str]) -> Self:
        """People who may be the same as somebody of one of these names, as far as the name tells."""
        return self.filter(alike(names))

    def with_status_among(self, statuses: Iterable[str]) -> Self:
        """People whose record has one of these, whatever their page says."""
        return self.filter(status__in=statuses)

    def recorded_at(self, facility_id: int) -> Self:
        """People whose record names this place, whatever their page says."""
        return self.filter(facility=facility_id)

    def with_birthday(self, on: date | None = None) -> Self:
        """People of whom day and month of birth may be told."""
        known = self.filter(birth_date__isnull=False, birth_precision=DatePrecision.DAY)
        return known.with_basis(Scope.BIRTHDAY, on)

    def still_in_a_place(self) -> Self:
        return self.still_held().exclude(status=Status.IN_TRANSFER)

    def charged_with(self, articles: Iterable[str]) -> Self:
        codes = Q(code__in=articles) | Q(joined_code__in=articles)
        return self.filter(Exists(all_of("Charge").filter(codes, prisoner=OuterRef("pk"))))

    def for_cards(self, on: date | None = None) -> Self:
        """Bring what a card shows but for its photo: place, and the bases that hold that day. No query."""
        return self.with_places().annotate(scopes_held=scopes_on(on))

    def with_places(self) -> Self:
        """Bring where a person is held and comes from. No query."""
        return self.select_related("facility", "home_place").with_place_check()

    def with_facts(self) -> Self:
        """Bring what a page says of people beside `with_all_known` (people.read_models). No query."""
        return self.select_related("facility", "home_place", "partner").with_place_check()

    def fingerprint(self) -> tuple[int, int]:
        """Return how many they are and a sum of who they are: who comes or leaves changes it. One query."""
        found = self.order_by().aggregate(total=models.Count("pk"), keys=models.Sum("pk"))
        return found["total"], found["keys"] or 0

    def whereabouts(self) -> str:
        """Return a digest of who they are and where they are held. One query."""
        held = self.order_by("pk").values_list("pk", "facility")
        return sha256(repr(list(held)).encode()).hexdigest()


@written_once
def _at_address(people: type["Prisoner"]) -> "models.QuerySet[Prisoner, tuple[int]]":
    return people.everyone.order_by().filter(slug=Asked("slug")).values_list("pk")[:1]
