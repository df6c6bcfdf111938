"""Inline tags of a string, `Text <a id="a1">link</a>`, as elements of an XML format and back.

An element is named by its id: "b-1" is the first <b>, "a1" the link of that id, "br-1" a line end. So a tool
that protects tags brings them back whatever it thinks of their kind.
"""

import re
from collections import Counter
from html import escape

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag
from django.utils.translation import gettext_lazy as _
from wagtail_localize.strings import INLINE_TAGS

SINGLE = "br"
OWN_ID = re.compile(r"([a-z]+)\d+")
GIVEN_ID = re.compile(r"([a-z]+)-\d+")
# What XML cannot hold.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
UNKNOWN_TAG = _("The tags of this text are not those of the original.")


class UnknownTag(ValueError):
    """An element of a file that stands for no tag of ours."""


def canonical(html):
    """Return the text as it is stored in the end: equal for texts that differ in spelling only."""
    return str(BeautifulSoup(html, "html.parser"))


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


def html_of(element, *, tags, transparent):
    """Return what `fill` put in. `tags` and `transparent` are local names; the latter only hold text.

    Raises UnknownTag.
    """
    parts = [_escaped(element.text)]
    for child in element:
        name = local_name(child)
        inner = html_of(child, tags=tags, transparent=transparent)
        if name in tags:
            parts.append(_tagged(child.get("id", ""), inner))
        elif name in transparent:
            parts.append(inner)
        else:
            raise UnknownTag(name)
        parts.append(_escaped(child.tail))
    return "".join(parts)


def _tagged(id_, inner):
    own, given = OWN_ID.fullmatch(id_), GIVEN_ID.fullmatch(id_)
    name = (own or given or [None, ""])[1]
    if name not in INLINE_TAGS:
        raise UnknownTag(id_)
    if name == SINGLE:
        return f"<{SINGLE}/>{inner}"
    return f'<{name} id="{id_}">{inner}</{name}>' if own else f"<{name}>{inner}</{name}>"


def _escaped(text):
    return escape(text or "", quote=False)


def local_name(element):
    return element.tag.rpartition("}")[2]
