"""What is kept, within bounds: the answers asked for last, and of those with a query a small share alone.

Anybody can invent words to search for: that must not push out the pages that many read.
"""

from collections import OrderedDict
from threading import Lock

from home.kept_pages.addresses import Key
from home.kept_pages.bodies import Answer

SHARE_WITH_QUERY = 8  # an eighth of all
LARGEST_SHARE = 4  # of its part: a longer answer is not kept
QUERY = 4  # its place in a key


class Part:
    """Answers up to so many bytes; the one that was not asked for longest goes first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes, self._lock = most_bytes, 0, Lock()
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key) -> Answer | None:
        with self._lock:
            if (answer := self._answers.get(key)) is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Key, answer: Answer) -> bool:
        if answer.size > self.most_bytes // LARGEST_SHARE:
            return False
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self.bytes += answer.size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self._answers)))
        return True

    def _drop(self, key: Key) -> None:
        if (answer := self._answers.pop(key, None)) is not None:
            self.bytes -= answer.size

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self.bytes = 0


class Store:
    def __init__(self, most_bytes: int) -> None:
        with_query = most_bytes // SHARE_WITH_QUERY
        self.plain, self.with_query = Part(most_bytes - with_query), Part(with_query)

    def part_of(self, key: Key) -> Part:
        return self.with_query if key[QUERY] else self.plain

    def clear(self) -> None:
        self.plain.clear()
        self.with_query.clear()
