"""Texts kept as files beside the code, turned into page fields: of first pages and of reference pages.

First pages stand in texts/homes.toml, a reference text in texts/<slug>.<language>.md. That begins with
`title:`, `description:` and `intro:`; after a blank line come headings (`## `), paragraphs and lists (`- `),
separated by blank lines, with **bold** and [links](/uk/privacy/).
"""

import re
import tomllib
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from home.languages.info import CONTENT_LANGUAGES

TEXTS = Path(__file__).parent / "texts"
# In the order of the footer; one slug in all languages.
REFERENCE_PAGES = ("about", "how-to-write", "what-happens", "privacy", "safety", "how-we-count", "contact")


def home_fields(language: str) -> dict[str, str]:
    """Return title and intro of a first page; where there are none, the language's own name and no intro."""
    texts = tomllib.loads((TEXTS / "homes.toml").read_text(encoding="utf-8"))
    return texts.get(language) or {"title": dict(CONTENT_LANGUAGES)[language], "intro": ""}


def languages_of(slug: str) -> list[str]:
    """Return the languages in which there is a text for this page."""
    return sorted(path.suffixes[-2].lstrip(".") for path in TEXTS.glob(f"{slug}.*.md"))


def page_fields(slug: str, language: str) -> dict[str, Any]:
    """Return title, search_description, intro and body of a reference page, as its model takes them."""
    head, _, text = (TEXTS / f"{slug}.{language}.md").read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return {
        "title": fields["title"],
        "search_description": fields["description"],
        "intro": fields["intro"],
        "body": body_of(text),
    }


def body_of(text: str) -> list[tuple[str, str]]:
    """Return the stream blocks of a text: one for each heading, one for all paragraphs between two."""
    apart = re.sub(r"^(## .*)\n", r"\1\n\n", text, flags=re.MULTILINE)
    parts = [part.strip() for part in re.split(r"\n{2,}", apart) if part.strip()]
    blocks: list[tuple[str, str]] = []
    for is_heading, group in groupby(parts, key=lambda part: part.startswith("## ")):
        if is_heading:
            blocks += [("heading", part.removeprefix("## ")) for part in group]
        else:
            blocks.append(("paragraph", "".join(map(_html, group))))
    return blocks


def _html(part: str) -> str:
    if part.startswith("- "):
        items = (line.removeprefix("- ") for line in part.splitlines())
        return f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</ul>"
    return f"<p>{_inline(' '.join(part.splitlines()))}</p>"


def _inline(text: str) -> str:
    text = escape(text, quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\[(.+?)\]\((/[^)\s]*)\)", r'<a href="\2">\1</a>', text)
