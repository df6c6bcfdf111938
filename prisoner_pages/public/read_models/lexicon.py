"""The words and places that pages of one language use, cached in the process until one of them changes."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from home.caching.read_models import memoized_for
from home.headless.answers.schemas import Text
from home.languages.info import SOURCE_LANGUAGE, collation_key
from prisoner_pages.choices import Scope
from prisoner_pages.facts.read_models.declarations import HEEDED
from prisoner_pages.facts.read_models.fact import column_of
from prisoner_pages.models import CaseGroup, ChargeArticle, Facility, Interest, Occupation, Place, Topic, Word
from prisoner_pages.policies import HEALTH_PLACES
from prisoner_pages.public.read_models.fallbacks import nearest

Choices = tuple[tuple[int, str], ...]  # (primary key of the source word or the place, name), by alphabet

# Generation of everything kept here; bumped when a word or a place is saved (prisoner_pages.apps).
LEXICON = "lexicon"
LEXICON_MODELS = (Occupation, Interest, Topic, CaseGroup, ChargeArticle, Place, Facility)


@dataclass(frozen=True)
class FacilityName:
    name: str
    language: str  # "" when it is the page's own
    tells_health: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Lexicon:
    """Words by translation key, articles by code and part; a word missing in the language is absent.

    But words that a writer is to heed stand in `heeded`, in the next language that has them.
    """

    language: str
    occupations: dict[UUID, str]
    interests: dict[UUID, str]
    topics_to_avoid: dict[UUID, str]
    cases: dict[UUID, str]
    places: dict[UUID, str]
    heeded: dict[UUID, Text]
    articles: dict[tuple[str, str], str]
    facilities: dict[int, FacilityName]
    hospital_names: frozenset[str]  # in every language
    # What the list's filters offer.
    case_choices: Choices
    interest_choices: Choices
    occupation_choices: Choices
    facility_choices: Choices

    def facility(self, pk: int | None, bases: Container[str]) -> FacilityName | None:
        """Return the FacilityName; None for no place, and for a hospital without the basis for health."""
        name = self.facilities.get(pk) if pk else None
        return None if name and name.tells_health and Scope.HEALTH not in bases else name

    def article(self, code: str, part: str) -> str:
        return self.articles.get((code, part)) or self.articles.get((code, ""), "")


@memoized_for(LEXICON)
def lexicon_in(language: str) -> Lexicon:
    """Read every word and place once; takes `generations` besides (home.caching.read_models)."""
    places = list(Facility.objects.all())
    facilities = {facility.pk: _facility_name(facility, language) for facility in places}
    hospitals = [place for place in places if place.kind in HEALTH_PLACES]
    return Lexicon(
        language=language,
        occupations=_names(Occupation, language),
        interests=_names(Interest, language),
        topics_to_avoid=_names(Topic, language),
        cases=_names(CaseGroup, language),
        places=_names(Place, language),
        heeded={key: word for model in _heeded() for key, word in _in_next_language(model, language)},
        articles=_articles(language),
        facilities=facilities,
        hospital_names=frozenset(
            name for place in hospitals for name in (place.name_uk, place.name_en, place.name_ru) if name
        ),
        case_choices=_choices(CaseGroup, language),
        interest_choices=_choices(Interest, language),
        occupation_choices=_choices(Occupation, language),
        facility_choices=_sorted(((pk, line.name) for pk, line in facilities.items() if line.name), language),
    )


def _names(word: type[Word], language: str) -> dict[UUID, str]:
    return dict(word.objects.published().in_language(language).values_list("translation_key", "name"))


def _heeded() -> Iterator[type[Word]]:
    """Yield the vocabularies never left out for lack of a translation: a writer must heed them."""
    return (cast(type[Word], column_of(fact.name).related_model) for fact in HEEDED)


def _in_next_language(word: type[Word], language: str) -> Iterator[tuple[UUID, Text]]:
    """Yield (translation key, Text) of each word that this language lacks, in the nearest that has it."""
    names: dict[UUID, dict[str, str]] = {}
    rows = word.objects.published().values_list("translation_key", "locale__language_code", "name")
    for key, code, name in rows:
        names.setdefault(key, {})[code] = name
    for key, told in names.items():
        if language not in told:
            code = nearest(told, language)
            yield key, Text.of(text=told[code], lang=code)


def _articles(language: str) -> dict[tuple[str, str], str]:
    rows = ChargeArticle.objects.published().in_language(language).values_list("code", "part", "name")
    return {(code, part): name for code, part, name in rows}


def _choices(word: type[Word], language: str) -> Choices:
    """Return (primary key of the source word, name in this language): records refer to source words."""
    names = _names(word, language)
    sources = word.objects.published().in_language(SOURCE_LANGUAGE).values_list("pk", "translation_key")
    return _sorted(((pk, names[key]) for pk, key in sources if key in names), language)


def _sorted(pairs: Iterable[tuple[int, str]], language: str) -> Choices:
    return tuple(sorted(pairs, key=lambda pair: (collation_key(pair[1], language), pair[0])))


def _facility_name(facility: Facility, language: str) -> FacilityName:
    name, own = facility.name_in(language)
    return FacilityName(name, "" if own == language else own, facility.kind in HEALTH_PLACES)
