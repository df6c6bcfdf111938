"""The words that moderation begins with, kept beside the code: watched words and reasons. Pure.

Coordinators change them in the admin afterwards; `load_words` adds what is missing.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from home.languages.info import TEXT_LANGUAGES

WATCHED = Path(__file__).with_name("watched_words.toml")
REASONS = Path(__file__).with_name("reasons.toml")


@dataclass(frozen=True)
class Reason:
    slug: str
    kind: str
    position: int
    labels: dict[str, str] = field(hash=False)
    texts: dict[str, str] = field(hash=False)


def watched_words() -> list[tuple[str, str, str, str]]:
    """Return (language, kind, word, reason) of every word in the file."""
    groups = tomllib.loads(WATCHED.read_text(encoding="utf-8"))["group"]
    return [
        (language, group["kind"], word, group["reason"])
        for group in groups
        for language, _name in TEXT_LANGUAGES
        for word in group.get(language, ())
    ]


def reasons() -> list[Reason]:
    """Return the Reasons in the file's order."""
    rows = tomllib.loads(REASONS.read_text(encoding="utf-8"))["reason"]
    return [
        Reason(row["slug"], row["kind"], position, row["label"], row["text"])
        for position, row in enumerate(rows)
    ]
