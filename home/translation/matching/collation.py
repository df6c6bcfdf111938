"""The order of texts in lists: by the Ukrainian alphabet, which the database may not know. Pure."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from home.languages.info import SOURCE_LANGUAGE, collation_key


def in_order(rows: Iterable[tuple[Any, ...]]) -> list[int]:
    """Return the pks of (pk, title) rows by title; values between the two come before the title."""
    return [row[0] for row in sorted(rows, key=lambda row: (*row[1:-1], _place_of(row[-1]), row[0]))]


@lru_cache(maxsize=20_000)
def _place_of(title: str) -> Any:
    return collation_key(title, SOURCE_LANGUAGE)
