"""From which countries the post takes letters to Russia, in the words of one language."""

from dataclasses import dataclass
from datetime import date

from home.caching.read_models import memoized_for
from home.headless.answers.schemas import Text
from home.languages.info import collation_key
from letters.choices.paper import PostState
from letters.models import PostCountry
from prisoner_pages.public.read_models.fallbacks import nearest

# Generation of what is kept here; bumped when a country or one of its names is saved (letters.apps).
COUNTRIES = "post-countries"


@dataclass(frozen=True)
class CountryPost:
    name: Text  # in the next language where it has none in this
    source_url: str
    as_of: date | None


@memoized_for(COUNTRIES)
def countries_by_post(language: str) -> dict[str, list[CountryPost]]:
    """Return by PostState, in the order of the alphabet; takes `generations` besides.

    A country that has a name in no language is known to staff alone.
    """
    found: dict[str, list[CountryPost]] = {state: [] for state in PostState.values}
    for country in PostCountry.objects.prefetch_related("names"):
        names = {each.language: each.name for each in country.names.all()}
        if code := nearest(names, language):
            name = Text.of(text=names[code], lang=code)
            found[country.post].append(CountryPost(name, country.source_url, country.as_of))
    return {
        state: sorted(countries, key=lambda country: collation_key(country.name.text, language))
        for state, countries in found.items()
    }
