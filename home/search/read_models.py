"""What is found in the index: things by their keys, the likeliest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from home.caching.read_models import memoized_for
from home.models import SearchEntry
from home.search.terms import Term, for_postgresql, for_sqlite, shortest_first

WORDS = "search-words"  # renewed with the words of names and facts
MOST_FOUND = 2_000  # of all kinds: who asks for a word that everybody has reads no further (so WITH_WORDS)
ON_SQLITE = f"""
    SELECT e.kind, e.key FROM home_searchentry_words AS w JOIN home_searchentry AS e ON e.id = w.rowid
    WHERE w.home_searchentry_words MATCH %s AND e.language = %s AND (e.until IS NULL OR e.until > %s)
    ORDER BY bm25(home_searchentry_words, 10, 6, 1), e.id LIMIT {MOST_FOUND}
"""  # noqa: S608
# Goes by the index of words also for a user whose rows are ruled (migration `entries_with_words`).
WITH_WORDS = "home_search_entries"
ON_POSTGRESQL = f"""
    SELECT e.kind, e.key FROM {WITH_WORDS}(CAST(%s AS tsquery), %s) WITH ORDINALITY AS w (id, place)
    JOIN home_searchentry AS e ON e.id = w.id WHERE e.until IS NULL OR e.until > %s ORDER BY w.place
"""  # noqa: S608


@dataclass(frozen=True)
class Found:
    """Keys of things by their kind, the likeliest first."""

    keys: dict[str, list[int]]

    def of(self, kind: str) -> list[int]:
        return self.keys.get(kind, [])


def found_by(terms: Sequence[Term], language: str) -> Found:
    """Return what holds every one of the terms. One query; none for no term."""
    found: dict[str, list[int]] = {}
    if terms:
        for kind, key in _rows(terms, language):
            found.setdefault(kind, []).append(key)
    return Found(found)


def _rows(terms: Sequence[Term], language: str) -> list[tuple[str, int]]:
    is_sqlite = connection.vendor == "sqlite"
    asked = for_sqlite(terms) if is_sqlite else for_postgresql(terms)
    with connection.cursor() as cursor:
        cursor.execute(
            ON_SQLITE if is_sqlite else ON_POSTGRESQL, [asked, language, timezone.localdate().isoformat()]
        )
        return cursor.fetchall()


@memoized_for(WORDS)
def known_words(language: str) -> list[str]:
    """Return every word of names and facts in this language, once. One query, after one of them has changed.

    Not after each change of content: all entries are read, a fifth of a second at 20,000 people.
    """
    entries = SearchEntry.objects.filter(language=language)
    words: set[str] = set()
    for names, facts in entries.values_list("names", "facts").iterator():
        words.update(names.split(), facts.split())
    return shortest_first(words)
