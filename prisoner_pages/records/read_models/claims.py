"""Claims for editors: what a source states, and what the record holds of the same fact, in the same words."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator

from home.caching.read_models import current
from home.headless.answers.schemas import Text
from prisoner_pages.facts.read_models.declarations import FACT_OF
from prisoner_pages.facts.read_models.fact import Fact, words_in
from prisoner_pages.models import Prisoner
from prisoner_pages.public.read_models.fallbacks import as_stated, of_two
from prisoner_pages.public.read_models.lexicon import lexicon_in

LONGEST_TEXT_CHARS = 500  # as much of a story as a claim holds of the source's
# What an import claims of stories, which are no facts: the language of each.
STORIES = {"story_uk": "uk", "story_en": "en"}


def claims_in_words(claims: Iterable[Any], language: str) -> Iterable[Any]:
    """Give each claim `stated` and `held`, in words of the language; "" where nothing is said."""
    lexicon = lexicon_in(language, generations=current())
    for claim in claims:
        fact = FACT_OF.get(claim.field)
        claim.stated = _stated(claim.value, fact, language)
        held = fact.held_in_words(claim.prisoner, lexicon) if fact else _story(claim.prisoner, claim.field)
        claim.held = held
    return claims


def stated_in_words(claim: Any, language: str) -> Text | str | None:
    return _stated(claim.value, FACT_OF.get(claim.field), language)


def _stated(text: str, fact: Fact | None, language: str) -> Text | str | None:
    if fact and fact.is_vocabulary:
        return "; ".join(str(of_two(word.uk, word.en, language)) for word in words_in(text))
    try:
        return fact.words(text) if fact and fact.words else as_stated(text, language)
    except (KeyError, ValueError):  # a source's own words, not a value of ours
        return as_stated(text, language)


def _story(record: Prisoner, name: str) -> str:
    pages = (page.intro for page in record.pages.all() if page.locale.language_code == STORIES.get(name))
    return Truncator(next(pages, "")).chars(LONGEST_TEXT_CHARS)
