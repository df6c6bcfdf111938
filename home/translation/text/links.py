"""Links inside a string: `<a id="a1">words</a>`, where `a1` stands for the attributes of a link."""

import re
from typing import Any

from bs4 import BeautifulSoup

Links = dict[str, dict[str, Any]]  # attributes by id
LINK = re.compile(r'<a id="([^"<>]*)">')


def ids_of(text: str) -> list[str]:
    """Return the ids of the links of a string, in order."""
    return LINK.findall(text)


def in_language(attrs: Links, before: str, after: str) -> Links:
    """Return the links with those to our own pages in another language: /uk/privacy/ becomes /en/privacy/."""
    return {id_: _led(attributes, f"/{before}/", f"/{after}/") for id_, attributes in attrs.items()}


def _led(attributes: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    href = attributes.get("href", "")
    if not href.startswith(before):
        return attributes
    return {**attributes, "href": after + href.removeprefix(before)}


def move_links(text: str, *, before: Links, after: Links) -> str:
    """Return `text` with its links renamed from the ids of `before` to those of `after`.

    A link keeps its target where the source still has it; else, with as many links as before, it gets the
    target now in its place; else its words stay and the link is removed.
    """
    soup = BeautifulSoup(text, "html.parser")
    for link in soup.find_all("a", id=True):
        new = _new_id(str(link["id"]), before, after)
        if new is None:
            link.unwrap()
        else:
            link["id"] = new
    return str(soup)


def _new_id(old: str, before: Links, after: Links) -> str | None:
    target = before.get(old)
    found = [id_ for id_, attributes in after.items() if attributes == target]
    if found:
        return old if old in found else found[0]
    if len(before) != len(after) or old not in before:
        return None
    in_its_place = list(after)[list(before).index(old)]
    return in_its_place if after[in_its_place] not in before.values() else None
