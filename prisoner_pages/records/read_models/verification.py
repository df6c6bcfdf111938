"""Where people are whose facts are to be verified anew, and who they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q

from home.languages.info import SOURCE_LANGUAGE, collation_key
from prisoner_pages.choices import FactGroup
from prisoner_pages.models import Claim, Facility
from prisoner_pages.permissions.choosers import own_records_of
from prisoner_pages.querysets.records import PrisonerQuerySet

NOWHERE = 0  # the key of "place not known" in addresses


@dataclass(frozen=True)
class PlaceToVerify:
    """One place with its people: how many, and of how many the group is too old."""

    pk: int
    name: str
    people: int
    due: int


def places_to_verify(user: User, group: FactGroup) -> list[PlaceToVerify]:
    """Return the places where own people are held, by name, the unknown place last. One query."""
    own = own_records_of(user)
    due = Count("pk", filter=Q(pk__in=own.to_verify_anew(group).values("pk")))
    rows = own.to_keep_verified(group).order_by().values("facility", "facility__name_uk", "facility__name_ru")
    places = [
        PlaceToVerify(pk or NOWHERE, name_uk or name_ru or "", people, due)
        for pk, name_uk, name_ru, people, due in rows.annotate(people=Count("pk"), due=due).values_list(
            "facility", "facility__name_uk", "facility__name_ru", "people", "due"
        )
    ]
    return sorted(places, key=_known_by_alphabet)


def _known_by_alphabet(place: PlaceToVerify) -> tuple[bool, str, int]:
    return place.pk == NOWHERE, collation_key(place.name, SOURCE_LANGUAGE), place.pk


def next_to_verify(places: Iterable[PlaceToVerify], after: int) -> PlaceToVerify | None:
    """Return the next known place with somebody to verify, going round; never the same one again."""
    places = list(places)
    here = next((number for number, place in enumerate(places) if place.pk == after), -1)
    going_round = [*places[here + 1 :], *places[: max(here, 0)]]
    return next((place for place in going_round if place.due and place.pk not in (NOWHERE, after)), None)


def people_at(user: User, group: FactGroup, facility: Facility | None) -> PrisonerQuerySet:
    """Return own people there whose group is to be kept verified, by surname, with their last check."""
    people = own_records_of(user).to_keep_verified(group).filter(facility=facility)
    doubts = Claim.objects.to_decide().filter(prisoner=OuterRef("pk"), field="facility")
    found = people.select_related("partner").named(SOURCE_LANGUAGE).with_check(group).with_announcements()
    return found.annotate(is_doubted=Exists(doubts))
