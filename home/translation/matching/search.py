"""Whether a text holds what a person looks for, in whatever case either is written. Pure.

SQLite folds no letter but a-z and PostgreSQL by its own locale; neither knows Crimean Tatar i and ı.
"""

from home.languages.info import SOURCE_LANGUAGE
from home.translation.matching.phrases import fold


def folded(text):
    """Return the text as it is looked for; I, İ, i and ı are one, for who types may have no key for two."""
    return fold(text, SOURCE_LANGUAGE).casefold().replace("ı", "i")


def holds(text, query):
    """Say whether each word of the query stands in the text, whole or as a part of a longer one."""
    text = folded(text)
    return all(word in text for word in folded(query).split())
