"""What the desk is publishing at this moment; any other attempt to make a translation public is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from home.translation.translatables import PageOrWord

Key = tuple[str, int]  # translation key and locale
_allowed: ContextVar[frozenset[Key]] = ContextVar("translations being published", default=frozenset())


@contextmanager
def publishing(instance: PageOrWord) -> Iterator[None]:
    """Let `instance` become public, by its translation key and locale, while the block runs."""
    token = _allowed.set(_allowed.get() | {_key(instance)})
    try:
        yield
    finally:
        _allowed.reset(token)


def is_publishing(instance: PageOrWord) -> bool:
    return _key(instance) in _allowed.get()


def _key(instance: PageOrWord) -> Key:
    return str(instance.translation_key), instance.locale_id
