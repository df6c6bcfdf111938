"""What apps provide to those below them, which can't import it: declared in the AppConfig, nowhere else.

A config has a method `provides_<kind>()` for each kind; whoever needs the things of a kind asks here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.http import HttpRequest


def _from_apps(kind: str) -> list[Any]:
    methods = (getattr(config, f"provides_{kind}", None) for config in apps.get_app_configs())
    return [method() for method in methods if method]


@cache
def provided(kind: str) -> list[Any]:
    """Return the things of a kind that apps provide as lists, in the order of INSTALLED_APPS."""
    return [thing for things in _from_apps(kind) for thing in things]


@cache
def provided_by_name(kind: str) -> dict[Any, Any]:
    """Return the things of a kind that apps provide as {name: thing}."""
    return {name: thing for things in _from_apps(kind) for name, thing in things.items()}


@dataclass(frozen=True)
class Section:
    """What a higher app puts on the first page: a template, and a function of the request for its context."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]  # None leaves the section out
    style: str = ""  # a style sheet that the section needs


def sections() -> list[Section]:
    """Return what apps provide as `front_page_sections`, top first."""
    return provided("front_page_sections")


def styles() -> list[str]:
    """Return the style sheets of all sections, each once."""
    return sorted({section.style for section in sections() if section.style})
