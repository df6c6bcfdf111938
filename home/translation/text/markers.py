"""Marks around a string that live through templates as plain signs, and become elements in the finished page.

A text field holds no markup, so the number of a string travels between signs of the private use area, which
no text of ours has. Pure.
"""

import re
from enum import StrEnum

from bs4 import BeautifulSoup, NavigableString
from bs4.element import PreformattedString

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
MARK = re.compile(f"{OPEN}([a-z]+)([0-9]+){MIDDLE}|{CLOSE}")
LEFTOVER = re.compile(f"{OPEN}[a-z]+[0-9]+{MIDDLE}|[{OPEN}{MIDDLE}{CLOSE}]")
# Elements whose text is no content: marks are taken away there.
PLAIN = {"title", "textarea", "option", "script", "style"}


class Standing(StrEnum):
    """What a shown text is."""

    APPROVED = "approved"
    DRAFT = "draft"
    OLDER = "older"
    SOURCE = "source"


def marked(text, number, standing):
    return f"{OPEN}{standing}{number}{MIDDLE}{text}{CLOSE}"


def with_elements(html, *, language_of_source, words):
    """Return the page with `<span data-unit>` around each marked text; marks elsewhere are taken away.

    A text of the source language carries its `lang`. `words` are {Standing: what a reader is told of it}.
    """
    soup, current = BeautifulSoup(html, "html.parser"), None
    for node in list(soup.find_all(string=True)):
        if isinstance(node, PreformattedString):
            continue
        if node.parent.name in PLAIN:
            node.replace_with(type(node)(LEFTOVER.sub("", node)))
            continue
        parts, current = _parts(node, current)
        if any(mark for mark, _text in parts):
            elements = [_element(soup, *part, language_of_source, words) for part in parts]
            node.replace_with(*elements)
    _clean_attributes(soup)
    return soup


def _parts(text, current):
    """Return [(mark or None, text)] of one run of text, and the mark that is open behind it."""
    parts, end = [], 0
    for found in MARK.finditer(text):
        parts.append((current, text[end : found.start()]))
        current, end = (found[1], found[2]) if found[1] else None, found.end()
    parts.append((current, text[end:]))
    return [part for part in parts if part[1]] or [(None, "")] if end else parts, current


def _element(soup, mark, text, language, words):
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


def _clean_attributes(soup):
    for element in soup.find_all(True):
        for name, value in element.attrs.items():
            if isinstance(value, str) and (OPEN in value or CLOSE in value):
                element[name] = LEFTOVER.sub("", value)
