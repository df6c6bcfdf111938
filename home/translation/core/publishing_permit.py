"""What the desk is publishing at this moment: everything else that makes a translation public is refused."""

from contextlib import contextmanager
from contextvars import ContextVar

_allowed = ContextVar("translations being published", default=frozenset())


@contextmanager
def publishing(instance):
    """Let `instance` become public, by its translation key and locale, for as long as the block runs."""
    token = _allowed.set(_allowed.get() | {_key(instance)})
    try:
        yield
    finally:
        _allowed.reset(token)


def is_publishing(instance):
    return _key(instance) in _allowed.get()


def _key(instance):
    return str(instance.translation_key), instance.locale_id
