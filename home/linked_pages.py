"""Which page a link in a stored text names."""

from collections.abc import Iterator, Mapping

from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs


def page_links_in(source: str) -> Iterator[Mapping[str, str]]:
    """Yield the attributes of each link to a page."""
    links = map(extract_attrs, FIND_A_TAG.findall(source))
    return (link for link in links if link.get("linktype") == "page")


def page_linked_by(attributes: Mapping[str, str | None]) -> int | None:
    """Return the id that the link names; None for one to no page, and for what is no id."""
    text = attributes.get("id") if attributes.get("linktype") == "page" else None
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None
