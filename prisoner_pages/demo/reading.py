"""Reads `content/`: facts and texts of the demo, as TOML."""

import tomllib
from html import escape
from pathlib import Path
from typing import Any

Table = dict[str, Any]

CONTENT = Path(__file__).parent / "content"


def content(name: str) -> Table:
    """Return the tables of `content/<name>.toml`."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text())


def people() -> dict[str, Table]:
    """Return one table per person, by address, in alphabetical order of the files."""
    return {path.stem: content(f"people/{path.stem}") for path in sorted((CONTENT / "people").glob("*.toml"))}


def body(text: str) -> list[tuple[str, str]]:
    """Return the text as stream data: a blank line divides paragraphs, "## " starts a heading."""
    return [_block(part.strip()) for part in text.split("\n\n") if part.strip()]


def _block(text: str) -> tuple[str, str]:
    if text.startswith("## "):
        return ("heading", text.removeprefix("## "))
    return ("paragraph", f"<p>{escape(text, quote=False)}</p>")
