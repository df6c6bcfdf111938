"""People as cards in a list: name, work, home or region, whether one can write. Never a charge."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prisoner_pages.can_be_written_to import NAME_ONLY_STATUSES, Call
from prisoner_pages.choices import Region, Scope
from prisoner_pages.models import Place, Prisoner
from prisoner_pages.names import NAME_FIELDS, marked_patronymic_in, name_in
from prisoner_pages.pictures.read_models.photos import photos_of
from prisoner_pages.public.read_models.addresses import person_address
from prisoner_pages.public.read_models.fallbacks import Marked
from prisoner_pages.public.read_models.lexicon import Lexicon

CARD_PHOTO = "fill-320x400|format-webp"
# The note beneath the name, by the call to action; the rest is on the person's page.
CARD_NOTES: dict[Call, Promise | str] = {
    Call.WRITE: _("You can write"),
    Call.HELD: _("You can write, we keep the letter"),
    Call.IMPOSSIBLE: "",
    Call.FREED: _("Free again"),
    Call.IN_MEMORY: _("In memory"),
    Call.NAME_ONLY: "",
}


@dataclass(frozen=True)
class PersonCard:
    slug: str
    name: str
    url: str
    work: str
    place: str | Promise
    told_apart: list[Marked | str | Promise]  # from others of the same name
    photo: Any  # a rendition or None
    note: str | Promise
    invented: bool
    takes_letters: bool


def cards_of(
    prisoners: Iterable[Prisoner], *, language: str, lexicon: Lexicon, photo: str = CARD_PHOTO
) -> list[PersonCard]:
    """Return the cards of these people in their order.

    `prisoners` come from `.for_cards()`; `photo` is the size of their photos. At most three queries, however
    many people.
    """
    prisoners = list(prisoners)
    photos = photos_of(prisoners, photo)
    return [_card(prisoner, language, lexicon, photos.get(prisoner.pk)) for prisoner in prisoners]


def _card(prisoner: Prisoner, language: str, lexicon: Lexicon, photo: Any) -> PersonCard:
    answer = prisoner.call_to_action
    facts_shown = answer.shows_facts
    return PersonCard(
        slug=prisoner.slug,
        name=shown_name(prisoner, language),
        url=person_address(language, prisoner.slug),
        work=", ".join(lexicon.named("occupations", prisoner.facts.occupations)) if facts_shown else "",
        place=home_of(prisoner, lexicon) if facts_shown else "",
        told_apart=told_apart(prisoner, language),
        photo=photo,
        note=CARD_NOTES[answer.call],
        invented=prisoner.invented,
        takes_letters=answer.takes_letters,
    )


def told_apart(prisoner: Prisoner, language: str) -> list[Marked | str | Promise]:
    """Return what tells a person from others of the same name: patronymic and year of birth, else the region.

    None of it needs a basis of its own. Empty where nobody else has the name (`PrisonerQuerySet.named` knows)
    and where no more than the name may be shown.
    """
    if not getattr(prisoner, "has_namesake", False) or prisoner.status in NAME_ONLY_STATUSES:
        return []
    patronymic = Marked(*marked_patronymic_in(language, prisoner.patronymic_uk))
    region = region_of(prisoner.home_place) if prisoner.home_place else ""
    return [word for word in (patronymic, str(prisoner.birth_year or "") or region) if word]


def shown_name(prisoner: Prisoner, language: str) -> str:
    """Return the name in that language without a query: as the list sorts it, else from the fact sheet."""
    listed = getattr(prisoner, "listed_name", None)
    return listed or name_in(language, published_forms(prisoner))


def published_forms(prisoner: Prisoner) -> dict[str, str]:
    """Return {language: main form of the name} as published."""
    own = {language: getattr(prisoner, field) for language, field in NAME_FIELDS.items()}
    own |= {form.language: form.name for form in prisoner.facts.names if form.is_main}
    return {language: name for language, name in own.items() if name}


def home_of(prisoner: Prisoner, lexicon: Lexicon) -> str | Promise:
    """Return the home place where its basis allows, else the region alone, else ""."""
    place = prisoner.home_place
    if place is None:
        return ""
    named = lexicon.places.get(place.translation_key) if Scope.HOME in prisoner.bases else ""
    return named or region_of(place)


def region_of(place: Place) -> str | Promise:
    return "" if place.region == Region.OTHER else Region(place.region).label
