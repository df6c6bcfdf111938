"""Rich text as another front end can use it: a tree, as JSON and as HTML.

The HTML is made from the tree, and a tree contains only the nodes below: whatever was stored, no script,
style, frame or attribute passes. A link leads to an address that can be opened, or only its words remain.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Annotated, Any, Literal

from django.utils.html import escape
from pydantic import BaseModel, Field

from home.linked_pages import page_linked_by, page_links_in

ELSEWHERE = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20\\]+", re.IGNORECASE)
HERE = re.compile(r"/(?![/\\])[^\s\x00-\x20\\]*")


class TextNode(BaseModel):
    type: Literal["text"]
    text: str


class BreakNode(BaseModel):
    """A line break within a paragraph."""

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
    """An item of a list; it may contain another list."""

    type: Literal["item"]
    children: list["Inline | ListNode"]


class ListNode(BaseModel):
    type: Literal["list"]
    ordered: bool
    children: list[ItemNode]


Node = Annotated[ParagraphNode | HeadingNode | ListNode, Field(discriminator="type")]
for model in (BoldNode, ItalicNode, LinkNode, ItemNode, ListNode):
    model.model_rebuild()


Tree = list[dict[str, Any]]  # nodes, as the models above describe them


@dataclass(frozen=True)
class Links:
    """Where links lead: `root` is our scheme and host, `paths` the addresses of pages that may be linked."""

    root: str = ""
    paths: Mapping[int, str] = field(default_factory=dict)

    def target_of(self, attributes: Mapping[str, str | None]) -> tuple[str, str | None] | None:
        """Return (href, path) of a stored link; None for one that no reader can follow."""
        if "linktype" in attributes:
            number = page_linked_by(attributes)
            path = None if number is None else self.paths.get(number)
            return (self.root + path, path) if path else None
        href = (attributes.get("href") or "").strip()
        if HERE.fullmatch(href):
            return self.root + href, href
        return (href, None) if ELSEWHERE.fullmatch(href) else None


def pages_linked_in(source: str) -> set[int]:
    """Return the ids of the pages that a text links to."""
    numbers = map(page_linked_by, page_links_in(source))
    return {number for number in numbers if number is not None}


def tree_of(source: str | None, links: Links) -> Tree:
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
# Nesting of elements; no text has as much, and what is deeper loses its markup.
DEEPEST = 20
SILENT = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript", "textarea", "title"}


class _Reader(HTMLParser):
    """Reads any markup; of an element without a node only the words are kept."""

    def __init__(self, links: Links) -> None:
        super().__init__(convert_charrefs=True)
        self.links = links
        self.found: Tree = []
        self.silent: list[str] = []
        self.open = [("", self.found)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent or tag in SILENT:
            self.silent += [tag] if tag in SILENT else []
        elif tag == "br":
            self._add({"type": "break"})
        elif len(self.open) <= DEEPEST and (node := self._node(tag, dict(attrs))):
            self._add(node)
            self.open.append((tag, node["children"]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            self.silent = self.silent[:-1] if self.silent[-1] == tag else self.silent
        elif tag in (name for name, _children in self.open[1:]):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._add({"type": "text", "text": data})

    def _add(self, node: dict[str, Any]) -> None:
        self.open[-1][1].append(node)

    def _node(self, tag: str, attributes: Mapping[str, str | None]) -> dict[str, Any] | None:
        if tag == "a":
            target = self.links.target_of(attributes)
            return {"type": "link", "href": target[0], "path": target[1], "children": []} if target else None
        if tag in ("ul", "ol"):
            return {"type": "list", "ordered": tag == "ol", "children": []}
        if heading := HEADING.fullmatch(tag):
            return {"type": "heading", "level": int(heading[1]), "children": []}
        name = {"p": "paragraph", "li": "item", **INLINE}.get(tag)
        return {"type": name, "children": []} if name else None


IN_A_LINE = {"text", "break", "bold", "italic", "link"}


def _as_blocks(nodes: Tree) -> Tree:
    """Return the nodes as blocks, each with allowed children; loose words become a paragraph."""
    blocks: Tree = []
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


def _as_items(nodes: Tree) -> Tree:
    items = [node for node in nodes if node["type"] != "text" or node["text"].strip()]
    return [
        {"type": "item", "children": _as_item(node["children"] if node["type"] == "item" else [node])}
        for node in items
    ]


def _as_item(nodes: Tree) -> Tree:
    children: Tree = []
    for node in nodes:
        if node["type"] == "list":
            children.append({**node, "children": _as_items(node["children"])})
        else:
            children += _as_line([node])
    return children


def _as_line(nodes: Tree) -> Tree:
    """Return inline nodes; of any other only the content."""
    line: Tree = []
    for node in nodes:
        if node["type"] not in IN_A_LINE:
            line += _as_line(node["children"])
        elif "children" in node:
            line.append({**node, "children": _as_line(node["children"])})
        else:
            line.append(node)
    return line


TAGS = {"bold": "b", "italic": "i", "paragraph": "p", "item": "li"}


def html_of(nodes: Tree) -> str:
    """Return the nodes as HTML.

    >>> html_of(tree_of('<p onclick="x()">a &lt; b<script>c()</script></p>', Links()))
    '<p>a &lt; b</p>'
    """
    return "".join(map(_html_of, nodes))


def _html_of(node: dict[str, Any]) -> str:
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
