"""What apps put into the index."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Entry:
    """What a public page says of a thing in one language, in words as they are compared."""

    key: int
    language: str
    names: str = ""
    facts: str = ""
    story: str = ""
    until: date | None = None  # the first day on which less may be found


@dataclass(frozen=True)
class Source:
    """How a kind of thing is indexed: what may be found of some of them now, and which there are."""

    entries: Callable[[Collection[int]], Iterable[Entry]]
    keys: Callable[[], Collection[int]]
