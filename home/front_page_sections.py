"""Sections that higher apps put on the first page: people who wait for letters, campaigns, events.

A section is a template and a function of the request that gives its context; both stay in their own app.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from home.registry import provided


@dataclass(frozen=True)
class Section:
    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]  # None leaves the section out
    style: str = ""  # a style sheet that the section needs


def sections() -> list[Section]:
    """Return what apps provide as `front_page_sections`, top first."""
    return provided("front_page_sections")


def styles() -> list[str]:
    """Return the style sheets of all sections, each once."""
    return sorted({section.style for section in sections() if section.style})
