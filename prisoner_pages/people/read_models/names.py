"""The name by which a person is shown, and what tells people of one name apart."""

from django.utils.functional import Promise

from home.headless.answers.schemas import Text
from prisoner_pages.can_be_written_to import NAME_ONLY_STATUSES
from prisoner_pages.choices import Region
from prisoner_pages.models import Place, Prisoner
from prisoner_pages.names import NAME_FIELDS, marked_patronymic_in, name_in
from prisoner_pages.public.read_models.words import Words


def shown_name(prisoner: Prisoner, language: str) -> str:
    """Return the name in that language without a query: as the list sorts it, else from the fact sheet."""
    listed = getattr(prisoner, "listed_name", None)
    return listed or name_in(language, published_forms(prisoner))


def published_forms(prisoner: Prisoner) -> dict[str, str]:
    """Return {language: main form of the name} as published."""
    own = {language: getattr(prisoner, field) for language, field in NAME_FIELDS.items()}
    own |= {form.language: form.name for form in prisoner.facts.names if form.is_main}
    return {language: name for language, name in own.items() if name}


def told_apart(prisoner: Prisoner, words: Words) -> list[Text]:
    """Return what tells a person from others of the same name: patronymic and year of birth, else the region.

    None of it needs a basis of its own. Empty where nobody else has the name (`PrisonerQuerySet.named` knows)
    and where no more than the name may be shown.
    """
    if not getattr(prisoner, "has_namesake", False) or prisoner.status in NAME_ONLY_STATUSES:
        return []
    patronymic, language = marked_patronymic_in(words.language, prisoner.patronymic_uk)
    region = region_of(prisoner.home_place) if prisoner.home_place else ""
    told = (
        words.in_language(patronymic, language or words.language),
        words.either(str(prisoner.birth_year or "") or region),
    )
    return [text for text in told if text]


def region_of(place: Place) -> str | Promise:
    return "" if place.region == Region.OTHER else Region(place.region).label
