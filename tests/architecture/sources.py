"""Our modules and what they import, read from their files."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("home", "home.translation", "home.headless", "prisoner_pages", "letters", "cms")


def sources() -> list[Path]:
    every = (path for app in APPS if "." not in app for path in (ROOT / app).rglob("*.py"))
    return [path for path in every if "migrations" not in path.parts]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def app_of(module: str) -> str | None:
    """Return the app that a module belongs to; None for a library."""
    owners = [app for app in APPS if module == app or module.startswith(f"{app}.")]
    return max(owners, key=len, default=None)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return what the file says, without what it imports for its types alone: that is never run."""
    tree = ast.parse(path.read_text())
    tree.body = [node for node in tree.body if not is_for_types(node)]
    return tree


def is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of everything that is imported, at any depth, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
