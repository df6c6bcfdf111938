"""What must never be committed: real people's lists, keys, addresses of one machine or one package index."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.tiers import first_of

ROOT = Path(__file__).parents[2]
OTHER_SUFFIXES = {".mo", ".png", ".jpg", ".webp", ".woff2", ".ttf", ".ico", ".xlsx", ".pdf"}
OF_ONE_MACHINE = {
    "a path of one machine": re.compile(r"(?<![\w.])/(home/[a-z]\w*/|Users/|root/|work/|tmp/\w+/venv|mnt/)"),
    "the host of a package index": re.compile(
        r"--(extra-)?index-url|--trusted-host|https?://[\w.:-]*(pypi|simple/|artifactory|nexus)[\w./-]*", re.I
    ),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "a key of a cloud": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
}
# File -> why a pattern may stand there.
ALLOWED = {"tests/architecture/test_repository.py": "names the patterns"}


def committed() -> list[Path]:
    listing = subprocess.run(
        # A checkout may belong to another user than the one who tests it.
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listing.split("\0") if name]


def texts() -> list[tuple[str, str]]:
    found = [path for path in committed() if path.is_file() and path.suffix not in OTHER_SUFFIXES]
    return [(str(path.relative_to(ROOT)), path.read_text(errors="replace")) for path in found]


@pytest.mark.parametrize("what", first_of(OF_ONE_MACHINE))
def test_nothing_of_one_machine_is_committed(what):
    found = [
        f"{name}: {match[0]}"
        for name, text in texts()
        if name not in ALLOWED and (match := OF_ONE_MACHINE[what].search(text))
    ]

    assert found == []


def test_no_list_of_real_people_is_committed():
    names = {path.name for path in committed()}

    assert not {"prisoners.csv", "facilities.csv"} & names


def test_no_database_or_key_file_is_committed():
    suffixes = {path.suffix for path in committed()}

    assert not suffixes & {".sqlite3", ".db", ".pem", ".key", ".env"}
    assert not [path for path in committed() if "var" in path.relative_to(ROOT).parts[:1]]


def test_no_unfinished_work_is_committed():
    marks = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")

    assert [name for name, text in texts() if name.endswith(".py") and marks.search(text)] == []
