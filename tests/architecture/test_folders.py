"""A folder is a subject that can be taken in at a glance, and every file in it says what it is."""

from collections import Counter

from tests.architecture.sources import ROOT, module_of, sources

FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services"}


def crowded(paths, *, most):
    counted = Counter(path.parent for path in paths if path.name != "__init__.py")
    return {folder: number for folder, number in counted.items() if number > most}


def test_folders_are_small():
    assert crowded(sources(), most=15) == {}
    assert crowded((ROOT / "tests").rglob("*.py"), most=20) == {}


def test_every_module_has_a_name_of_its_own():
    modules = map(module_of, sources())
    assert [name for name in modules if FORBIDDEN_NAMES & set(name.split("."))] == []
