"""People as cards in a list: name, work, home or region, whether one can write. Never a charge."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.shown_pictures import Pictures
from home.written_once import Asked, written_once
from prisoner_pages.can_be_written_to import Call
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.person import Person
from prisoner_pages.people.read_models.search_results import Reason
from prisoner_pages.people.read_models.telling import Telling
from prisoner_pages.pictures.read_models.photos import photos_of
from prisoner_pages.public.read_models.lexicon import Lexicon

CARD_PHOTO = "fill-320x400|format-webp"
SHOWN_ON_CARDS = frozenset({"slug", "url", "name", "invented", "told_apart", "work", "home"})
# The note beneath the name, by the call to action; the rest is on the person's page.
CARD_NOTES: dict[Call, Promise | str] = {
    Call.WRITE: _("You can write"),
    Call.HELD: _("You can write; we keep the letter for now"),
    Call.IMPOSSIBLE: "",
    Call.FREED: _("Free again"),
    Call.IN_MEMORY: _("In memory"),
    Call.NAME_ONLY: "",
}


@dataclass(frozen=True)
class PersonCard:
    person: Person
    url: str
    photo: Any  # a rendition or None
    note: str | Promise
    why: Sequence[Reason] = ()  # it was found


def cards_by_keys(keys: Sequence[int], *, lexicon: Lexicon) -> list[PersonCard]:
    """Return the cards of the people with these keys, in their order; whether each may be shown was asked."""
    return cards_of(people_by_keys(keys, lexicon.language), lexicon=lexicon)


def people_by_keys(keys: Sequence[int], language: str) -> list[Prisoner]:
    """Return the people with these keys for their cards, in the order of the keys. One query at most."""
    people = {each.pk: each for each in people_for_cards(list(keys), language)} if keys else {}
    return [people[pk] for pk in keys if pk in people]


def people_for_cards(keys: "list[int] | QuerySet[Prisoner, Any]", language: str) -> list[Prisoner]:
    """Return the people with these keys, by name, with all that their cards show. One query."""
    return _people_with_keys(language, timezone.localdate()).ask(keys=keys)


@written_once
def _people_with_keys(language: str, today: date) -> QuerySet[Prisoner]:
    people = Prisoner.objects.filter(pk__in=Asked("keys"))
    return people.named(language, today).for_cards(today)


def cards_of(
    prisoners: Iterable[Prisoner],
    *,
    lexicon: Lexicon,
    photo: str = CARD_PHOTO,
    fields: Collection[str] = SHOWN_ON_CARDS,
    pictures: Pictures | None = None,
) -> list[PersonCard]:
    """Return the cards of these people in their order.

    `prisoners` come from `.for_cards()` or from here; `photo` is the size of their photos, which `pictures`
    may have brought. At most two queries, however many people.
    """
    prisoners, telling = list(prisoners), Telling([lexicon])
    photos = photos_of(prisoners, photo, pictures)
    people = ((prisoner, telling.person(prisoner, fields)) for prisoner in prisoners)
    return [
        PersonCard(person, person.url, photos.get(prisoner.pk), CARD_NOTES[prisoner.call_to_action.call])
        for prisoner, person in people
    ]
