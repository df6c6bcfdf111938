"""The guide "Who may do what" in each language of the guides, from the table of roles."""

from collections.abc import Iterator
from pathlib import Path

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from home.staff.roles import ABOUT, Duty, Role, duties_by_subject, roles_by_kind
from tests.architecture.sources import ROOT

LANGUAGES = ("uk", "en")
NAME = "who-may-do-what"


def path_in(language: str) -> Path:
    return ROOT / "docs" / language / f"{NAME}.md"


def written(language: str) -> str:
    with translation.override(language):
        lines = [f"# {_('Who may do what')}", "", str(ABOUT), ""]
        for kind, roles in roles_by_kind().items():
            lines += [f"## {kind}", "", *(told(role, language) for role in roles), ""]
        for subject, duties in duties_by_subject().items():
            lines += [f"## {subject}", "", *table_of(duties), ""]
    return "\n".join(lines)


def told(role: Role, language: str) -> str:
    """Return a role as an item of a list, with the way to its guide where there is one in the language."""
    name = f"**{role.label}**"
    if (ROOT / "docs" / language / f"{role.guide}.md").exists():
        name = f"[{name}]({role.guide}.md)"
    group = f" `{role.group_name}`" if role.group else ""
    return f"- {name}: {role.purpose} {role.given}{group}"


def table_of(duties: list[Duty]) -> Iterator[str]:
    yield f"| {_('What')} | {_('Who')} |"
    yield "|---|---|"
    for duty in duties:
        yield f"| {capfirst(duty.words)} | {', '.join(str(role.label) for role in duty.by)} |"
