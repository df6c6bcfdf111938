"""A plugin for pytest: the project as it would be with Italian, one table and one catalogue more.

Loaded before the settings are, since they read the tables.
"""

import shutil
import tempfile
import tomllib
from pathlib import Path

from home.languages import table

CODE = "it"
HERE = Path(__file__).parent
ITALIAN = tomllib.loads((HERE / "italian.toml").read_text(encoding="utf-8"))[CODE]

table.LANGUAGES[CODE] = table.read_table(CODE, ITALIAN)


def pytest_configure(config):
    """Make the catalogue that `make messages` would: what is not Italian yet is shown in English."""
    from django.conf import settings

    from home.catalogues.extraction import messages_of_project
    from home.catalogues.files import write

    beside = Path(tempfile.mkdtemp(prefix="letters-test-italian-"))
    (beside / "locale" / "parts").mkdir(parents=True)
    shutil.copy(HERE / "italian.po", beside / "locale" / "parts" / f"italian.{CODE}.po")
    write(beside, CODE, messages_of_project(Path(settings.BASE_DIR)))
    settings.LOCALE_PATHS = [beside / "locale", *settings.LOCALE_PATHS]
