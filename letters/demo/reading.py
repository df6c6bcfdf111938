"""Reads `content/letters.toml`: what the demo's letters say, and how far each has come."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content" / "letters.toml"


@dataclass(frozen=True)
class Told:
    """One letter. `stands` names its road, some of whose steps ask for more than what was written."""

    key: str
    to: str
    language: str
    name: str
    body: str
    stands: str
    channel: str = "web"
    email: str = ""
    campaign: str = ""
    event: str = ""
    censor: str = "do"
    drawing: str = ""
    rows: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    note: str = ""
    because: str = ""
    of: str = ""
    reply: str = ""
    second_reply: str = ""
    translation: str = ""  # of the second reply


@cache
def demo() -> dict[str, Any]:
    return tomllib.loads(CONTENT.read_text())


@cache
def letters() -> tuple[Told, ...]:
    """Return the letters in their order, those of a flood one by one."""
    alone = (_told(row) for row in demo()["letter"])
    return (*alone, *(told for row in demo()["flood"] for told in _each_of(row)))


def _each_of(flood: dict[str, Any]) -> Iterator[Told]:
    shared = {name: value for name, value in flood.items() if name != "names"}
    for number, name in enumerate(flood["names"], 1):
        body = flood["body"].replace("{name}", name)
        yield _told({**shared, "key": f"{flood['key']}-{number}", "name": name, "body": body})


def _told(row: dict[str, Any]) -> Told:
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Told(**{**given, "body": row["body"].strip()})
