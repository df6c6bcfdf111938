"""Roles as somebody has them, or may be given them; how the roles of each kind are given and taken. Pure.

Who may invite whom to what follows from it: an app offers to each person the roles that this person may give
(`provides_ways_to_give`), and nobody can choose another.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from home.registry import provided, provided_by_name
from home.staff.roles import Role, RoleKind


@dataclass(frozen=True)
class GivenRole:
    """A role at a place: a partner's slug, a language's code, or "" where it holds everywhere."""

    role: Role
    place: str = ""
    where: Any = ""  # the place in words

    @property
    def key(self) -> str:
        return ":".join((self.role.kind, self.role.key, self.place))

    @property
    def words(self) -> str:
        return f"{self.role.label} — {self.where}" if self.where else str(self.role.label)


@dataclass(frozen=True)
class WayToGive:
    """How the roles of one kind are given. `by` is always asked whether they may; None is the system."""

    may_give: Callable[[Any], bool]  # does this user give any? Every page of the admin asks: lists nothing
    offered_by: Callable[[Any], list[GivenRole]]  # what a user who may gives to others
    held_by: Callable[[Any], list[GivenRole]]  # what this user has
    give: Callable[..., Any]  # (user, given, by, languages)
    take: Callable[..., Any]  # (user, given, by)
    asks_languages: Collection[str] = ()  # keys of roles that are had in languages
    languages: Callable[[], Collection[str]] = list  # codes of those in which they can be had


@dataclass(frozen=True)
class Tie:
    """What somebody holds beside their roles and must not keep when they leave."""

    found: Callable[[Any], list[str]]  # what would end, in sentences
    end: Callable[..., Any]  # (user, by)


def ways_to_give() -> dict[RoleKind, WayToGive]:
    """Return the way of each kind, in the order of the kinds."""
    known = provided_by_name("ways_to_give")
    return {kind: known[kind] for kind in RoleKind if kind in known}


def ties() -> list[Tie]:
    return provided("ties")


def asks_languages(role: Role) -> bool:
    return role.key in ways_to_give()[role.kind].asks_languages


def gives_roles(user: Any) -> bool:
    return any(way.may_give(user) for way in ways_to_give().values())


def offered_by(user: Any) -> list[GivenRole]:
    ways = [way for way in ways_to_give().values() if way.may_give(user)]
    return [given for way in ways for given in way.offered_by(user)]


def held_by(user: Any) -> list[GivenRole]:
    return [given for way in ways_to_give().values() for given in way.held_by(user)]
