"""What a process keeps of something, up to so many bytes: what nobody asked for the longest goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

LARGEST_SHARE = 8  # of all the room: whatever is larger is not kept


class BoundedCache(Generic[Key, Value]):
    """Threads may share it. `put` is told the size of a value, in bytes."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes, self._lock = most_bytes, 0, Lock()
        self._held: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            if (held := self._held.get(key)) is None:
                return None
            self._held.move_to_end(key)
            return held[0]

    def put(self, key: Key, value: Value, size: int) -> bool:
        """Say whether it is kept now: what takes most of the room is not."""
        if size > self.most_bytes // LARGEST_SHARE:
            return False
        with self._lock:
            self._drop(key)
            self._held[key] = (value, size)
            self.bytes += size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self._held)))
        return True

    def _drop(self, key: Key) -> None:
        if (held := self._held.pop(key, None)) is not None:
            self.bytes -= held[1]

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self.bytes = 0
