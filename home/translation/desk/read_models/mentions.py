"""Terms and names in many strings at once: looked up together, so that a hundred cost as much as one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from wagtail_localize.models import Translation

from home.translation.core.read_models.sources import original_of
from home.translation.glossary.read_models.terms import terms_in
from home.translation.matching.mentions import NameMention, TermMention
from home.translation.matching.name_providers import names_in
from home.translation.text.markup import words_of

Mention = TypeVar("Mention", TermMention, NameMention)
# Between two strings: no word, and no part of a name.
BETWEEN = "\n\n"


def mentioned_in(
    sources: Iterable[str], translation: Translation
) -> list[tuple[tuple[TermMention, ...], tuple[NameMention, ...]]]:
    """Return [((TermMention, ...), (NameMention, ...))] for each original text, in their order."""
    languages = translation.source.locale.language_code, translation.target_locale.language_code
    texts = [words_of(source) for source in sources]
    whole = BETWEEN.join(texts)
    beside = [original_of(translation.source)]
    terms, names = terms_in(whole, *languages), names_in(whole, *languages, beside=beside)
    found, start = [], 0
    for text in texts:
        found.append((_within(terms, start, len(text)), _within(names, start, len(text))))
        start += len(text) + len(BETWEEN)
    return found


def _within(mentions: Iterable[Mention], start: int, length: int) -> tuple[Mention, ...]:
    """Return the mentions within a part of the whole, with places counted from its beginning."""
    return tuple(
        replace(mention, start=mention.start - start, end=mention.end - start)
        for mention in mentions
        if start <= mention.start and mention.end <= start + length
    )
