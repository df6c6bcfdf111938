"""People of a partner, an editor, and one act done to all of them by its form or without."""

import uuid

import pytest
from lxml import html

from prisoner_pages.models import Facility, Prisoner
from prisoner_pages.records.actions.bulk import begin_change, carry_on
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

MANY = "/admin/prisoners/many/transfer/"
SOURCE = {"url": "https://example.org/moved", "kind": "media", "on": "02.11.2026"}
MOVED = {"since": "01.11.2026", "precision": "day", **SOURCE}
FACTS = {"on": "01.11.2026", "precision": "day", "source_url": "https://example.org/moved"}
# What each act for many is asked, and changes in a record; `%(place)s` is another place of detention.
SAID = {"group": "mail", "url": "https://example.org/list", "kind": "media", "on": "01.11.2026"}
FORMS = {
    "transfer": {"facility": "%(place)s", **MOVED},
    "verify": SAID,
    "status": {"status": "on_trial", **FACTS},
    "place": {"facility": "%(place)s", "source_url": FACTS["source_url"]},
    "assign": {"to": "%(user)s"},
}


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def people(zmina):
    names = ("Ремзі Вигаданко", "Енвер Небувалий", "Ленур Нетутешній")
    return [PrisonerFactory(partner=zmina, writable=True, name_uk=name) for name in names]


@standing
def place(zmina):
    return Facility.objects.create(name_ru="ИК-9", name_uk="ВК-9")


@pytest.fixture
def user(zmina):
    return employ_editor(zmina)


@pytest.fixture
def editor(user):
    return logged_in(user)


def filled(client, place, address):
    """Return what the shown form sends along, and another place."""
    page = html.fromstring(client.get(address).content)
    inputs = page.xpath("//input[@type='hidden'][@name='uuid' or @name='seen']")
    return {**{each.get("name"): each.get("value") for each in inputs}, "facility": place.pk, **MOVED}


def move(client, place, query, **fields):
    """Open the form for those chosen, and send it as it is shown."""
    address = f"{MANY}?{query}"
    return client.post(address, {**filled(client, place, address), **fields}, follow=True)


def text_of(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def ids(people):
    return "&".join(f"id={person.pk}" for person in people)


def places_of(people):
    found = Prisoner.objects.in_bulk([person.pk for person in people])
    return [found[person.pk].facility for person in people]


def begun(user, people, place, name="transfer", seconds=60):
    values = {field: text % {"place": place.pk, "user": user.pk} for field, text in FORMS[name].items()}
    keys = [each.pk for each in people]
    change = begin_change(name, uuid=uuid.uuid4(), people=keys, values=values, by=user)
    carry_on(change, seconds=seconds)
    return change
