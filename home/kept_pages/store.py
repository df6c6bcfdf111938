"""What is kept, within bounds: the answers asked for last, and of those with a query a small share alone.

Anybody can invent words to search for: that must not push out the pages that many read.
"""

from home.caching.bounded import BoundedCache
from home.kept_pages.addresses import Key
from home.kept_pages.bodies import Answer

SHARE_WITH_QUERY = 8  # an eighth of all
QUERY = 4  # its place in a key


class Store:
    def __init__(self, most_bytes: int) -> None:
        with_query = most_bytes // SHARE_WITH_QUERY
        self.plain: BoundedCache[Key, Answer] = BoundedCache(most_bytes - with_query)
        self.with_query: BoundedCache[Key, Answer] = BoundedCache(with_query)

    def part_of(self, key: Key) -> BoundedCache[Key, Answer]:
        return self.with_query if key[QUERY] else self.plain

    def clear(self) -> None:
        self.plain.clear()
        self.with_query.clear()
