"""Where what we ship lies: at the top of the repository, or inside the packages once they are installed."""

from pathlib import Path

# Holds the packages: the repository, or where pip has installed them.
SOURCES = Path(__file__).resolve().parents[2]


def shipped(*, installed: str, in_repository: str) -> Path:
    """Return a folder that `pyproject.toml` moves into a package when it is built."""
    inside = SOURCES / installed
    return inside if inside.is_dir() else SOURCES / in_repository


CATALOGUES = shipped(installed="home/locale", in_repository="locale")
# Guides of a release, a folder for each language. Packages that are installed alone bring none.
GUIDES = SOURCES / "docs"
