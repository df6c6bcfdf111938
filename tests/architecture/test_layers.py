"""Imports go down only: between apps, and inside an app between layers (the order of the design)."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Lowest first; a sub-app lives inside its ground but stands above it.
APPS = ["home", "home.translation", "home.headless", "prisoner_pages", "letters", "cms"]

# Layers inside an app, lowest first. A module that is named nowhere is pure: it stands below the querysets.
PURE = "(pure)"
LAYERS = [
    {"choices"},
    {"lifecycle"},
    {PURE},
    {"querysets", "page_querysets"},
    {"models"},
    {"permissions", "seating"},
    # Reading for show: what a page, a mail or a sheet says, made from models; changes nothing.
    {
        "printing",
        "notifications",
        "showing",
        "generations",
        "shell",
        "pickers",
        "recipients",
        "following",
        "writing",
        "keeping",
        "pack_pages",
        "bank",
        "log_chain",
        "filters",
        "queue",
        "scan_tray",
        "numbers",
        "sheet_words",
        "self_posted",
        "counting",
        "glossary",
        "sheets",
        "arrivals",
        "glossary_arrivals",
        "mentioned",
        "interface",
        "checking",
        "memory",
        "public",
        "aids",
        "talk",
        "translators",
        "text_remarks",
        "plan",
        "progress",
        "returns",
        "seats",
        "sources",
        "opening",
        "standing",
        "managed",
        "older",
        "unapproved",
        "work",
        "string_rows",
        "word_rows",
    },
    {"actions"},
    {"tasks"},
    {
        "forms",
        "act_forms",
        "letterbox",
        "pack_forms",
        "picture_forms",
        "webhook_forms",
        "screening_forms",
        "translation_forms",
        "intake_forms",
        "scan_forms",
        "file_forms",
        "interface_forms",
        "desk_forms",
        "drawer_forms",
        "embed_forms",
        "number_forms",
        "demo",
        "post_forms",
        "reply_forms",
        "opening_forms",
    },
    {
        "views",
        "viewsets",
        "panels",
        "record_panels",
        "record_filters",
        "record_tabs",
        "api",
        "management",
        "templatetags",
        "widgets",
    }
    | {"errors", "readiness", "context_processors", "checks", "doctor", "reference_pages", "vocabulary"},
    # What plugs the app into Django and Wagtail.
    {
        "urls",
        "oversight_urls",
        "intake_urls",
        "pack_urls",
        "post_urls",
        "preview_urls",
        "wagtail_hooks",
        "middleware",
        "guard",
        "headers",
        "signals",
        "apps",
        "wsgi",
    },
]
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names}
# Checks of a translated text, pure; elsewhere `checks` are Django's, made when the site starts.
OWN_RANKS = {"home.translation": {"checks": RANKS[PURE]}}


def sources() -> list[Path]:
    every = (
        path for app in ("home", "prisoner_pages", "letters", "cms") for path in (ROOT / app).rglob("*.py")
    )
    return [path for path in every if "migrations" not in path.parts]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of everything that is imported, at any depth, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def app_of(module: str) -> str | None:
    """Return the app that a module belongs to; None for a library."""
    owners = [app for app in APPS if module == app or module.startswith(f"{app}.")]
    return max(owners, key=len, default=None)


def layer_of(module: str) -> int:
    app = app_of(module)
    first = module.removeprefix(app).lstrip(".").split(".")[0]
    return OWN_RANKS.get(app, {}).get(first, RANKS.get(first, RANKS[PURE]))


def part_of(module: str) -> str:
    """Return app and first name below it: the unit that stands in a layer."""
    app = app_of(module)
    return f"{app}:{module.removeprefix(app).lstrip('.').split('.')[0]}"


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def own_imports(path: Path) -> tuple[str, ...]:
    return tuple(name for name in imported_modules(tree_of(path)) if app_of(name))


def imports() -> list[tuple[Path, str, str]]:
    """Return every import of ours: the file, its module, and what that imports."""
    return [(path, module_of(path), name) for path in sources() for name in own_imports(path)]


def test_an_app_imports_no_app_above_it():
    upward = [
        f"{module}: {name}"
        for _path, module, name in imports()
        if APPS.index(app_of(name)) > APPS.index(app_of(module))
    ]

    assert upward == []


def test_a_layer_imports_no_layer_above_it():
    sideways = [
        f"{module}: {name}"
        for path, module, name in imports()
        if app_of(name) == app_of(module)
        and name != app_of(name)
        and layer_of(name) > layer_of(module)
        and path.name != "__init__.py"
    ]

    assert sideways == []


def test_imports_are_absolute():
    relative = [
        f"{module_of(path)}: {ast.unparse(node)}"
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]

    assert relative == []


def test_imports_stand_at_the_top():
    """What `ready` of an app imports could not be imported sooner."""
    inner = [
        f"{module_of(path)}.{function.name}: {ast.unparse(node)}"
        for path in sources()
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and (function.name, path.name) != ("ready", "apps.py")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inner == []


def test_the_rules_of_imports_look_at_every_app():
    assert {app_of(module) for _path, module, _name in imports()} == set(APPS)


def test_no_two_parts_import_each_other():
    graph = {}
    for path in sources():
        part = part_of(module_of(path))
        others = {part_of(name) for name in own_imports(path)}
        graph.setdefault(part, set()).update(others - {part, f"{app_of(module_of(path))}:"})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a ring: {' <- '.join(error.args[1])}")


FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services"}


def test_every_module_has_a_name_of_its_own():
    found = [module_of(path) for path in sources() if FORBIDDEN_NAMES & set(path.with_suffix("").parts)]

    assert found == []


def test_the_rule_itself_sees_a_breach(tmp_path):
    source = (
        "def f():\n    from letters.views import write\nimport cms.urls\nfrom home.models import SiteImage\n"
    )

    names = list(imported_modules(ast.parse(source)))

    assert names == ["cms.urls", "home.models.SiteImage", "letters.writing.views.write"]
    assert (
        layer_of("letters.writing.views.write")
        > layer_of("letters.writing.actions.submit")
        > layer_of("letters.codes")
    )
    assert app_of("home.translation.actions") == "home.translation"
    assert app_of("homepage") is None
