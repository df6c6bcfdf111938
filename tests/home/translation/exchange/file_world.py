"""A page that is translated by files: they are fetched, filled in, sent, looked over and taken."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.users.models import UserProfile

from home.translation.choices import Right
from home.translation.exchange.read_models.outgoing import sheet_of
from home.translation.files.formats import FORMATS
from tests.factories.desk import block, open_for, open_site, source_page, units_of
from tests.standing import standing

LINKED = '<p>Слова УКР <a href="https://t.me/one">там УКР</a></p><p>Засуджений на 5 років УКР</p>'


@standing
def page():
    open_site("en", "crh")
    return source_page([block("heading", "Розділ УКР"), block("paragraph", LINKED)])


@standing
def translation(page):
    return open_for(page, "en", "crh")[0]


@pytest.fixture
def as_person(as_person):
    """The same, reading the admin in English."""

    def enter(*who, **how):
        user = as_person(*who, **how)
        UserProfile.objects.create(user=user, preferred_language="en")
        return user

    return enter


@pytest.fixture
def translator(as_person):
    return as_person("translator", Right.TRANSLATE)


def address(translation, rest=""):
    return f"/admin/desk/{translation.pk}/files/{rest}"


def po_of(translation):
    """Return the PO file as it is fetched, parsed."""
    return polib.pofile(FORMATS["po"].write(sheet_of(translation)).decode())


def entry_for(file, words):
    return next(entry for entry in file if words in entry.msgid)


def unit_for(translation, words):
    return next(unit for unit in units_of(translation) if words in unit.string.data)


def send(client, translation, file, name="file.po"):
    body = file if isinstance(file, bytes) else str(file).encode()
    return client.post(address(translation), {"file": SimpleUploadedFile(name, body)})


def fates(answer):
    return {fate.value: count for fate, count in answer.context["counts"]}


def take(client, translation, answer, *units):
    """Tick what the page ticks, or exactly these units, and send it."""
    ticked = [unit.pk for unit in units] or [
        line.unit.pk for line in answer.context["lines"] if line.is_taken_unasked
    ]
    return client.post(
        address(translation, "take/"), {"token": answer.context["token"], "take": ticked}, follow=True
    )
