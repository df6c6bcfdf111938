"""mypy is strict with modules that are pure by their name, and less so with those of a layer."""

import re
import tomllib

from tests.architecture.sources import ROOT
from tests.architecture.test_layers import MODULES, PURE, place

LESS_STRICT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["overrides"][0]["module"]


def is_named(module: str, pattern: str) -> bool:
    """Say whether a pattern of mypy's names a module: in it `*` stands for any names, or for none."""
    first, *rest = (".*" if part == "*" else re.escape(part) for part in pattern.split("."))
    return bool(
        re.fullmatch(first + "".join(r"(\..*)?" if part == ".*" else rf"\.{part}" for part in rest), module)
    )


def test_mypy_is_strict_with_pure_modules_and_only_with_them():
    less_strict = {module for module in MODULES if any(is_named(module, pattern) for pattern in LESS_STRICT)}

    assert less_strict ^ {module for module in MODULES if place(module)[2] > PURE} == set()
