"""The pages for developers say what is there: picture, folders, file names and places."""

import re

import pytest

from docs.developers import folders, picture, roles
from tests.architecture.sources import ROOT
from tests.architecture.test_layers import LAYERS

PAGES = sorted([*(ROOT / "docs" / "developers").glob("*.md"), *ROOT.glob("*.md")])
PLACE = re.compile(r"`([\w.-]+/[\w./-]*)`")


def test_the_picture_shows_the_folders_and_imports_of_today():
    assert picture.PATH.read_text(encoding="utf-8") == picture.drawn(), "make docs"


def test_every_folder_stands_in_the_list_in_its_own_words():
    page = folders.PATH.read_text(encoding="utf-8")

    assert page == folders.listed(page), "make docs"
    assert page.count("\n- `") == sum(len(order.split()) - 1 for order in folders.FOLDERS.values())


@pytest.mark.parametrize("language", roles.LANGUAGES)
def test_the_guide_to_roles_says_what_the_table_says(language):
    assert roles.path_in(language).read_text(encoding="utf-8") == roles.written(language), "make docs"


def test_every_file_name_is_explained_in_the_order_of_imports():
    table = folders.PATH.read_text(encoding="utf-8").partition("| name |")[2].partition("\n\n")[0]
    names = re.findall(r"^\| `?([^|`]+?)`? \|", table, re.M)

    assert ["PURE" if name == "any other name" else name for name in names] == LAYERS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_places_that_a_page_names_are_there(page):
    named = set(PLACE.findall(page.read_text(encoding="utf-8")))

    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []


def test_words_stand_in_their_order_and_once():
    words = re.findall(r"^\| \*\*(.+?)\*\*", (ROOT / "docs" / "developers" / "words.md").read_text(), re.M)

    assert len(words) > 50
    assert words == sorted(set(words))


GIVEN = ROOT / "docs" / "developers" / "what-wagtail-gives.md"
ROW = re.compile(r"^\| (?!-|Wagtail gives)(.+?) \| (.+?) \| (.+?) \|$", re.M)


def test_each_thing_that_wagtail_gives_is_said_to_be_here_or_why_not_and_tested():
    rows = ROW.findall(GIVEN.read_text(encoding="utf-8"))
    tests = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", path.read_text(encoding="utf-8"))
    }

    assert len(rows) > 45
    for given, _here, tested in rows:
        named = re.findall(r"`(\w+)`", tested)
        assert named and set(named) <= tests, given
