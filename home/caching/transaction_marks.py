"""What the transaction at hand has noted; a savepoint that is rolled back takes its notes with it."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import transaction

_step: ContextVar[object | None] = ContextVar("step in which nothing is asked for twice", default=None)


class Mark:
    """Waits among the callbacks of a transaction, which drops it when its change is rolled back."""

    def __init__(self, key: Hashable) -> None:
        self.key = key

    def __call__(self) -> None:
        """Do nothing: once it is committed, nothing is left to do."""


SomeMark = TypeVar("SomeMark", bound=Mark)


def marks_of(kind: type[SomeMark]) -> list[SomeMark]:
    """Return the marks that this transaction holds, in their order."""
    callbacks = transaction.get_connection().run_on_commit
    return [callback for _savepoints, callback, _robust in callbacks if isinstance(callback, kind)]


@contextmanager
def one_step() -> Iterator[None]:
    """Let what `is_first` guards be done once in this block of a transaction, however often asked for."""
    token = _step.set(object())
    try:
        yield
    finally:
        _step.reset(token)


def is_first(key: Hashable) -> bool:
    """Say whether this step comes to `key` for the first time; outside of `one_step` everything is."""
    step = _step.get()
    if step is None:
        return True
    if any(mark.key == (step, key) for mark in marks_of(Mark)):
        return False
    transaction.on_commit(Mark((step, key)))
    return True
