"""A language is known to every table or to none; one that is added by them alone serves the whole site."""

import subprocess
import sys
from pathlib import Path

import pytest

from home.languages import dates
from home.languages.info import ALPHABETS, CONTENT_LANGUAGES, SOURCE_LANGUAGE, TERRITORIES
from home.translation.desk.views import editor
from home.translation.matching import inflections
from letters.text import language_detection, language_names

ROOT = Path(__file__).parents[2]
CODES = [code for code, _name in CONTENT_LANGUAGES]
# Every table that tells languages apart by code. Without its endings and signs a language is served all the
# same, but its translators are helped less: they stand here so that nobody forgets them.
TABLES = {
    "the switcher": lambda: dict(CONTENT_LANGUAGES),
    "territories": lambda: TERRITORIES,
    "alphabets": lambda: ALPHABETS,
    "words of dates": lambda: dates.WORDS,
    "endings of words": lambda: inflections.INFLECTIONS,
    "signs for translators": lambda: {SOURCE_LANGUAGE, *editor.SIGNS},
    "languages that letters are told apart by": lambda: language_detection.LANGUAGES,
    "names of the languages of letters": lambda: language_names.LANGUAGE_WORDS,
    "catalogues": lambda: {path.parts[-3] for path in ROOT.glob("locale/*/LC_MESSAGES/django.mo")},
}


def lacking(code):
    """Return the names of the tables that do not know the language."""
    return [name for name, known in TABLES.items() if code not in known()]


@pytest.mark.parametrize("code", CODES)
def test_language_of_the_site_is_known_to_every_table(code):
    assert lacking(code) == []


@pytest.mark.parametrize("name", TABLES)
def test_language_known_to_half_of_the_tables_is_noticed(monkeypatch, name):
    known = TABLES[name]
    monkeypatch.setitem(TABLES, name, lambda: set(known()) - {"sv"})

    assert lacking("sv") == [name]
    assert lacking("it") == list(TABLES)


@pytest.mark.slow
def test_language_added_on_trial_serves_every_page_and_its_letters_are_told():
    pytest_here = [sys.executable, "-m", "pytest", "-n", "0"]
    trial = ["-p", "tests.trial.italian", "tests/trial/italian_site.py"]
    run = subprocess.run(
        [*pytest_here, *trial], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )

    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-2000:]
