"""What a region is called, in the reader's language where regions.toml has a name for it."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from home.languages.info import reading_order

TABLE = Path(__file__).with_suffix(".toml")
# Left out by some who write an address.
TITLES = {"г", "город", "республика"}
SHORT = {"обл": "область", "ао": "автономный округ"}


class Region(NamedTuple):
    """`name` is "" where a place states none, `language` where it is the reader's own."""

    name: str
    language: str = ""


def region_in(language: str, printed: str) -> Region:
    """Return the region for readers of a language; one that nobody has named for them is in Russian."""
    names = NAMES.get(_key(printed), {"ru": printed})
    nearest = next((code for code in (*reading_order(language), "ru") if code in names), "")
    return Region(names[nearest], "" if nearest == language or not printed else nearest)


def _key(printed: str) -> frozenset[str]:
    """Return the words by which a region is known, however its dashes, dots and title are written."""
    words = re.findall(r"\w+", printed.casefold().replace("ё", "е"))
    return frozenset(" ".join(SHORT.get(word, word) for word in words if word not in TITLES).split())


NAMES = {_key(name): names for name, names in tomllib.loads(TABLE.read_text(encoding="utf-8")).items()}
