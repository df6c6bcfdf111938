"""Private parts of libraries are used in tests/private_parts.py alone, and do there what is relied upon."""

import ast
import os
import re
import sys
from pathlib import Path

import pytest
from django.core.cache import caches
from wagtail.models import Page

from tests.private_parts import kept_in, node_of_playwright, path_of_child, uncaptured

ROOT = Path(__file__).parents[2]
OURS = ("cms", "home", "letters", "prisoner_pages", "tests")
DEFINED = re.compile(r"(?:^|def |class |self\.)(_[a-z]\w*)", re.M | re.I)
PRIVATE = re.compile(r"\b_[a-z]\w*", re.I)
DOCUMENTED = {"_meta", "_exit"}
# File -> why it may use private parts.
ALLOWED = {
    "tests/private_parts.py": "this is what it is for",
    "tests/architecture/test_guides.py": "a parser of a command line lists its options nowhere else",
}


def used_private_names(source):
    """Return the private names that are imported, or asked of something else than oneself."""
    words = [word for node in ast.walk(ast.parse(source)) for word in words_used_by(node)]
    return [word for word in words if word.startswith("_") and not word.startswith("__")]


def words_used_by(node):
    match node:
        case ast.Import(names=names):
            return [word for alias in names for word in alias.name.split(".")]
        case ast.ImportFrom(module=module, names=names):
            return [*module.split("."), *(alias.name for alias in names)]
        case ast.Attribute(value=owner, attr=name):
            return [] if isinstance(owner, ast.Name) and owner.id in ("self", "cls") else [name]
        case ast.Call(func=called, args=[_, ast.Constant(value=str(name)), *_]):
            return [name] if ast.unparse(called).endswith("attr") else []
    return []


@pytest.mark.parametrize(
    "line",
    [
        "import library._of_its_own",
        "from library import _of_its_own",
        "from library._of_its_own import word",
        "thing._of_its_own",
        "thing()._of_its_own = 1",
        "getattr(thing, '_of_its_own', None)",
        "monkeypatch.setattr(thing, '_of_its_own', 1)",
    ],
)
def test_private_name_is_seen(line):
    assert used_private_names(line) == ["_of_its_own"]


@pytest.mark.parametrize("line", ["self._word", "thing.__init__", "words['_']", "def _word(): pass"])
def test_own_name_is_no_private_part(line):
    assert used_private_names(line) == []


def test_private_parts_of_libraries_are_used_in_one_place():
    sources = {path: path.read_text() for name in OURS for path in (ROOT / name).rglob("*.py")}
    known = DOCUMENTED.union(*(DEFINED.findall(source) for source in sources.values()))

    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, source in sources.items()
        if path.is_relative_to(ROOT / "tests") and str(path.relative_to(ROOT)) not in ALLOWED
        if not known.issuperset(PRIVATE.findall(source))
        for name in used_private_names(source)
        if name not in known
    ]

    assert found == []


def test_cache_shows_what_it_keeps():
    cache = caches["default"]
    cache.set("known", "value")

    assert any("known" in key for key in kept_in(cache))


def test_path_is_the_one_that_a_child_gets(db):
    home = Page.objects.get(depth=1)

    child = home.add_child(title="Child", slug="child")

    assert child.path == path_of_child(home, home.get_children_count())


def test_print_gets_past_the_capture(pytestconfig, capsys):
    captured = sys.stdout

    with uncaptured(pytestconfig):
        assert sys.stdout is not captured


def test_playwright_brings_a_node():
    assert os.access(node_of_playwright(), os.X_OK)
