"""A plugin for pytest: the project as it would be with Italian, in the tables that tell languages apart.

What it adds is all that a language needs to be served; the rest must follow from it. Loaded before the
settings are, since they read the first of these tables.
"""

import tempfile
from pathlib import Path

from home.languages import dates
from home.languages.info import ADMIN_LANGUAGES, ALPHABETS, CONTENT_LANGUAGES, TERRITORIES
from letters.text import language_names

CODE = "it"

CONTENT_LANGUAGES.append((CODE, "Italiano"))
ADMIN_LANGUAGES.append((CODE, "Italiano"))  # made of the list above when the module is read
TERRITORIES[CODE] = "IT"
ALPHABETS[CODE] = tuple("abcdefghijklmnopqrstuvwxyz")
dates.WORDS[CODE] = dates.DateWords(
    months=("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
    before="prima del {day} {month} {year}",
    after="dopo il {day} {month} {year}",
)
language_names.LANGUAGE_WORDS[CODE] = "Italian"


def pytest_configure(config):
    """Make the catalogue that `make messages` would: no word is Italian yet, all are shown in English."""
    from django.conf import settings

    from home.catalogues.extraction import messages_of_project
    from home.catalogues.files import write

    beside = tempfile.mkdtemp(prefix="letters-test-italian-")
    write(beside, CODE, messages_of_project(Path(settings.BASE_DIR)))
    settings.LOCALE_PATHS = [Path(beside, "locale"), *settings.LOCALE_PATHS]
