"""Terms and names in many strings at once: asked for together, so that a hundred cost what one does."""

from dataclasses import replace

from home.translation.core.read_models.quality_report import words_of
from home.translation.core.read_models.sources import original_of
from home.translation.glossary.read_models.terms import terms_in
from home.translation.matching.name_providers import names_in

# Between two strings: no word, and no part of a name.
BETWEEN = "\n\n"


def mentioned_in(sources, translation):
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


def _within(mentions, start, length):
    """Return the mentions that lie in a stretch of the whole, their places counted from its beginning."""
    return tuple(
        replace(mention, start=mention.start - start, end=mention.end - start)
        for mention in mentions
        if start <= mention.start and mention.end <= start + length
    )
