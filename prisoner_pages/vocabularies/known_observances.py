"""Days on which campaigns have been held (known_observances.toml): what a site begins with. Pure."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from home.languages.info import SOURCE_LANGUAGE

LIST = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class KnownObservance:
    month: int
    day: int
    names: dict[str, str]  # by language; Ukrainian among them

    @property
    def name(self) -> str:
        return self.names[SOURCE_LANGUAGE]


def known_observances() -> list[KnownObservance]:
    table = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return [KnownObservance(int(code[:2]), int(code[3:]), names) for code, names in table.items()]
