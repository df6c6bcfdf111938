"""Private parts of libraries are used in tests/private_parts.py and home/private_parts.py alone.

What is relied upon there, they do: for the tests it is asked here, for the apps in tests/home.
"""

import ast
import builtins
import inspect
import os
import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.core.cache import caches
from wagtail.models import Page

from tests.architecture.sources import APPS, ROOT, app_of, module_of, sources
from tests.private_parts import kept_in, node_of_playwright, path_of_child, uncaptured

OURS = {"tests", *(app for app in APPS if "." not in app)}
PRIVATE = re.compile(r"\b_[a-z]\w*", re.I)
# What the manuals of Python, Django and aiosmtpd tell everybody to use.
DOCUMENTED = {"_meta", "_state", "_base_manager", "_default_manager", "_replace", "_exit", "_factory_invoker"}
PYTHONS = {name for kind in (object, type, property, type(ast), type(ast.parse)) for name in dir(kind)}
PYTHONS |= {"__main__", "__file__", "__dataclass_fields__", *dir(builtins)}
# Their docstrings say why.
ADDED_BY_SETTINGS = {
    "home/languages/formats.py": ["sys.modules[f'{__name__}.{code}']", "sys.modules[module.__name__]"],
}
# These do something when they are loaded.
SCRIPTS = {"wsgi.py", "child.py", "production.py"}
# File -> why it may use private parts.
ALLOWED = {
    "home/private_parts.py": "this is what it is for",
    "tests/private_parts.py": "this is what it is for",
    "tests/architecture/test_guides.py": "a parser of a command line lists its options nowhere else",
}


parsed = cache(ast.parse)


def used_private_names(source):
    """Return the private names that are imported, or asked of anything."""
    words = [word for node in ast.walk(parsed(source)) for word in words_used_by(node)]
    return [word for word in words if word.startswith("_") and word not in PYTHONS]


def words_used_by(node):
    match node:
        case ast.Import(names=names):
            return [word for alias in names for word in alias.name.split(".")]
        case ast.ImportFrom(module=module, names=names):
            return [*module.split("."), *(alias.name for alias in names)]
        case ast.Attribute(attr=name):
            return [name]
        case ast.Call(func=called, args=[_, ast.Constant(value=str(name)), *_]):
            return [name] if ast.unparse(called).endswith("attr") else []
    return []


def own_private_names(source):
    """Return the private names that are given: to functions, classes, variables, and parts of oneself."""
    return {word for node in ast.walk(parsed(source)) for word in words_given_by(node) if word[0] == "_"}


def words_given_by(node):
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
            return [name]
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
            return [name]
    return []


def overwritten_parts(source):
    """Return what is put into the place of a part of something imported from a library."""
    nodes = list(ast.walk(parsed(source)))
    taken = {name for node in nodes for name in names_taken_from_libraries(node)}
    parts = [part for node in nodes for part in parts_put_by(node)]
    return [ast.unparse(part) for part in parts if root_of(part) in taken]


def names_taken_from_libraries(node):
    match node:
        case ast.Import(names=names):
            return [alias.asname or alias.name.partition(".")[0] for alias in names]
        case ast.ImportFrom(module=module, names=names) if module.partition(".")[0] not in OURS:
            return [alias.asname or alias.name for alias in names]
    return []


def parts_put_by(node):
    match node:
        case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
            return [node]
        case ast.Call(func=ast.Name(id="setattr"), args=[owner, *_]):
            return [owner]
    return []


def root_of(part):
    while isinstance(part, ast.Attribute | ast.Subscript):
        part = part.value
    return part.id if isinstance(part, ast.Name) else None


def skipped_bases(source):
    """Return the classes of which the beginning of an object is asked by name, past what lies between."""
    return [
        ast.unparse(node.value)
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Attribute)
        and node.attr == "__init__"
        and not isinstance(node.value, ast.Call)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "import library._of_its_own",
        "from library import _of_its_own",
        "from library._of_its_own import word",
        "thing._of_its_own",
        "self._of_its_own()",
        "super()._of_its_own()",
        "thing()._of_its_own = 1",
        "getattr(thing, '_of_its_own', None)",
        "monkeypatch.setattr(thing, '_of_its_own', 1)",
    ],
)
def test_private_name_is_seen(line):
    assert used_private_names(line) == ["_of_its_own"]


def test_name_between_two_lines_is_private_unless_it_is_of_python():
    assert used_private_names("model.__ninja_param__, model.__name__") == ["__ninja_param__"]


@pytest.mark.parametrize("line", ["self.word", "thing.__init__", "words['_']", "def _word(): pass"])
def test_public_name_is_no_private_part(line):
    assert used_private_names(line) == []


@pytest.mark.parametrize("line", ["self._word = 1", "def _word(): pass", "class _word: pass", "_word = 1"])
def test_name_that_was_given_is_ones_own(line):
    assert own_private_names(line) == {"_word"}


@pytest.mark.parametrize("line", ["thing._word = 1", "self._word", "print(_word)"])
def test_name_that_was_not_given_is_not(line):
    assert own_private_names(line) == set()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from library import View\nView.rows[str] = 1", ["View.rows[str]"]),
        ("import library.views\nlibrary.views.View.rows = 1", ["library.views.View.rows"]),
        ("from library import View\nsetattr(View, 'rows', 1)", ["View"]),
        ("from home.pages import View\nView.rows = 1", []),
        ("view.rows = 1", []),
    ],
)
def test_part_that_is_put_into_a_library_is_seen(line, found):
    assert overwritten_parts(line) == found


def test_beginning_past_a_base_is_seen():
    assert skipped_bases("models.Model.__init__(self)\nsuper().__init__()") == ["models.Model"]


@cache
def texts():
    """Return {path from the root: source} of everything that is ours."""
    files = [*sources(), *(ROOT / "tests").rglob("*.py")]
    return {str(path.relative_to(ROOT)): path.read_text() for path in files}


def test_private_parts_of_libraries_are_used_in_two_places():
    known = DOCUMENTED.union(*map(own_private_names, texts().values()))

    found = [
        f"{path}: {name}"
        for path, source in texts().items()
        if path not in ALLOWED and not known.issuperset(PRIVATE.findall(source))
        for name in used_private_names(source)
        if name not in known
    ]

    assert found == []


def test_apps_put_nothing_into_the_place_of_parts_of_libraries():
    apps = {path: source for path, source in texts().items() if Path(path).parts[0] != "tests"}
    found = {
        path: [*overwritten_parts(source), *skipped_bases(source)]
        for path, source in apps.items()
        if path not in ALLOWED
    }

    assert {path: parts for path, parts in found.items() if parts} == ADDED_BY_SETTINGS


def our_classes():
    """Return the classes of the apps."""
    names = [module_of(path) for path in sources() if path.name not in SCRIPTS]
    modules = [import_module(name) for name in names]
    return {
        thing
        for module in modules
        for thing in vars(module).values()
        if inspect.isclass(thing) and app_of(thing.__module__)
    }


def test_no_private_method_of_a_library_is_written_anew():
    found = [
        f"{each.__module__}.{each.__name__}.{name}"
        for each in our_classes()
        for name, part in vars(each).items()
        if inspect.isfunction(part) and name.startswith("_") and name not in PYTHONS
        if part.__module__ == each.__module__
        if any(name in vars(base) for base in each.__mro__[1:] if not app_of(base.__module__))
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
