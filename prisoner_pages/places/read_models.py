"""Places by region, each with its people, the last word on its post, and what is missing of its address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _

from home.day.entries import DayEntry, DaySubject
from home.languages.info import SOURCE_LANGUAGE, collation_key
from prisoner_pages.models import Facility, FacilityMailStatus, PlaceProposal
from prisoner_pages.permissions.choosers import records_for
from prisoner_pages.places.regions import Region, region_in

# What an envelope needs first, then what pages call the place.
PARTS: dict[str, Promise] = {
    "postal_index": _("index"),
    "address_ru": _("town and street"),
    "region_ru": _("region"),
    "name_uk": _("Ukrainian name"),
    "name_en": _("English name"),
}
FOR_ENVELOPES = ("postal_index", "address_ru")


@dataclass(frozen=True)
class PlaceRow:
    """`place` has `people_count`, and `since`, `checked_on` and `source` of the last word on its post."""

    place: Any
    missing: list[Promise]

    @property
    def can_be_posted_to(self) -> bool:
        return self.place.address_is_complete


def places_by_region(places: Iterable[Any]) -> list[tuple[Region, list[PlaceRow]]]:
    """Return [(region for the reader, its places)], those without a region last."""
    regions: dict[Region, list[PlaceRow]] = {}
    for place in places:
        missing = [words for name, words in PARTS.items() if not getattr(place, name)]
        regions.setdefault(_region(place.region_ru), []).append(PlaceRow(place, missing))
    return sorted(regions.items(), key=lambda pair: _known_by_alphabet(pair[0]))


def regions_of_places() -> dict[Region, list[str]]:
    """Return {region for the reader: how it is printed}, last those of the places that lack one."""
    regions: dict[Region, list[str]] = {}
    for printed in Facility.objects.order_by("region_ru").values_list("region_ru", flat=True).distinct():
        regions.setdefault(_region(printed), []).append(printed)
    return dict(sorted(regions.items(), key=lambda pair: _known_by_alphabet(pair[0])))


def _region(printed: str) -> Region:
    return region_in(get_language() or SOURCE_LANGUAGE, printed)


def _known_by_alphabet(region: Region) -> tuple[bool, str]:
    return not region.name, collation_key(region.name, get_language() or SOURCE_LANGUAGE)


def places_for(user: User) -> QuerySet[Facility]:
    """Return all places by name; people whom the user may not see are not counted. One query."""
    held = records_for(user).filter(facility=OuterRef("pk")).order_by().values("facility")
    people = Subquery(held.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    newest = FacilityMailStatus.objects.filter(facility=OuterRef("pk"))
    last = {
        name: Subquery(newest.values(field)[:1])
        for name, field in {"since": "since", "checked_on": "checked_on", "source": "source_url"}.items()
    }
    return Facility.objects.annotate(people_count=Coalesce(people, 0), **last)


# --- Proposed by partners -------------------------------------------------------------------------
def lacking(place: Any) -> list[str]:
    """Return which parts an envelope needs first and the place lacks."""
    return [name for name in FOR_ENVELOPES if not getattr(place, name)]


def may_keep_places(user: User) -> bool:
    return user.has_perms(["prisoner_pages.add_facility", "prisoner_pages.change_facility"])


def may_propose_places(user: User) -> bool:
    """Editors propose; who keeps the list adds to it."""
    return user.has_perm("prisoner_pages.change_prisoner") and not may_keep_places(user)


def proposals() -> QuerySet[PlaceProposal]:
    """Return what waits for a coordinator, the oldest first."""
    return PlaceProposal.objects.waiting().for_reading().order_by("pk")


@dataclass(frozen=True)
class ProposedPlace:
    """A proposal beside the place that it would complete: of its name, where it was proposed as a new one."""

    proposal: PlaceProposal
    place: Facility | None

    @classmethod
    def of(cls, proposal: PlaceProposal) -> "ProposedPlace":
        return cls(proposal, proposal.facility or Facility.objects.named(proposal.name_ru).first())

    @property
    def adds(self) -> list[str]:
        """Return the parts of an address that the list would gain by it."""
        missing = lacking(self.place) if self.place else FOR_ENVELOPES
        return [name for name in missing if getattr(self.proposal, name)]

    @property
    def differing(self) -> list[str]:
        """Return the parts of which the list says something else: of two addresses no block is joined."""
        return [name for name in FOR_ENVELOPES if self._differ(name)]

    def _differ(self, name: str) -> bool:
        ours, theirs = (_plain(getattr(each, name, "")) for each in (self.place, self.proposal))
        return bool(ours and theirs) and ours.casefold() != theirs.casefold()

    @property
    def is_known(self) -> bool:
        return self.place is not None and not self.adds and not self.differing

    @property
    def can_be_taken(self) -> bool:
        return not self.differing and not self.is_known

    @property
    def differing_words(self) -> list[Promise]:
        return [PARTS[name] for name in self.differing]

    @property
    def block(self) -> list[tuple[str, bool]]:
        """Return [(line as printed, is it new?)] of the envelope, once this is taken."""
        names = ("name_ru", "address_ru", "region_ru", "postal_index")
        return [line for line in map(self._line, names) if line[0]]

    def _line(self, name: str) -> tuple[str, bool]:
        is_new = self.place is None or (name in self.adds and not self.differing)
        return _plain(getattr(self.proposal if is_new else self.place, name)), is_new

    @property
    def seen(self) -> str:
        return " / ".join(line for line, _is_new in self.block)


def proposed_places(proposals: Iterable[PlaceProposal]) -> list[ProposedPlace]:
    """Return each beside its place; one query more, however many they are."""
    waiting = list(proposals)
    by_name: dict[str, Facility] = {}
    if any(each.facility is None for each in waiting):
        for place in Facility.objects.all():
            by_name.setdefault(place.name_ru.casefold(), place)
    return [ProposedPlace(each, each.facility or by_name.get(each.name_ru.casefold())) for each in waiting]


def _plain(text: str) -> str:
    return " ".join(text.split())


DAY_ENTRIES = (
    DayEntry(
        "proposed-places",
        DaySubject.PEOPLE,
        _("Proposed places and addresses"),
        may_keep_places,
        lambda _user: proposals(),
        lambda: reverse("proposed_places"),
    ),
)
