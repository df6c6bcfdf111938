"""A partner's people, two of one name, somebody of another partner, and the form that announces them."""

from datetime import date

import pytest
from lxml import html

from tests.factories.partners import employ_editor, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

LIST, NEW = "/admin/announcements/", "/admin/announcements/new/"
FACTS = {
    "status": "exchanged",
    "on": "14.09.2026",
    "precision": "day",
    "source_kind": "official",
    "source_url": "https://example.org/exchange",
    "family_knows": "on",
}


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def people(zmina):
    """Two of one name, born in different years, and one of another."""
    return [
        PrisonerFactory(
            partner=zmina,
            writable=True,
            name_uk=name,
            name_en=english,
            patronymic_uk=patronymic,
            birth_date=born,
        )
        for name, english, patronymic, born in (
            ("Ремзі Вигаданко", "Remzi Vyhadanko", "Рустемович", date(1985, 1, 2)),
            ("Ремзі Вигаданко", "Remzi Vyhadanko", "Акимович", date(1990, 1, 2)),
            ("Енвер Небувалий", "Enver Nebuvalyi", "", date(1979, 1, 2)),
        )
    ]


@standing
def theirs(people):
    """Somebody public and somebody in draft, of another partner."""
    pen = open_partner("pen")
    shown = PrisonerFactory(partner=pen, writable=True, name_uk="Тимур Чужий", name_en="Tymur Chuzhyi")
    PrisonerFactory(partner=pen, writable=True, live=False, name_uk="Сервер Прихований", name_en="Hidden")
    return shown


@pytest.fixture
def editor(zmina):
    return logged_in(employ_editor(zmina))


@pytest.fixture
def moderator(zmina):
    return logged_in(employ_moderator(zmina))


def find(client, names, **fields):
    return client.post(NEW, {"names": names, "find": "", **fields})


def prepare(client, names, people, **fields):
    sent = {"names": names, "looked_up": names, "people": [person.pk for person in people]}
    return client.post(NEW, {**sent, **FACTS, "prepare": "", **fields})


def ticks(response):
    """Return {key of a person: whether the box is ticked}."""
    boxes = html.fromstring(response.content).xpath("//input[@name='people']")
    return {int(box.get("value")): box.get("checked") is not None for box in boxes}


def said(response, kind):
    """Return the sentences of this kind above the page."""
    return html.fromstring(response.content).xpath(f"//*[@class='messages']//li[@class='{kind}']")


def text(response):
    return " ".join(html.fromstring(response.content).text_content().split())
