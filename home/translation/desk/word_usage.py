"""How often a word is used, and words that are kept elsewhere, as higher apps report it."""

from collections.abc import Iterable
from uuid import UUID

from home.registry import provided, provided_by_name


def uses_of(label: str, keys: Iterable[UUID]) -> dict[UUID, int] | None:
    """Return {translation key: count} for words of a model ("app.model"), None where nobody counts.

    Apps provide `word_counters`, {label: function(keys)}; what a function leaves out is unused.
    """
    counters = provided_by_name("word_counters")
    return counters[label](keys) if label in counters else None


def words_elsewhere(language: str) -> list[tuple[str, str]]:
    """Return [(sentence, address)] to show below the words (`provides_words_elsewhere`)."""
    return [said for said in (say(language) for say in provided("words_elsewhere")) if said]
