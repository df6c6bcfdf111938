"""Guides as HTML: a library reads the Markdown, links and pictures are led to where the admin has them. Pure.

HTML in a guide is shown as it was typed, never as markup.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

# From the target of a link or a picture to where it leads in the admin: "" for what the admin has not.
Address = Callable[[str], str]

PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Heading:
    level: int
    words: str
    anchor: str


@dataclass(frozen=True)
class Rendered:
    html: str
    headings: tuple[Heading, ...]


def render(text: str, address: Address) -> Rendered:
    """Return the guide as HTML; all that is not Markdown is escaped."""
    tokens = PARSER.parse(text)
    headings = tuple(_headings(tokens))
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        token.children = list(_led(token.children or [], address))
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    # Whoever has no pointer scrolls long lines of code by arrow keys. Words of the text are escaped by now.
    return Rendered(html.replace("<pre>", '<pre tabindex="0">'), headings)


def anchor_of(words: str) -> str:
    """Return the anchor that forges give a heading, so that links within a guide lead there, too."""
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def _headings(tokens: list[Token]) -> Iterator[Heading]:
    """Yield the headings, and set the anchor of each."""
    for opening, words in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open":
            heading = Heading(int(opening.tag[1]), words.content, anchor_of(words.content))
            opening.attrSet("id", heading.anchor)
            yield heading


def _led(marks: list[Token], address: Address) -> Iterator[Token]:
    """Yield the marks of a line; a link that leads nowhere in the admin stays words."""
    leads = False
    for mark in marks:
        if mark.type == "image":
            mark.attrSet("src", address(str(mark.attrs["src"])))
        if mark.type == "link_open":
            leads_to = address(unquote(str(mark.attrs["href"])))
            mark.attrSet("href", leads_to)
            leads = bool(leads_to)
        if leads or mark.type not in ("link_open", "link_close"):
            yield mark
