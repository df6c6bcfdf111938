"""What is kept, within bounds: the answers asked for last; pages with a query and the API have shares alone.

Anybody can invent words to search for, a mirror asks for everything, and whoever types asks at each letter:
none of them must push out the pages that many read.
"""

from home.caching.bounded import BoundedCache
from home.kept_pages.addresses import API, SUGGESTIONS, Key
from home.kept_pages.bodies import Answer

# An eighth of all, a quarter, a 32nd.
SHARE_WITH_QUERY, SHARE_OF_API, SHARE_OF_SUGGESTIONS = 8, 4, 32


class Store:
    def __init__(self, most_bytes: int) -> None:
        shares = [most_bytes // share for share in (SHARE_WITH_QUERY, SHARE_OF_API, SHARE_OF_SUGGESTIONS)]
        self.plain: BoundedCache[Key, Answer] = BoundedCache(most_bytes - sum(shares))
        self.with_query, self.of_api, self.of_suggestions = (
            BoundedCache[Key, Answer](share) for share in shares
        )

    def part_of(self, key: Key) -> BoundedCache[Key, Answer]:
        if key.path.startswith(API):
            return self.of_api
        if key.path.endswith(SUGGESTIONS):
            return self.of_suggestions
        return self.with_query if key.query else self.plain

    def clear(self) -> None:
        for part in (self.plain, self.with_query, self.of_api, self.of_suggestions):
            part.clear()
