"""What an import's facts are put with where nothing may be made: neither a place nor a word."""

from dataclasses import replace
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from prisoner_pages.facts.read_models.fact import Fact, PersonRow
from prisoner_pages.importing.actions.places import Places
from prisoner_pages.importing.actions.words import Words
from prisoner_pages.models import Facility, Prisoner

UNKNOWN_PLACE = _("None or several places of detention are known by these words: choose it in the record.")
UNKNOWN_WORD = _("This word is not in the list of words yet: propose it there first.")


class KnownPlaces(Places):
    def facility_for(self, row: PersonRow) -> Facility | None:
        place = self.find(row.said["place"])
        if place is None:
            raise ValidationError(UNKNOWN_PLACE)
        return place.facility


class ExactlyKnownPlaces(Places):
    """A place that nobody knows stays words for staff."""

    def facility_for(self, row: PersonRow) -> Facility | None:
        place = self.find(row.said["place"])
        return place.facility if place else None


class KnownWords(Words):
    def _made(self, model: Any, name: str, facts: dict[str, Any]) -> NoReturn:
        raise ValidationError(UNKNOWN_WORD)

    def _translate(self, word: Any, english: str) -> None:
        """The word stands as it is."""


class Known:
    def __init__(self) -> None:
        self.places, self.words = KnownPlaces(), KnownWords(publish=False)


def agrees(fact: Fact, row: PersonRow, record: Prisoner, known: Known) -> bool:
    """Put what the row says into `record`, unsaved, and say whether it held that before.

    Raises ValidationError for a place or a word that nobody knows.
    """
    before = fact.held_by(record)
    if before == fact.stated(row):
        return True  # in the same words, be it a place that nobody knows
    # What a place or the post means depends on where the person stands.
    in_context = replace(row, said={"status": record.status} | row.said)
    fact.set_in(record, in_context, known)
    return fact.held_by(record) == before
