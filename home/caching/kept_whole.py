"""What a view says of its answer while it makes it: that it may be kept whole, and what else it hangs on.

Everything kept hangs on all generations but those in `APART`; whoever reads what one of these stands for says
so by `hangs_on`, wherever that is read. Nothing is kept of which no view has said so (home.kept_pages).
"""

import math
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

# For the numbers of letters beside campaigns and events, which no other answer shows.
LETTERS_COUNTED = "letters_counted"
# They change while people work at their desks, and few answers show anything of it; of the glossary none.
APART = frozenset({LETTERS_COUNTED, "glossary"})


@dataclass(frozen=True)
class ToldToEach:
    """What each who asks is told in headers of their own, beside the answer that is the same for all."""

    names: frozenset[str]  # of the headers
    # By the environment of a request; None where it must be answered by Django, which refuses it.
    headers: Callable[[Mapping[str, Any]], dict[str, str] | None]


@dataclass
class Making:
    """An answer that is being made ahead of Django."""

    parameters: frozenset[str] | None = None  # what it may be asked with; None: nobody may keep it
    apart: set[str] = field(default_factory=set)
    until: float = math.inf  # seconds since 1970
    to_each: ToldToEach | None = None


MAKING: ContextVar[Making | None] = ContextVar("making", default=None)

P = ParamSpec("P")
Result = TypeVar("Result")


def may_be_kept(*parameters: str) -> None:
    """Say that the answer being made is the same for everybody who asks with these parameters, and no others.

    Others are left out before the page is asked. It may hang on the generations, the day, the address and its
    language, and on nothing else.
    """
    if making := MAKING.get():
        making.parameters = frozenset(parameters)


def hangs_on(name: str) -> None:
    if making := MAKING.get():
        making.apart.add(name)


def holds_until(moment: float) -> None:
    """Say when it must be made anew although nothing has changed; in seconds since 1970."""
    if making := MAKING.get():
        making.until = min(making.until, moment)


def tell_each(to_each: ToldToEach) -> None:
    if making := MAKING.get():
        making.to_each = to_each


def kept_whole(*parameters: str) -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Say `may_be_kept` of all answers of a view."""

    def decorate(view: Callable[P, Result]) -> Callable[P, Result]:
        @wraps(view)
        def kept(*args: P.args, **kwargs: P.kwargs) -> Result:
            may_be_kept(*parameters)
            return view(*args, **kwargs)

        return kept

    return decorate
