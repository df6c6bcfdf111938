"""Marks around a string that pass templates as plain characters and become elements in the final page.

A text field holds no markup, so the number of a string is put between private use characters, which no text
of ours contains. Pure.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
MARK = re.compile(f"{OPEN}([a-z]+)([0-9]+){MIDDLE}|{CLOSE}")
LEFTOVER = re.compile(f"{OPEN}[a-z]+[0-9]+{MIDDLE}|[{OPEN}{MIDDLE}{CLOSE}]")
# Elements whose text is no content: marks are removed there.
PLAIN = {"title", "textarea", "option", "script", "style"}


Mark = tuple[str, str]  # standing and number


class Standing(StrEnum):
    """What a shown text is."""

    APPROVED = "approved"
    DRAFT = "draft"
    OLDER = "older"
    SOURCE = "source"


def marked(text: str, number: int, standing: Standing) -> str:
    return f"{OPEN}{standing}{number}{MIDDLE}{text}{CLOSE}"


def with_elements(html: str, *, language_of_source: str, words: Mapping[Standing, str]) -> BeautifulSoup:
    """Return the page with `<span data-unit>` around each marked text; marks elsewhere are removed.

    A text of the source language gets a `lang`. `words` explain each Standing to the reader.
    """
    soup, current = BeautifulSoup(html, "html.parser"), None
    for node in list(soup.find_all(string=True)):
        if isinstance(node, PreformattedString):
            continue
        if node.parent and node.parent.name in PLAIN:
            node.replace_with(type(node)(LEFTOVER.sub("", node)))
            continue
        parts, current = _parts(node, current)
        if any(mark for mark, _text in parts):
            elements = [_element(soup, *part, language_of_source, words) for part in parts]
            node.replace_with(*elements)
    _clean_attributes(soup)
    return soup


def _parts(text: str, current: Mark | None) -> tuple[list[tuple[Mark | None, str]], Mark | None]:
    """Return [(mark or None, text)] of one run of text, and the mark that is open after it."""
    parts: list[tuple[Mark | None, str]] = []
    end = 0
    for found in MARK.finditer(text):
        parts.append((current, text[end : found.start()]))
        current, end = (found[1], found[2]) if found[1] else None, found.end()
    parts.append((current, text[end:]))
    return [part for part in parts if part[1]] or [(None, "")] if end else parts, current


def _element(
    soup: BeautifulSoup, mark: Mark | None, text: str, language: str, words: Mapping[Standing, str]
) -> Tag | NavigableString:
    if mark is None:
        return NavigableString(text)
    standing = Standing(mark[0])
    element = soup.new_tag("span", attrs={"data-unit": mark[1], "class": f"desk-text desk-text--{standing}"})
    if standing == Standing.SOURCE:
        element["lang"] = language
    if standing in words:
        element["title"] = words[standing]
    element.string = text
    return element


def _clean_attributes(soup: BeautifulSoup) -> None:
    for element in soup.find_all(True):
        for name, value in element.attrs.items():
            if isinstance(value, str) and (OPEN in value or CLOSE in value):
                element[name] = LEFTOVER.sub("", value)
