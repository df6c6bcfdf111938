"""`make changed`: the tests that the change since `origin/main` can break, by folders and by imports.

A test stands near a file where it lies in the folder that mirrors the file's, or imports the file's module,
itself or through one module between them. Tests of guards that belong to no folder always run. What is asked
about here in a minute or two, `make test` asks about anew and whole.
"""

import ast
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.sources import APPS, ROOT, imported_modules, module_of, sources

TESTS = ROOT / "tests"
# Guards between people, and what must reach no reader, whatever file a change is in.
ALWAYS = [
    "tests/architecture",
    "tests/security/canaries",
    "tests/security/test_guards_off.py",
    "tests/security/test_roles.py",
]
# Beginning of a path -> what holds it, where no folder mirrors it.
ELSEWHERE = {
    "deploy/": ["tests/deploy"],
    "docs/": ["tests/architecture"],
    "locale/": ["tests/home/catalogues", "tests/journeys"],
    ".ci/": ["tests/architecture"],
    "bench/": ["tests/architecture"],
}
# A change of these can break anything.
OF_ALL = ("requirements", "pyproject.toml", "tests/conftest.py", "tests/standing.py", "cms/settings/")


def main() -> int:
    paths = changed_paths()
    chosen = near(paths)
    if not chosen:
        print("Nothing has changed that a test looks at.")
        return 0
    print(f"{len(paths)} changed files; tests near them: {len(chosen)} files or folders.", flush=True)
    workers = ["-n", str(os.cpu_count()), "--dist", "worksteal"]
    return subprocess.call(
        [sys.executable, "-m", "pytest", *workers, "-m", "not full", *sys.argv[1:], *chosen]
    )


def changed_paths() -> list[str]:
    """Return what differs from where this branch left `origin/main`, committed or not, new files included.

    A checkout that knows no `origin/main` has what is not committed yet.
    """
    known = git("branch", "--remotes", "--list", "origin/main")
    base = git("merge-base", "HEAD", "origin/main")[0] if known else "HEAD"
    return sorted({*git("diff", "--name-only", base), *git("ls-files", "--others", "--exclude-standard")})


def git(*command: str) -> list[str]:
    asked = ["git", "-c", "safe.directory=*", *command]
    return subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")[:-1]


def near(paths: list[str]) -> list[str]:
    """Return the files and folders of tests to run, none inside another; everything where all may break."""
    if any(path.startswith(OF_ALL) for path in paths):
        return ["tests"]
    found = {test for path in paths for test in near_one(path)}
    found |= set(ALWAYS) if found else set()
    there = {test for test in found if (ROOT / test).exists()}
    return sorted(test for test in there if not any(test.startswith(f"{other}/") for other in there))


def near_one(path: str) -> Iterator[str]:
    for beginning, tests in ELSEWHERE.items():
        if path.startswith(beginning):
            yield from tests
    if path.startswith("tests/"):
        yield from near_test(path)
    elif path.endswith((".js", ".css")):
        yield "tests/browser"
    elif path.split("/")[0] in APPS:
        yield from mirrors(path)
        yield from importers(module_of(ROOT / path))


def near_test(path: str) -> Iterator[str]:
    name = Path(path).name
    if name.startswith("test_"):
        yield path
    elif name == "conftest.py":
        yield str(Path(path).parent)
    elif name.endswith(".py"):
        yield from importers(module_of(ROOT / path))
    else:
        yield str(Path(path).parent)


def mirrors(path: str) -> Iterator[str]:
    """Yield the folder of tests of a file; for the root of an app the tests that lie there alone."""
    parts = [part for part in Path(path).parts[:-1] if part not in ("templates", "static", "management")]
    # templates/<app>/<folder>/ is of the folder.
    parts = [part for place, part in enumerate(parts) if part not in parts[:place]]
    while len(parts) > 1 and not (TESTS / Path(*parts)).is_dir():
        parts.pop()
    folder = TESTS / Path(*parts)
    if len(parts) > 1 and parts != ["home", "translation"]:
        yield str(folder.relative_to(ROOT))
    else:
        yield from (str(test.relative_to(ROOT)) for test in folder.glob("test_*.py"))


def importers(module: str) -> Iterator[str]:
    """Yield the test files that import a module, themselves or through one module of ours or of the tests.

    Those in a browser take longer than all others: they are left to a change of scripts, styles or their own.
    """
    between = {module, *(name for name in importing()[module] if not is_test(name))}
    found = {test for name in between for test in importing()[name] if is_test(test)}
    yield from (f"{test.replace('.', '/')}.py" for test in found if not test.startswith("tests.browser."))


def is_test(module: str) -> bool:
    return module.startswith("tests.") and module.rpartition(".")[2].startswith("test_")


@cache
def importing() -> dict[str, set[str]]:
    """Return {module: modules that import it}, of the apps and the tests."""
    found = defaultdict(set)
    for path in [*sources(), *TESTS.rglob("*.py")]:
        for name in imported_modules(ast.parse(path.read_text())):
            found[name].add(module_of(path))
            found[name.rpartition(".")[0]].add(module_of(path))
    return found


if __name__ == "__main__":
    sys.exit(main())
