"""The blocks of a text, each as its own shape with a `type`; a body is a list of them.

Made from stored data, so that many bodies of one answer share their pictures and links: `needs_of` says what
a body needs, `Material` holds what was found, `shaped` puts both together.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter

from home.blocks import image_in, images_in
from home.headless.content.rich_text import Links, Node, html_of, pages_linked_in, tree_of
from home.headless.content.serializers.images import Picture, picture_of
from home.models import SiteImage


class Block(BaseModel):
    id: str


class ParagraphBlock(Block):
    """Rich text: paragraphs and lists, as clean HTML and as a tree of the same."""

    type: Literal["paragraph"]
    html: str
    tree: list[Node]


class HeadingBlock(Block):
    type: Literal["heading"]
    text: str


class QuoteBlock(Block):
    """Somebody's own words; lines are separated by line breaks."""

    type: Literal["quote"]
    quote: str
    attribution: str


class Credited(Block):
    """Words that were published: where, and in which language or by whose translation they are here."""

    source: str
    source_url: str
    translator: str


class VerseBlock(Credited):
    """Lines are separated by line breaks, stanzas by an empty line."""

    type: Literal["verse"]
    title: str
    lines: str
    author: str


class LastWordBlock(Credited):
    """What somebody said last in court; lines are separated by line breaks."""

    type: Literal["last_word"]
    words: str
    said: str


class OpenLetterBlock(Credited):
    """A letter to the public by somebody named; lines are separated by line breaks."""

    type: Literal["open_letter"]
    author: str
    addressee: str
    words: str


class StatementBlock(Block):
    """What a partner or an embassy said in public, in the language of the text."""

    type: Literal["statement"]
    who: str
    date: str | None = Field(description="YYYY-MM-DD; null where no day is stated.")
    language: str = Field(description="Code of the language in which it was made, perhaps another.")
    words: str
    source_url: str


class PictureBlock(Block):
    type: Literal["picture"]
    image: Picture
    caption: str


AnyBlock = Annotated[
    ParagraphBlock
    | HeadingBlock
    | QuoteBlock
    | VerseBlock
    | LastWordBlock
    | OpenLetterBlock
    | StatementBlock
    | PictureBlock,
    Field(discriminator="type"),
]
Body = list[AnyBlock]
Stored = Iterable[Mapping[str, Any]]  # the raw data of a stream
BODY = TypeAdapter(Body)


@dataclass(frozen=True)
class Material:
    """What blocks refer to: where links lead, and the pictures that may be shown."""

    links: Links = Links()
    images: Mapping[int, SiteImage] = field(default_factory=dict)


Shape = Callable[[Any, Material], dict[str, Any] | None]


@dataclass(frozen=True)
class Needs:
    pages: frozenset[int]
    images: frozenset[int]


def needs_of(bodies: Iterable[Stored]) -> Needs:
    """Return which pages and images these bodies refer to."""
    blocks = [block for body in bodies for block in body]
    linked = (pages_linked_in(block["value"]) for block in blocks if block["type"] == "paragraph")
    return Needs(frozenset().union(*linked), frozenset(images_in(blocks)))


def shaped(body: Stored, material: Material) -> Body:
    """Return the shapes of a body. A picture that may not be shown is left out with its caption."""
    found = (_shaped(place, block, material) for place, block in enumerate(body, start=1))
    return BODY.validate_python([shape for shape in found if shape is not None])


def _shaped(place: int, block: Mapping[str, Any], material: Material) -> dict[str, Any] | None:
    shape = SHAPES[block["type"]](block["value"], material)
    return shape and {"type": block["type"], "id": block.get("id") or str(place), **shape}


def _paragraph(value: str, material: Material) -> dict[str, Any]:
    tree = tree_of(value, material.links)
    return {"html": html_of(tree), "tree": tree}


def _heading(value: str, _material: Material) -> dict[str, Any]:
    return {"text": value}


def _texts(*names: str) -> Shape:
    """Return how a block of nothing but texts is shaped."""
    return lambda value, _material: {name: value.get(name) or "" for name in names}


def _statement(value: Mapping[str, Any], material: Material) -> dict[str, Any]:
    texts = _texts("who", "language", "words", "source_url")(value, material)
    return {**(texts or {}), "date": value.get("date") or None}


CREDIT = ("source", "source_url", "translator")


def _picture(value: Mapping[str, Any], material: Material) -> dict[str, Any] | None:
    pk = image_in(value)
    image = material.images.get(pk) if pk else None
    if image is None:
        return None
    chosen = value["image"] if isinstance(value["image"], Mapping) else {}
    alt = "" if chosen.get("decorative") else chosen.get("alt_text")
    picture = picture_of(image, root=material.links.root, alt=alt)
    if picture is None:
        return None
    return {
        "image": picture,
        "caption": value.get("caption") or "",
    }


SHAPES: dict[str, Shape] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "quote": _texts("quote", "attribution"),
    "verse": _texts("title", "lines", "author", *CREDIT),
    "last_word": _texts("words", "said", *CREDIT),
    "open_letter": _texts("author", "addressee", "words", *CREDIT),
    "statement": _statement,
    "picture": _picture,
}
