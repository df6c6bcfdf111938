"""What each folder is for, in the words of its own `__init__.py`, as lists for where-is-what.md."""

import ast
import re

from tests.architecture.sources import APPS, ROOT
from tests.architecture.test_layers import FOLDERS

PATH = ROOT / "docs" / "developers" / "where-is-what.md"
BEGIN, END = "<!-- made by `make docs` -->\n", "<!-- end -->"


def listed(page: str) -> str:
    """Return the page with its list of folders made anew; what people wrote around it stays."""
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    sections = "\n".join(section_of(app) for app in reversed(APPS))
    return f"{before}{BEGIN}\n{sections}\n{END}{after}"


def section_of(app: str) -> str:
    folders = [folder for folder in FOLDERS[app].split() if folder != "."]
    lines = [f"- `{path_of(app, folder)}/`: {purpose_of(app, folder)}" for folder in folders]
    return "\n".join([f"### {app}", "", purpose_of(app), "", *lines, *[""] * bool(lines)])


def purpose_of(app: str, folder: str = "") -> str:
    """Return the first paragraph of a folder's docstring, on one line."""
    docstring = ast.get_docstring(ast.parse((ROOT / path_of(app, folder) / "__init__.py").read_text()))
    return re.sub(r"\s+", " ", docstring.partition("\n\n")[0])


def path_of(app: str, folder: str = "") -> str:
    return "/".join([*app.split("."), folder]).rstrip("/")
