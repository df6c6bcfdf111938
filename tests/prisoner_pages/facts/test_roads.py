"""Declared facts followed to every output: a warning reaches all of them, what lacks its basis none."""

import csv
from io import BytesIO, StringIO

import pytest
from django.utils import translation
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from letters.choices.desk import DeskRole
from prisoner_pages.choices import Status
from prisoner_pages.facts.read_models.declarations import CAPTIONED, HEEDED
from prisoner_pages.models import Prisoner
from tests.factories.facts import WORD, give_basis, plant_facts, sample_of
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing
from tests.tiers import first_of

PEOPLE = "/api/v1/prisoners"


@standing
def person(db):
    open_locales("uk", "en")
    person = PrisonerFactory(writable=True, slug="somebody", partner=open_partner("zmina"))
    plant_facts(person)
    person.save()
    return person


# --- What has a caption ----------------------------------------------------------------------------
def on_the_page(client):
    page = html.fromstring(client.get("/en/prisoners/somebody/").content)
    said = [" ".join(each.text_content().split()) for each in page.xpath("//*[@class='profile__facts']/span")]
    with translation.override("en"):
        captions = {fact.name: str(fact.caption) for fact in CAPTIONED}
    return {
        name: each.removeprefix(caption).strip()
        for name, caption in captions.items()
        for each in said
        if each.startswith(caption)
    }


def in_an_answer(client):
    return text_of(client.get(f"{PEOPLE}/somebody?locale=en").json()["item"])


def in_a_list(client):
    return text_of(client.get(f"{PEOPLE}?fields=*&locale=en").json()["items"][0])


def text_of(item):
    return {fact.name: item[fact.name]["text"] for fact in CAPTIONED if item[fact.name]}


def in_csv(client):
    response = client.get(f"{PEOPLE}.csv?locale=en")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return of_row(*list(csv.reader(StringIO(text)))[:2])


def in_xlsx(client):
    response = client.get(f"{PEOPLE}.xlsx?locale=en")
    rows = load_workbook(BytesIO(b"".join(response.streaming_content))).active.iter_rows(values_only=True)
    return of_row(next(rows), next(rows))


def of_row(header, row):
    return {name: cell for name, cell in zip(header, row, strict=False) if name in KNOWN and cell}


KNOWN = {fact.name for fact in CAPTIONED}
TOLD = [on_the_page, in_an_answer, in_a_list, in_csv, in_xlsx]


@pytest.mark.parametrize("told", first_of(TOLD))
@pytest.mark.parametrize("fact", first_of(CAPTIONED), ids=lambda fact: fact.name)
def test_a_fact_is_told_on_every_road_with_its_basis_and_on_none_without(fact, told, person, client):
    without = told(client)
    give_basis(person, fact)
    words = sample_of(fact)[1]

    assert without.get(fact.name) == (None if fact.scope else words)
    assert told(client).get(fact.name) == words


@pytest.mark.parametrize("fact", CAPTIONED, ids=lambda fact: fact.name)
@pytest.mark.parametrize("told", TOLD[1:])
def test_nothing_is_told_of_somebody_of_whom_only_the_name_may_be_shown(fact, told, person, client):
    give_basis(person, fact)
    Prisoner.objects.update(status=Status.RELEASED_UNDER_CONTROL)

    assert told(client) == {}
    assert WORD not in client.get("/en/prisoners/somebody/").text


# --- What a writer is to heed ----------------------------------------------------------------------
def page_of(address):
    return lambda client, person: client.get(address).text


def table(client, person):
    return b"".join(client.get(f"{PEOPLE}.csv?locale=en").streaming_content).decode()


def sheet_at_home(client, person):
    return words_on(client.get("/en/prisoners/somebody/letter.pdf"))


def sheet_for_an_event(client, person):
    event = an_event(a_campaign([person], languages=["uk"]), languages=["uk"])
    client.force_login(employ_editor(person.partner))
    form = {"count": 1, "paper": "a5", "language": "en", "prisoner": "somebody"}
    return words_on(client.post(f"/admin/letters/events/{event.pk}/sheets/", form))


def words_on(answer):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def at_the_desk(client, person):
    letter = make_letter(person)
    client.force_login(make_member(person.partner, "somebody", DeskRole.SCREENER))
    return client.get(f"/admin/letters/{letter.uuid}/").text


ROADS = {
    "the page": page_of("/en/prisoners/somebody/"),
    "the letter form": page_of("/en/letters/write/somebody/"),
    "a person of the API": page_of(f"{PEOPLE}/somebody?locale=en"),
    "a list of the API": page_of(f"{PEOPLE}?fields=*&locale=en"),
    "a draw of the API": page_of("/api/v1/recipients/next?fields=*&locale=en"),
    "the letter form of the API": page_of("/api/v1/letters/form?prisoner=somebody&locale=en"),
    "a table": table,
    "a sheet to print at home": sheet_at_home,
    "a sheet for an event": sheet_for_an_event,
    "the desk of letters": at_the_desk,
}


@pytest.mark.parametrize("road", first_of(ROADS))
def test_what_a_writer_is_to_heed_is_said_on_every_road(road, person, client):
    text = " ".join(ROADS[road](client, person).split())

    assert [fact.name for fact in HEEDED if f"{WORD} {fact.name}" not in text] == []
