"""The apps in somebody else's project, made and filled as docs/developers/reuse.md says, block by block."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from home.settings.defaults import DEFAULTS
from tests.tiers import LONG, WHOLE_PROGRAMS
from tests.waiting import LONGEST_SECONDS

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "developers" / "reuse.md"
BLOCK = re.compile(r"^```(\w+) ?(\w*) ?(\S*)\n(.*?)^```$", re.M | re.S)
INSTALL = "pip install .\n"
# Of this repository alone, and offline: what builds and what is needed is here already.
OFFLINE = ("--no-build-isolation", "--no-index", "--no-deps", "--no-compile", "--quiet")
LIST = ROOT / "tests" / "data" / "invented_list.csv"
PERSON = "uzeir-vyhadly"
# Nothing here outlives a power cut.
FASTER = 'SQLITE_OPTIONS["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"\n'


def blocks():
    """Return (language, what to do with it, file, text) of each block."""
    return [match.groups() for match in BLOCK.finditer(GUIDE.read_text())]


def run(*command, **where):
    nobody = {"stdin": subprocess.DEVNULL}  # is at the keyboard
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS, **nobody, **where
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    return ended.stdout


@pytest.fixture
def installed(tmp_path):
    """Return where pip has put the packages."""
    folder = tmp_path / "installed"
    run(sys.executable, "-m", "pip", "install", *OFFLINE, "--target", str(folder), str(ROOT))
    return folder


@pytest.fixture
def project(tmp_path):
    """Return a new project with the words of the guide in its files."""
    programs = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for language, act, name, text in blocks():
        if language == "sh" and text != INSTALL and "manage.py" not in text:
            where = tmp_path / "mysite" if (tmp_path / "mysite").exists() else tmp_path
            run("bash", "-euc", text, cwd=where, env=programs)
        elif act in ("append", "write"):
            path = tmp_path / "mysite" / name
            path.write_text((path.read_text() if act == "append" else "") + text)
    shutil.copy(LIST, tmp_path / "mysite" / "people.csv")
    settings = tmp_path / "mysite" / "mysite" / "settings"
    settings.joinpath("local.py").write_text(f"from .base import SQLITE_OPTIONS\n\n{FASTER}")
    return tmp_path / "mysite"


@pytest.fixture
def seen(installed, project, tmp_path):
    """Return what a visitor, a writer and an administrator see of it, once its commands have run."""
    beside = tmp_path / "visit"
    beside.mkdir()
    for script in ("reuse/visit.py", "journeys/writer.py"):
        shutil.copy(ROOT / "tests" / script, beside)
    steps = [text for *_what, text in blocks() if text.startswith("python manage.py")]
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    own = {"PYTHONPATH": str(installed), "DJANGO_SETTINGS_MODULE": "mysite.settings.dev"}
    script = (sys.executable, str(beside / "visit.py"), str(project), json.dumps(steps), PERSON)
    return json.loads(run(*script, cwd=project, env=clean | own).splitlines()[-1])


def shipped() -> dict[str, str]:
    """Return {file in the packages: file of this repository} of all that is committed for them."""
    folders = {"locale/": "home/locale/", "vendor/fonts/": "home/static/fonts/"}
    folders |= {"vendor/print-fonts/": "letters/typesetting/fonts/"}
    folders |= {f"{app}/": f"{app}/" for app in ("home", "prisoner_pages", "letters")}
    listing = run("git", "-c", "safe.directory=*", "ls-files", "-z", "--", *folders, cwd=ROOT)
    files = [name for name in listing.split("\0") if name and (ROOT / name).exists()]
    return {
        name.replace(source, target, 1): name
        for name in files
        for source, target in folders.items()
        if name.startswith(source)
    }


@pytest.mark.full(LONG)
def test_the_packages_hold_every_file_of_the_apps_and_their_licences(installed):
    missing = [name for name in shipped() if not (installed / name).is_file()]
    licences = {path.name for path in installed.rglob("letters_to_free_crimea*/**/LICENSE*")}

    assert len(shipped()) > 1_000 and missing == []
    assert licences == {"LICENSE", *(path.name for path in (ROOT / "vendor").glob("*/LICENSE-*"))}
    assert {path.name for path in installed.iterdir() if "." not in path.name} == {
        "home",
        "prisoner_pages",
        "letters",
    }


# One test: to migrate takes most of its time, and two workers would do it twice.
@pytest.mark.full(WHOLE_PROGRAMS)
def test_the_guide_makes_a_site_that_shows_a_person_takes_a_letter_and_names_a_gap(seen, installed):
    # It has the apps that were installed, and no others.
    assert Path(seen["letters_lie_in"]).is_relative_to(installed)
    assert Path(seen["font"]).is_relative_to(installed)

    # A person of the list is public, in our own frame.
    assert "<title>Uzeir Vyhadly" in seen["person"]
    assert 'lang="en"' in seen["person"] and "/static/home/" in seen["person"]
    assert seen["public"] == {"/": 302, "/uk/": 200, "/en/prisoners/": 200, "/readyz": 200}
    assert seen["staff"] == {"/admin/": 200, "/admin/pages/": 200, "/admin/desk/": 200}
    assert seen["sheet"] == "%PDF"

    # A letter is taken. The list is years old: it waits until somebody has checked the place.
    assert (seen["are_sealed"], seen["state"]) == ([True], "waiting")

    # Each middleware of ours that is left out is named by a check of its own.
    ours = set(
        re.findall(r'"((?:home|prisoner_pages|letters)\.[\w.]*middleware\.[\w.]+)"', GUIDE.read_text())
    )
    assert set(seen["without"]) == ours and len(ours) >= 8
    assert len({identifier for told in seen["without"].values() for identifier in told}) == len(ours)
    for path, told in seen["without"].items():
        assert [words.startswith(f"{path} is missing") for words in told.values()] == [True]


def test_the_guide_names_every_setting_of_ours():
    table = GUIDE.read_text().partition("### Settings of ours")[2].partition("## ")[0]

    assert set(DEFAULTS) <= set(re.findall(r"`([A-Z_]+)`", table))
