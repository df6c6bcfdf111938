"""`.ci/run` on a bare machine: it asks for what the tests call, and for nothing where all of it is there."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ALWAYS_THERE = ("bash", "env", "dirname", "mktemp", "grep", "tee")
NEEDED = {
    "make",
    "git",
    "chromium-headless-shell",
    "npm",
    "libatomic1",
    "nginx",
    "redis-server",
    "systemd",
    "python3",
    "python3-venv",
}
WORKS = "#!/bin/sh\n"
# Ends the run after its first step, before anything is installed or tested.
STUBBORN = "#!/bin/sh\nexit 1\n"
COMPLETE = {
    "make": STUBBORN,
    "git": WORKS,
    "chromium-headless-shell": WORKS,
    "npm": WORKS,
    "nginx": WORKS,
    "systemd-analyze": WORKS,
    "redis-server": WORKS,
    "python3": WORKS,
    "pg_ctlcluster": WORKS,
    "ldconfig": "#!/bin/sh\necho libatomic.so.1\n",
}


@pytest.fixture
def begun(tmp_path):
    """Return a function that begins `.ci/run` where only these programs are: what it prints."""

    def run(programs, **environ):
        folder = tmp_path / "bin"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in ALWAYS_THERE:
            (folder / name).symlink_to(shutil.which(name))
        for name, script in programs.items():
            (folder / name).write_text(script)
            (folder / name).chmod(0o755)
        bare = {"PATH": str(folder), **environ}
        ended = subprocess.run([ROOT / ".ci/run"], env=bare, capture_output=True, text=True, check=False)
        assert ended.returncode == 1
        return ended.stdout

    return run


@pytest.fixture
def asked_of_apt(begun, tmp_path):
    """Return a function that begins `.ci/run` where only these programs are: the words told to apt."""

    def run(programs, in_debian=WORKS):
        asked = tmp_path / "asked"
        asked.touch()
        apt = {"apt-get": f'#!/bin/sh\necho "$@" >>{asked}\n', "apt-cache": in_debian}
        begun({**programs, **apt}, PYTHON="python3")
        return set(asked.read_text().split())

    return run


def test_everything_the_tests_call_is_installed_on_a_bare_machine(asked_of_apt):
    assert asked_of_apt({}) >= NEEDED


def test_nothing_is_installed_where_it_is_all_there(asked_of_apt):
    assert asked_of_apt(COMPLETE) == set()


def test_the_whole_browser_is_installed_where_debian_has_no_other(asked_of_apt):
    asked = asked_of_apt({}, in_debian=STUBBORN)

    assert "chromium" in asked and "chromium-headless-shell" not in asked


SHELL = "chromium-headless-shell"
SAME_NAME = [(name, name) for name in ("git", SHELL, "npm", "nginx", "redis-server")]


@pytest.mark.parametrize(
    ("absent", "package"),
    [*SAME_NAME, ("ldconfig", "libatomic1"), ("systemd-analyze", "systemd")],
)
def test_only_what_is_missing_is_installed(asked_of_apt, absent, package):
    there = {name: script for name, script in COMPLETE.items() if name != absent}

    assert asked_of_apt(there) & NEEDED == {package}


def test_debians_own_python_is_taken_where_none_is_named(begun):
    debians = Path("/usr/bin/python3")
    taken = str(debians) if debians.exists() else "python3"
    told = {**COMPLETE, "make": '#!/bin/sh\necho "made with $PYTHON"\nexit 1\n'}

    assert f"made with {taken}\n" in begun(told)
    assert "made with python3\n" in begun(told, PYTHON="python3")


def test_whoever_hosts_the_project_runs_the_same_check():
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())

    assert [step.get("run") for step in workflow["jobs"]["check"]["steps"]] == [None, "bash .ci/run"]
