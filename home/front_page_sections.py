"""Sections that higher apps put on the first page: people who wait for letters, campaigns, events.

A section is a template and a function of the request that gives its context; both stay in their own app.
"""

from dataclasses import dataclass
from typing import Any

_sections = {}


@dataclass(frozen=True)
class Section:
    template: str
    context: Any  # callable(request) -> dict; None stands for "leave the section out"
    order: int
    style: str  # a style sheet that the section needs, or ""


def register(template, *, context, order, style=""):
    """Show `template` on every first page; smaller `order` stands higher. Called from an AppConfig.ready."""
    _sections[template] = Section(template, context, order, style)


def styles():
    """Return the style sheets of all sections, each once."""
    return sorted({section.style for section in _sections.values() if section.style})


def sections() -> list[Section]:
    """Return all sections, top first."""
    return sorted(_sections.values(), key=lambda section: section.order)
