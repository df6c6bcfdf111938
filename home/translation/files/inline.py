"""Inline tags of a string, `Text <a id="a1">link</a>`, as elements of a format; `reader.py` leads back.

An element is named by its id: "b-1" is the first <b>, "a1" the link of that id, "br-1" a line end. So a tool
that protects tags brings them back whatever it thinks of their kind.
"""

import re
from collections import Counter

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag
from wagtail_localize.strings import INLINE_TAGS

from home.translation.files.reader import OWN_ID

# What XML cannot hold.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def fill(element, html, make):
    """Put `html` into an XML element; `make(parent, tag, id)` adds the element of a tag and returns it."""
    soup, counter = BeautifulSoup(html, "html.parser"), Counter()
    places = {id(soup): element}
    for node in soup.descendants:
        place = places[id(node.parent)]
        if isinstance(node, Tag):
            is_ours = node.name in INLINE_TAGS
            places[id(node)] = make(place, node.name, _id_of(node, counter)) if is_ours else place
        elif not isinstance(node, PreformattedString):
            _append(place, legal(node))
    return element


def legal(text):
    """Return the text with a replacement mark for every character that XML cannot hold."""
    return ILLEGAL.sub("\ufffd", text)


def _id_of(tag, counter):
    own = tag.get("id", "")
    if (found := OWN_ID.fullmatch(own)) and found[1] == tag.name:
        return own
    counter[tag.name] += 1
    return f"{tag.name}-{counter[tag.name]}"


def _append(element, text):
    """Put text behind what the element holds already."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
