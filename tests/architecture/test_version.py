"""One version, declared once: the changelog says what is in it, `manage.py` and the API tell it."""

import re
import subprocess
import sys
import tomllib

import pytest
from django.core.management import CommandError, call_command

from cms.api import VERSION, api
from home import __version__
from tests.architecture.sources import ROOT


def test_it_is_declared_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    assert "version" not in project["project"] and "version" in project["project"]["dynamic"]
    assert project["tool"]["hatch"]["version"] == {"path": "home/__init__.py"}


def test_the_changelog_ends_with_it_below_what_is_not_released():
    headings = re.findall(
        r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", (ROOT / "CHANGELOG.md").read_text(), re.M
    )

    assert headings[0] == ("Unreleased", "")
    assert headings[1][0] == __version__ and all(day for _version, day in headings[1:])


@pytest.mark.parametrize("words", ["version", "--version"])
def test_manage_tells_it(words):
    told = subprocess.run(
        [sys.executable, "manage.py", words], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert told.startswith(f"Letters to Free Crimea {__version__}, Django ")


@pytest.mark.django_db
def test_doctor_tells_it_first(settings, tmp_path, capsys):
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(CommandError):
        call_command("doctor")

    assert capsys.readouterr().out.splitlines()[0].split() == ["version", __version__]


def test_the_api_tells_it_beside_the_version_of_the_contract():
    told = api.document()["info"]

    assert (told["version"], told["x-software-version"]) == (VERSION, __version__)


def test_the_supported_versions_name_it():
    table = (ROOT / "SECURITY.md").read_text().partition("| version | mended |")[2]

    assert f"| {__version__.rpartition('.')[0]} | yes |" in table
