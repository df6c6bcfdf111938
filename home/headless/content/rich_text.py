"""Rich text as a front end elsewhere can use it: a tree, told as JSON and as HTML.

The HTML is made from the tree, and a tree holds nothing but the nodes below: whatever was stored, no script,
style, frame or attribute comes through. A link leads to an address one can open, or its words stand alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Annotated, Literal

from django.utils.html import escape
from pydantic import BaseModel, Field
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

ELSEWHERE = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20\\]+", re.IGNORECASE)
HERE = re.compile(r"/(?![/\\])[^\s\x00-\x20\\]*")


class TextNode(BaseModel):
    type: Literal["text"]
    text: str


class BreakNode(BaseModel):
    """A new line within a paragraph."""

    type: Literal["break"]


class BoldNode(BaseModel):
    type: Literal["bold"]
    children: list["Inline"]


class ItalicNode(BaseModel):
    type: Literal["italic"]
    children: list["Inline"]


class LinkNode(BaseModel):
    """`path` is the address below our host, for links to our own pages."""

    type: Literal["link"]
    href: str
    path: str | None
    children: list["Inline"]


Inline = Annotated[
    TextNode | BreakNode | BoldNode | ItalicNode | LinkNode,
    Field(discriminator="type"),
]


class ParagraphNode(BaseModel):
    type: Literal["paragraph"]
    children: list[Inline]


class HeadingNode(BaseModel):
    type: Literal["heading"]
    level: int
    children: list[Inline]


class ItemNode(BaseModel):
    """A line of a list; a list may stand within it."""

    type: Literal["item"]
    children: list["Inline | ListNode"]


class ListNode(BaseModel):
    type: Literal["list"]
    ordered: bool
    children: list[ItemNode]


Node = Annotated[ParagraphNode | HeadingNode | ListNode, Field(discriminator="type")]
for model in (BoldNode, ItalicNode, LinkNode, ItemNode, ListNode):
    model.model_rebuild()


@dataclass(frozen=True)
class Links:
    """Where links lead: `root` is our scheme and host, `paths` the addresses of pages that may be linked."""

    root: str = ""
    paths: Mapping[int, str] = field(default_factory=dict)

    def target_of(self, attributes):
        """Return (href, path) of a link as stored; None for one that leads nowhere a reader can go."""
        if "linktype" in attributes:
            path = self.paths.get(_number(attributes.get("id"))) if attributes["linktype"] == "page" else None
            return path and (self.root + path, path)
        href = (attributes.get("href") or "").strip()
        if HERE.fullmatch(href):
            return self.root + href, href
        return (href, None) if ELSEWHERE.fullmatch(href) else None


def pages_linked_in(source):
    """Return the ids of the pages that a text links to."""
    links = map(extract_attrs, FIND_A_TAG.findall(source))
    return {_number(link.get("id")) for link in links if link.get("linktype") == "page"} - {None}


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def tree_of(source, links):
    """Return the nodes of a rich text as it is stored.

    >>> tree_of("<p>To <b>Crimea</b></p>", Links())[0]["children"][1]
    {'type': 'bold', 'children': [{'type': 'text', 'text': 'Crimea'}]}
    """
    reader = _Reader(links)
    reader.feed(source or "")
    reader.close()
    return _as_blocks(reader.found)


INLINE = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
HEADING = re.compile(r"h([1-6])")
# Elements within each other; no text has as many, and what lies deeper is told without its markup.
DEEPEST = 20
SILENT = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript", "textarea", "title"}


class _Reader(HTMLParser):
    """Reads whatever markup there is; an element that has no node leaves its words behind."""

    def __init__(self, links):
        super().__init__(convert_charrefs=True)
        self.links, self.found, self.silent = links, [], []
        self.open = [("", self.found)]

    def handle_starttag(self, tag, attrs):
        if self.silent or tag in SILENT:
            self.silent += [tag] if tag in SILENT else []
        elif tag == "br":
            self._add({"type": "break"})
        elif len(self.open) <= DEEPEST and (node := self._node(tag, dict(attrs))):
            self._add(node)
            self.open.append((tag, node["children"]))

    def handle_startendtag(self, tag, attrs):
        if tag == "br":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if self.silent:
            self.silent = self.silent[:-1] if self.silent[-1] == tag else self.silent
        elif tag in (name for name, _children in self.open[1:]):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if not self.silent:
            self._add({"type": "text", "text": data})

    def _add(self, node):
        self.open[-1][1].append(node)

    def _node(self, tag, attributes):
        if tag == "a":
            target = self.links.target_of(attributes)
            return target and {"type": "link", "href": target[0], "path": target[1], "children": []}
        if tag in ("ul", "ol"):
            return {"type": "list", "ordered": tag == "ol", "children": []}
        if heading := HEADING.fullmatch(tag):
            return {"type": "heading", "level": int(heading[1]), "children": []}
        name = {"p": "paragraph", "li": "item", **INLINE}.get(tag)
        return name and {"type": name, "children": []}


IN_A_LINE = {"text", "break", "bold", "italic", "link"}


def _as_blocks(nodes):
    """Return the nodes as blocks, each with such children as it may have; loose words are one too."""
    blocks = []
    for node in nodes:
        kind = node["type"]
        if kind == "list":
            blocks.append({**node, "children": _as_items(node["children"])})
        elif kind in ("paragraph", "heading"):
            blocks.append({**node, "children": _as_line(node["children"])})
        elif kind == "item":
            blocks += _as_blocks(node["children"])
        elif blocks and blocks[-1].get("loose"):
            blocks[-1]["children"] += _as_line([node])
        elif node.get("text") is None or node["text"].strip():
            blocks.append({"type": "paragraph", "children": _as_line([node]), "loose": True})
    for block in blocks:
        block.pop("loose", None)
    return [block for block in blocks if block["children"]]


def _as_items(nodes):
    items = [node for node in nodes if node["type"] != "text" or node["text"].strip()]
    return [
        {"type": "item", "children": _as_item(node["children"] if node["type"] == "item" else [node])}
        for node in items
    ]


def _as_item(nodes):
    children = []
    for node in nodes:
        if node["type"] == "list":
            children.append({**node, "children": _as_items(node["children"])})
        else:
            children += _as_line([node])
    return children


def _as_line(nodes):
    """Return nodes that stand in a line; of any other only what it holds."""
    line = []
    for node in nodes:
        if node["type"] not in IN_A_LINE:
            line += _as_line(node["children"])
        elif "children" in node:
            line.append({**node, "children": _as_line(node["children"])})
        else:
            line.append(node)
    return line


TAGS = {"bold": "b", "italic": "i", "paragraph": "p", "item": "li"}


def html_of(nodes):
    """Return the nodes as HTML.

    >>> html_of(tree_of('<p onclick="x()">a &lt; b<script>c()</script></p>', Links()))
    '<p>a &lt; b</p>'
    """
    return "".join(map(_html_of, nodes))


def _html_of(node):
    kind = node["type"]
    if kind == "text":
        return escape(node["text"])
    if kind == "break":
        return "<br>"
    inside = html_of(node["children"])
    if kind == "link":
        return f'<a href="{escape(node["href"])}">{inside}</a>'
    tag = TAGS.get(kind) or (f"h{node['level']}" if kind == "heading" else "ol" if node["ordered"] else "ul")
    return f"<{tag}>{inside}</{tag}>"
