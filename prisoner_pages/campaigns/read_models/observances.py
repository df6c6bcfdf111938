"""Days of observance as campaigns tell them, in all languages, cached until something changes."""

from dataclasses import dataclass, field

from home.caching.read_models import BESIDE_PEOPLE, memoized_for
from home.headless.answers.schemas import Text
from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.models import Observance
from prisoner_pages.public.read_models.fallbacks import nearest
from prisoner_pages.public.read_models.words import Word


@dataclass(frozen=True)
class ToldObservance:
    code: str
    names: dict[str, str] = field(default_factory=dict)  # by language

    def told_in(self, language: str) -> Word:
        """Return it in the language, or in the next that has a name for it, marked."""
        own = nearest(self.names, language)
        return Word.of(code=self.code, label=Text.of(text=self.names[own], lang=own))


@memoized_for(BESIDE_PEOPLE)
def observances() -> dict[int, ToldObservance]:
    """Return the published days by the key of their source. One query; takes `generations` besides."""
    days = list(Observance.objects.published().select_related("locale"))
    sources = {day.translation_key: day for day in days if day.locale.language_code == SOURCE_LANGUAGE}
    told = {day.pk: ToldObservance(day.code) for day in sources.values()}
    for day in days:
        if day.translation_key in sources:
            told[sources[day.translation_key].pk].names[day.locale.language_code] = day.name
    return told
