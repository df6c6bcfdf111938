"""Whether a text contains what a person searches for, ignoring case. Pure.

SQLite folds only a-z, and PostgreSQL by its own locale; neither knows Crimean Tatar i and ı.
"""

from home.languages.info import SOURCE_LANGUAGE
from home.translation.matching.phrases import fold


def folded(text: str) -> str:
    """Return the text in its search form; I, İ, i and ı are the same, since keyboards may lack some."""
    return fold(text, SOURCE_LANGUAGE).casefold().replace("ı", "i")


def holds(text: str, query: str) -> bool:
    """Say whether each word of the query is in the text, whole or as part of a longer one."""
    text = folded(text)
    return all(word in text for word in folded(query).split())
