"""Places of detention a list names: the known one that agrees, else a new one where the words are exact."""

from dataclasses import dataclass
from typing import Any

from prisoner_pages.facts.place_hints import PlaceHint, place_hint, region_of
from prisoner_pages.facts.read_models.fact import PersonRow
from prisoner_pages.models import Facility


@dataclass(eq=False)
class KnownPlace:
    """A stored place, or one of a list of places that a dry run must not store (`values`)."""

    hint: PlaceHint
    facility: Facility | None = None
    values: dict[str, Any] | None = None


class Places:
    def __init__(self) -> None:
        self.known = [KnownPlace(hint_of(facility), facility) for facility in Facility.objects.order_by("pk")]
        self.fresh: list[tuple[KnownPlace, bool]] = []

    def add(
        self, hint: PlaceHint, *, facility: Facility | None = None, values: dict[str, Any] | None = None
    ) -> None:
        self.known.append(KnownPlace(hint, facility, values))

    def find(self, hint: PlaceHint) -> KnownPlace | None:
        """Return the one known place that agrees, or None: of two nobody can say which is meant."""
        agreeing = self.agreeing(hint)
        return agreeing[0] if len(agreeing) == 1 else None

    def agreeing(self, hint: PlaceHint) -> list[KnownPlace]:
        """Return the known places that can be meant: a town or region in common is enough for some."""
        same_words = [place for place in self.known if place.hint.name == hint.name]
        return same_words or [place for place in self.known if place.hint.agrees_with(hint)]

    def facility_for(self, row: PersonRow) -> Facility | None:
        """Return the Facility where the row's person is held, or None when its words are not exact."""
        hint = row.said["place"]
        place = self.find(hint)
        if place is None and is_exact(hint):
            place = KnownPlace(hint, values=values_of(hint, row))
            self.known.append(place)
            self.fresh.append((place, True))
        if place is not None and place.facility is None:
            place.facility, _made = Facility.objects.get_or_create(
                name_ru=place.hint.name, defaults=place.values
            )
            self.fresh.append((place, False))
        return place.facility if place else None

    def keep(self) -> None:
        self.fresh = []

    def forget(self) -> None:
        """The row was rolled back: what it stored is gone, what it added to the list too."""
        for place, was_added in self.fresh:
            place.facility = None
            if was_added:
                self.known.remove(place)
        self.fresh = []


def hint_of(facility: Facility) -> PlaceHint:
    hint = place_hint(
        facility.name_ru, address=facility.address_ru, index=facility.postal_index, region=facility.region_ru
    )
    return hint or PlaceHint(facility.name_ru)


def is_exact(hint: PlaceHint) -> bool:
    """A numbered institution, or one whose address is known, is a place; "a colony in Mordovia" is not."""
    return bool(hint.number or hint.index and hint.address)


def values_of(hint: PlaceHint, row: PersonRow) -> dict[str, Any]:
    return {
        "kind": hint.kind,
        "address_ru": hint.address,
        "postal_index": hint.index,
        "region_ru": region_of(hint.name),
        "source_url": row.sources[0],
        "source_date": str(row.stated_on or ""),
    }
