"""The recipes of docs/api.md in Python, run as they stand there."""

import re
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "api.md"


def recipe(name):
    """Return what the recipe defines."""
    code = re.search(rf"<!-- recipe: {name} -->\n```python\n(.*?)```", GUIDE.read_text(), re.S)[1]
    found = {}
    exec(code, found)  # noqa: S102
    return found
