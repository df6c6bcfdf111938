"""Words and addresses that raise money for arms, army or intelligence, in what a page says. Pure.

Letters beside them are held against the people who get them: as money for an enemy, up to treason.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

LISTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
# Letters between what raises and what for; further apart they are seldom of one thing.
NEAR = 120
MOST = 50
LINK = re.compile(r"<a\s[^>]*?href=[\"']?([^\"'>\s]+)[^>]*>")
TAG = re.compile(r"<[^>]*>")


def _pattern(kind: str) -> re.Pattern[str]:
    words = chain.from_iterable(each.get(kind, ()) for each in LISTS.values())
    longest_first = sorted(set(words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_form, longest_first))})(?!\w)", re.IGNORECASE)


def _form(word: str) -> str:
    form = r"\s+".join(re.escape(part) for part in word.split()).replace(r"\*", r"\w*")
    return f"(?-i:{form})" if word.isupper() else form


RAISING, PURPOSE, BOTH = map(_pattern, ("raising", "purpose", "both"))


def fund_raising_in(text: str) -> list[str]:
    """Return what is said of it, each as it is written there, in lower case."""
    found = chain((match[0] for match in BOTH.finditer(text)), _pairs(text))
    return list(dict.fromkeys(words.lower() for words in islice(found, MOST)))


def _pairs(text: str) -> Iterator[str]:
    for raising in RAISING.finditer(text):
        for purpose in PURPOSE.finditer(text, max(0, raising.start() - NEAR), raising.end() + NEAR):
            yield f"{raising[0]} … {purpose[0]}"


def said_by(values: Iterable[Any]) -> str:
    """Return the texts among these values, and in streams of blocks, a line each, with where links lead."""
    return "\n".join(chain.from_iterable(map(_texts, values)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield TAG.sub(" ", LINK.sub(r" \1 ", value))
    elif isinstance(value, dict):
        yield from chain.from_iterable(
            _texts(each) for key, each in value.items() if key not in {"id", "type"}
        )
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_texts, value))
