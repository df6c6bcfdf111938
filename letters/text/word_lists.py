"""The words that desks and writers begin with, kept beside the code: watched, reasons, advice, aids. Pure.

Coordinators change them in the admin afterwards; `load_words` adds what is missing.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from home.languages.info import TEXT_LANGUAGES

WATCHED = Path(__file__).with_name("watched_words.toml")
REASONS = Path(__file__).with_name("reasons.toml")
ADVICE = Path(__file__).with_name("advice.toml")
AIDS = Path(__file__).with_name("aids.toml")
ByLanguage = dict[str, dict[str, str]]  # {language: {field of the row that keeps it: words}}


class Watched(NamedTuple):
    """A word at which a reader stops; `advice` is the short name of the Advice to whoever writes it.

    What `is_clear` means nothing else.
    """

    language: str
    kind: str
    word: str
    reason: str
    advice: str
    is_clear: bool


@dataclass(frozen=True)
class Advice:
    """What a writer is told of some watched words, by language."""

    slug: str
    name: str
    texts: dict[str, str] = field(hash=False)
    grave: dict[str, str] = field(hash=False)
    softer: dict[str, str] = field(hash=False)

    @property
    def by_language(self) -> ByLanguage:
        return {
            language: {
                "text": text,
                "grave": self.grave.get(language, ""),
                "softer": self.softer.get(language, ""),
            }
            for language, text in self.texts.items()
        }


@dataclass(frozen=True)
class Reason:
    slug: str
    kind: str
    position: int
    labels: dict[str, str] = field(hash=False)
    texts: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Aid:
    """A beginning of a sentence or an example, by language; `kind` is an AidKind of `letters.choices`."""

    slug: str
    name: str
    kind: str
    position: int
    asks_for_answer: bool
    texts: dict[str, str] = field(hash=False)

    @property
    def by_language(self) -> ByLanguage:
        return {language: {"text": text} for language, text in self.texts.items()}


def watched_words() -> list[Watched]:
    """Return every word in the file."""
    groups = tomllib.loads(WATCHED.read_text(encoding="utf-8"))["group"]
    return [
        Watched(language, group["kind"], word, group["reason"], group["advice"], is_clear)
        for group in groups
        for is_clear, words in ((False, group), (True, group.get("clear", {})))
        for language, _name in TEXT_LANGUAGES
        for word in words.get(language, ())
    ]


def reasons() -> list[Reason]:
    """Return the Reasons in the file's order."""
    rows = tomllib.loads(REASONS.read_text(encoding="utf-8"))["reason"]
    return [
        Reason(row["slug"], row["kind"], position, row["label"], row["text"])
        for position, row in enumerate(rows)
    ]


def advice() -> list[Advice]:
    """Return the Advice in the file's order."""
    rows = tomllib.loads(ADVICE.read_text(encoding="utf-8"))["advice"]
    return [
        Advice(row["slug"], row["name"], row["text"], row.get("grave", {}), row.get("softer", {}))
        for row in rows
    ]


def aids() -> list[Aid]:
    """Return the Aids in the file's order."""
    rows = tomllib.loads(AIDS.read_text(encoding="utf-8"))["aid"]
    return [
        Aid(
            *(row["slug"], row["name"], row["kind"], position, row.get("asks", False)),
            {language: text.strip() for language, text in row["text"].items()},
        )
        for position, row in enumerate(rows)
    ]
