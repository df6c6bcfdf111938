"""Taking out of a page what has no text in a language, so that nothing of the source shows in its place."""

from bs4 import BeautifulSoup
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.images.blocks import ImageBlock

GONE = object()


def prune_template(template, missing):
    """Cut the places with the numbers in `missing` out of a rich text's template, and what they leave empty.

    Returns the template with its places numbered anew, or "" where no text is left.
    """
    soup = BeautifulSoup(template, "html.parser")
    for place in soup.find_all("text"):
        if int(place["position"]) in missing:
            _cut(place)
    left = soup.find_all("text")
    for number, place in enumerate(left):
        place["position"] = number
    return str(soup) if left else ""


def _cut(place):
    """Remove the place, then each element around it that holds no text any more."""
    parent = place.parent
    place.decompose()
    while parent.parent is not None and not parent.find("text") and not parent.get_text(strip=True):
        empty, parent = parent, parent.parent
        empty.decompose()


def prune_stream(value, missing):
    """Return a StreamValue without the blocks whose text is missing; `missing` are paths below the field."""
    return _prune(value.stream_block, value, missing)


def _prune(block, value, missing):
    """Return `value` without what is missing, or GONE. `missing` are paths below it, "" all of it."""
    if not missing:
        return value
    if isinstance(block, blocks.StreamBlock):
        return _prune_stream(block, value, missing)
    if isinstance(block, blocks.ListBlock):
        return _prune_list(block, value, missing)
    if isinstance(block, ImageBlock) or not isinstance(block, blocks.StructBlock):
        return GONE
    return _prune_struct(block, value, missing)


def _prune_stream(block, value, missing):
    kept = []
    for child in value:
        pruned = _prune(child.block, child.value, _below(child.id, missing))
        if pruned is not GONE:
            kept.append((child.block_type, pruned, child.id))
    return StreamValue(block, kept)


def _prune_list(block, value, missing):
    kept = []
    for child in value.bound_blocks:
        pruned = _prune(child.block, child.value, _below(child.id, missing))
        if pruned is not GONE:
            child.value = pruned
            kept.append(child)
    return ListValue(block, bound_blocks=kept) if kept else GONE


def _prune_struct(block, value, missing):
    for name, child in block.child_blocks.items():
        pruned = _prune(child, value[name], _below(name, missing))
        if pruned is GONE and child.required:
            return GONE
        value[name] = _empty(child) if pruned is GONE else pruned
    return value


def _empty(block):
    default = block.get_default()
    return block.to_python("") if default is None else default


def _below(name, missing):
    """Return the paths below the child `name`, which may be a whole path of one part."""
    return {
        path.removeprefix(name).removeprefix(".")
        for path in missing
        if path == name or path.startswith(f"{name}.")
    }
