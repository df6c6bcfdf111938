"""What is kept, within bounds: the answers asked for last; pages with a query and the API have shares alone.

Anybody can invent words to search for, and a mirror asks for everything: neither must push out the pages that
many read.
"""

from home.caching.bounded import BoundedCache
from home.kept_pages.addresses import API, Key
from home.kept_pages.bodies import Answer

SHARE_WITH_QUERY, SHARE_OF_API = 8, 4  # an eighth of all, a quarter


class Store:
    def __init__(self, most_bytes: int) -> None:
        with_query, of_api = most_bytes // SHARE_WITH_QUERY, most_bytes // SHARE_OF_API
        self.plain: BoundedCache[Key, Answer] = BoundedCache(most_bytes - with_query - of_api)
        self.with_query: BoundedCache[Key, Answer] = BoundedCache(with_query)
        self.of_api: BoundedCache[Key, Answer] = BoundedCache(of_api)

    def part_of(self, key: Key) -> BoundedCache[Key, Answer]:
        if key.path.startswith(API):
            return self.of_api
        return self.with_query if key.query else self.plain

    def clear(self) -> None:
        for part in (self.plain, self.with_query, self.of_api):
            part.clear()
