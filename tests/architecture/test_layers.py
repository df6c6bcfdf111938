"""Imports go down only, read from paths: between apps, between the folders of an app, between file names.

import-linter can't say it: it takes no app that lies inside another, and no order of file names.
"""

import ast

from tests.architecture.sources import APPS, app_of, imported_modules, module_of, sources, tree_of

# Lowest first. "." is the root of an app: choices to models. What plugs the app in stands above all folders.
FOLDERS = {
    "home": "settings languages sandbox security pictures . caching jobs health pages site search staff day"
    " guides login backup kept_pages catalogues",
    "home.translation": ". matching quality text files glossary core memory machines desk team publication"
    " exchange interface",
    "home.headless": ". answers content previews webhooks",
    "prisoner_pages": ". facts pictures consents stories importing public campaigns people search"
    " vocabularies records places lists partners opening syndication frame api embeds demo",
    "letters": ". text sealing typesetting paper retention log handling requests family writing following"
    " intake screening translating printing posting release erasure numbers oversight demo api",
    "cms": ".",
}
NAMES = (
    "choices lifecycle rules PURE querysets models permissions read_models filters forms actions jobs panels"
    " adapters views viewsets schemas serializers routers api management templatetags widgets"
    " context_processors checks guards middleware signals urls wagtail_hooks apps wsgi"
)
LAYERS = NAMES.split()
PURE, PANELS = LAYERS.index("PURE"), LAYERS.index("panels")
MODULES = {module_of(path): path for path in sources()}


def place(module: str) -> tuple[str, int, int]:
    """Return the app of a module, and the ranks of its folder and of its file name there."""
    app = app_of(module)
    order = FOLDERS[app].split()
    first, *rest = module.removeprefix(app).lstrip(".").split(".")
    folder, name = (first, *rest[:1], "")[:2] if first in order else (".", first)
    layer = LAYERS.index(name) if name in LAYERS else PURE
    return app, len(order) if folder == "." and layer >= PANELS else order.index(folder), layer


def imports() -> list[tuple[str, str]]:
    """Return every import of ours: a module, and the module it imports from; no package without code."""
    found = ((module, name) for module, path in MODULES.items() for name in imported_modules(tree_of(path)))
    taken = {(module, name if name in MODULES else name.rpartition(".")[0]) for module, name in found}
    return sorted(
        (module, name) for module, name in taken if name in MODULES and MODULES[module].name[0] != "_"
    )


def is_above(there: str, here: str) -> bool:
    (app, *ranks), (own, *own_ranks) = place(there), place(here)
    if {app, own} == {"home.translation", "home.headless"}:  # know nothing of each other
        return True
    return ranks > own_ranks if app == own else APPS.index(app) > APPS.index(own)


def test_imports_go_down_only():
    assert [pair for pair in imports() if is_above(pair[1], pair[0])] == []


def test_a_name_that_tells_no_layer_is_pure():
    pure = {name for name in MODULES if place(name)[2] == PURE and app_of(name) != "cms"}
    nodes = ((name, node) for name in pure for node in ast.walk(tree_of(MODULES[name])))

    assert [pair for pair in imports() if pair[0] in pure and place(pair[1])[2] > PURE] == []
    assert [name for name, node in nodes if isinstance(node, ast.arg) and node.arg == "request"] == []


def test_the_rule_itself_sees_a_breach():
    view, action, pure = "letters.writing.views.write", "letters.writing.actions.submit", "letters.codes"

    assert is_above(view, action) and is_above(action, pure) and not is_above(pure, view)
    assert is_above("home.translation.choices", "home.headless.choices")
    assert is_above("letters.urls", "letters.oversight.views.desks") and is_above("cms.api", "letters.urls")
    assert list(imported_modules(ast.parse("def f():\n    from a.b import c"))) == ["a.b.c"]
