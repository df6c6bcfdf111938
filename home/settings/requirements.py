"""What an app asks of the project that installs it, as data: conditions, and what MIDDLEWARE holds and where.

`checks` of each app asks its own; a server asks all that bear the tag START before it listens.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.core import checks

from home.settings.defaults import Settings, settings

START = "start"


@dataclass(frozen=True)
class Condition:
    id: str
    words: str  # what is wrong when it doesn't hold
    hint: str
    holds: Callable[[Settings], bool]


@dataclass(frozen=True)
class Needed:
    """A middleware of ours, and those that it stands between, as far as they are there."""

    id: str
    path: str
    does: str
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    only_for_staff: bool = False  # a public host has none


@dataclass(frozen=True)
class Unwanted:
    """A middleware of a library that one of ours stands in for."""

    id: str
    path: str
    does: str
    instead: str


def broken(conditions: Sequence[Condition]) -> list[checks.Error]:
    return [
        checks.Error(condition.words, hint=condition.hint, id=condition.id)
        for condition in conditions
        if not condition.holds(settings)
    ]


def faults_of_middleware(rules: Sequence[Needed | Unwanted]) -> list[checks.Error]:
    return [
        checks.Error(f"{rule.path} {words} MIDDLEWARE: it {rule.does}.", hint=hint, id=rule.id)
        for rule in rules
        if settings.SITE_ROLE != "public" or not getattr(rule, "only_for_staff", False)
        for words, hint in _faults(rule, settings.MIDDLEWARE)
    ]


def _faults(rule: Needed | Unwanted, middleware: Sequence[str]) -> Iterator[tuple[str, str]]:
    is_there = rule.path in middleware
    if isinstance(rule, Unwanted):
        if is_there:
            yield "must not be in", f"Take it out; {rule.instead} stands in for it."
    elif not is_there:
        yield "is missing from", f"Add it {_where(rule)}."
    elif _is_misplaced(rule, middleware):
        yield "stands at a wrong place in", f"Move it {_where(rule)}."


def _is_misplaced(rule: Needed, middleware: Sequence[str]) -> bool:
    place = {path: number for number, path in enumerate(middleware)}
    own = place[rule.path]
    is_early = any(place.get(path, own) > own for path in rule.after)
    return is_early or any(place.get(path, own) < own for path in rule.before)


def _where(rule: Needed) -> str:
    sides = (("after", rule.after), ("before", rule.before))
    return " and ".join(f"{side} {', '.join(paths)}" for side, paths in sides if paths)
