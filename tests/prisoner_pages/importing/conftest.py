import csv
import io

import pytest
from django.utils import translation

from prisoner_pages.importing.actions.import_prisoners import Intent, import_prisoners
from prisoner_pages.importing.read_models.person_rows import COLUMNS
from tests.factories.prisoner_pages import PartnerFactory, open_locales
from tests.standing import standing

PERSON = {
    "full_name_uk": "Марко Вигадченко",
    "full_name_en": "Marko Vyhadchenko",
    "full_name_ru": "Вигадченко Марк Ильич",
    "status": "sentenced",
    "source_url": "https://a.example/1",
    "source_date": "2024-05-02",
}


@pytest.fixture(autouse=True)
def english():
    """Messages are compared by their English wording; staff read them in Ukrainian."""
    with translation.override("en"):
        yield


@standing
def partner(db):
    open_locales("uk", "en")
    return PartnerFactory(slug="zmina", section=True)


@pytest.fixture
def take(partner):
    """Import rows (dicts over PERSON, or bytes) for the partner; return the report."""

    def take(*rows, publish=True, rehearse=False, facilities=None, of=partner):
        data = rows[0] if rows and isinstance(rows[0], bytes) else list_of(*rows)
        intent = Intent(publish=publish, rehearse=rehearse)
        return import_prisoners(data, partner=of, intent=intent, facilities=facilities)

    return take


def list_of(*rows):
    """Return a CSV of these rows; a column that a row leaves out is PERSON's."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows({**PERSON, **row} for row in rows)
    return file.getvalue().encode()
