"""Whom a text names: higher apps know people and provide them."""

from collections.abc import Iterable
from typing import Any

from home.registry import provided
from home.translation.matching.mentions import NameMention


def names_in(text: str, source: str, target: str, *, beside: Iterable[Any] = ()) -> list[NameMention]:
    """Return who is named in a text of language `source`, by place, with the form to use in `target`.

    Apps provide `name_providers`: function(text, source, target, beside) that returns NameMention rows of
    people who are public, and of those in `beside`: things the caller works on (the addressee of a letter,
    the page of a string), whose people may be named though they are not public. A provider ignores what it
    doesn't know.
    """
    found = (
        mention for named in provided("name_providers") for mention in named(text, source, target, beside)
    )
    return sorted(found, key=lambda mention: (mention.start, mention.end, mention.person))
