"""Removing from a page what has no text in a language, so that the source never shows in its place."""

from collections.abc import Container, Set as AbstractSet
from typing import Any

from bs4 import BeautifulSoup, Tag
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.images.blocks import ImageBlock

GONE = object()


def prune_template(template: str, missing: Container[int]) -> str:
    """Remove the places numbered in `missing` from a rich text's template, and elements left empty by that.

    Returns the template with its places renumbered, or "" where no text is left.
    """
    soup = BeautifulSoup(template, "html.parser")
    for place in soup.find_all("text"):
        if int(str(place["position"])) in missing:
            _cut(place)
    left = soup.find_all("text")
    for number, place in enumerate(left):
        place["position"] = str(number)
    return str(soup) if left else ""


def _cut(place: Tag) -> None:
    """Remove the place, then each element around it that has no text any more."""
    parent = place.parent
    place.decompose()
    while parent and parent.parent and not parent.find("text") and not parent.get_text(strip=True):
        empty, parent = parent, parent.parent
        empty.decompose()


def prune_stream(value: StreamValue, missing: AbstractSet[str]) -> StreamValue:
    """Return a StreamValue without the blocks whose text is missing; `missing` are paths below the field."""
    return _prune(value.stream_block, value, missing)


def _prune(block: blocks.Block, value: Any, missing: AbstractSet[str]) -> Any:
    """Return `value` without what is missing, or GONE. `missing` are paths below it, "" for all of it."""
    if not missing:
        return value
    if isinstance(block, blocks.StreamBlock):
        return _prune_stream(block, value, missing)
    if isinstance(block, blocks.ListBlock):
        return _prune_list(block, value, missing)
    if isinstance(block, ImageBlock) or not isinstance(block, blocks.StructBlock):
        return GONE
    return _prune_struct(block, value, missing)


def _prune_stream(block: blocks.StreamBlock, value: StreamValue, missing: AbstractSet[str]) -> StreamValue:
    kept = []
    for child in value:
        pruned = _prune(child.block, child.value, _below(child.id, missing))
        if pruned is not GONE:
            kept.append((child.block_type, pruned, child.id))
    return StreamValue(block, kept)


def _prune_list(block: blocks.ListBlock, value: ListValue, missing: AbstractSet[str]) -> Any:
    kept = []
    for child in value.bound_blocks:
        pruned = _prune(child.block, child.value, _below(child.id, missing))
        if pruned is not GONE:
            child.value = pruned
            kept.append(child)
    return ListValue(block, bound_blocks=kept) if kept else GONE


def _prune_struct(block: blocks.StructBlock, value: Any, missing: AbstractSet[str]) -> Any:
    for name, child in block.child_blocks.items():
        pruned = _prune(child, value[name], _below(name, missing))
        if pruned is GONE and child.required:
            return GONE
        value[name] = _empty(child) if pruned is GONE else pruned
    return value


def _empty(block: blocks.Block) -> Any:
    default = block.get_default()
    return block.to_python("") if default is None else default


def _below(name: str, missing: AbstractSet[str]) -> AbstractSet[str]:
    """Return the paths below the child `name`, which may be a whole path of one part."""
    return {
        path.removeprefix(name).removeprefix(".")
        for path in missing
        if path == name or path.startswith(f"{name}.")
    }
