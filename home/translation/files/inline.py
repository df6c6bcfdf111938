"""Inline tags of a string, `Text <a id="a1">link</a>`, as elements of a format; `reader.py` leads back.

An element is named by its id: "b-1" is the first <b>, "a1" the link of that id, "br-1" a line break. So a
tool that protects tags brings them back whatever it makes of their kind.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeAlias

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from wagtail_localize.strings import INLINE_TAGS

from home.translation.files.reader import OWN_ID

Element: TypeAlias = Any  # of lxml, which has no types
# What XML cannot hold.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def fill(element: Element, html: str, make: Callable[[Element, str, str], Element]) -> Element:
    """Put `html` into an XML element; `make(parent, tag, id)` adds the element of a tag and returns it."""
    soup, counter = BeautifulSoup(html, "html.parser"), Counter[str]()
    places = {id(soup): element}
    for node in soup.descendants:
        place = places[id(node.parent)]
        if isinstance(node, Tag):
            is_ours = node.name in INLINE_TAGS
            places[id(node)] = make(place, node.name, _id_of(node, counter)) if is_ours else place
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            _append(place, legal(node))
    return element


def legal(text: str) -> str:
    """Return the text with a replacement character for everything that XML cannot hold."""
    return ILLEGAL.sub("\ufffd", text)


def _id_of(tag: Tag, counter: Counter[str]) -> str:
    own = str(tag.get("id", ""))
    if (found := OWN_ID.fullmatch(own)) and found[1] == tag.name:
        return own
    counter[tag.name] += 1
    return f"{tag.name}-{counter[tag.name]}"


def _append(element: Element, text: str) -> None:
    """Append text to what the element contains already."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
