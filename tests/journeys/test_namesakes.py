"""Two people of one name, told apart wherever one of them is chosen or written to.

By patronymic and year of birth, else by region: all of it public without a basis for birthday or home.
Somebody who is not shown leaves no trace: nobody is told apart from a person of whom the site says nothing.
"""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from letters.choices.desk import DeskRole
from prisoner_pages.choices import Region
from prisoner_pages.models import Place, Prisoner
from tests.factories.partners import open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import word_in
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing
from tests.tiers import LONG, first_of

NAME = {"name_uk": "Осман Белялов", "name_en": "Osman Belialov"}


@standing
def people(db):
    """Two of one name and a third of another; one has a patronymic and a birth date, one a region alone."""
    open_locales("uk", "en", "crh")
    shown = {"writable": True, "partner": open_partner("zmina"), "stories": ["uk", "en", "crh"]}
    elder = PrisonerFactory(
        slug="elder", patronymic_uk="Енверович", birth_date=date(1961, 5, 3), **NAME, **shown
    )
    younger = PrisonerFactory(slug="younger", **NAME, **shown)
    younger.home_place = word_in(["uk", "en"], Place, "Саки", "Saky", region=Region.CRIMEA)
    younger.save()
    return elder, younger, PrisonerFactory(slug="other", birth_date=date(1970, 1, 1), **shown)


ELDER = {"uk": "Енверович, 1961", "en": "Enverovych, 1961", "crh": "Enverovych, 1961"}
LISTS = [
    "/{}/prisoners/",
    "/{}/prisoners/?q=osman",
    "/{}/letters/write/",
    "/{}/letters/write/?q=osman",
    "/{}/",
]


def apart_on(text):
    """Return what stands beneath the names of a page to tell them apart."""
    parts = text.split('class="person__apart">')[1:]
    return [re.sub(r"<[^>]+>", "", re.split("</p>|</a>", part)[0]) for part in parts]


@pytest.mark.both_databases
@pytest.mark.parametrize("language", first_of(["uk", "en", "crh"]))
@pytest.mark.parametrize("address", first_of(LISTS))
def test_every_list_tells_them_apart_and_nobody_else(people, client, address, language):
    told = apart_on(client.get(address.format(language)).text)

    assert len(told) == 2 and ELDER[language] in told
    assert "1970" not in "".join(told)
    assert "Саки" not in "".join(told) and "Saky" not in "".join(told)


@pytest.mark.parametrize("step", ["", "about-you/", "check/"])
def test_every_step_of_a_letter_says_which_of_them_it_is_for(people, client, step):
    steps = {
        slug: apart_on(client.post(f"/en/letters/write/{slug}/{step}", {"body": "Hello!"}).text)
        for slug in ("elder", "younger", "other")
    }

    assert steps == {"elder": [ELDER["en"]], "younger": ["Crimea"], "other": []}


@pytest.mark.parametrize("kind", ["elder", "younger"])
def test_a_frame_on_another_site_says_which_of_them_it_shows(people, client, kind):
    text = client.get(f"/en/embed/zmina/person/{kind}/").text

    assert apart_on(text) == [ELDER["en"] if kind == "elder" else "Crimea"]


def test_a_front_end_is_told_what_tells_them_apart(people, client):
    listed = client.get("/api/v1/prisoners?locale=en").json()["items"]
    one = client.get("/api/v1/prisoners/elder?locale=en").json()["item"]
    form = client.get("/api/v1/letters/form?prisoner=younger&locale=en").json()["to"]

    told = {item["slug"]: [text["text"] for text in item["told_apart"]] for item in listed}
    assert told == {"elder": ["Enverovych", "1961"], "younger": ["Crimea"], "other": []}
    assert [text["text"] for text in one["told_apart"]] == ["Enverovych", "1961"]
    assert [text["text"] for text in form["told_apart"]] == ["Crimea"]


def test_whoever_keys_a_letter_in_chooses_between_them_knowingly(people, client):
    client.force_login(make_member(people[0].partner, "somebody", DeskRole.SCREENER))

    page = client.get("/admin/letters/key-in/", HTTP_ACCEPT_LANGUAGE="en").text

    assert "Osman Belialov (Enverovych, 1961)</option>" in page
    assert "Osman Belialov (Crimea)</option>" in page


def test_the_desk_says_which_of_them_a_letter_is_for(people, client):
    letters = [make_letter(person) for person in people]
    client.force_login(make_member(people[0].partner, "somebody", DeskRole.SCREENER))

    queue = client.get("/admin/letters/", HTTP_ACCEPT_LANGUAGE="en").text
    page = client.get(f"/admin/letters/{letters[0].uuid}/", HTTP_ACCEPT_LANGUAGE="en").text

    assert "Осман Белялов (Енверович, 1961)</a>" in queue
    assert "Осман Белялов (Енверович, 1961), " in page


@pytest.mark.both_databases
def test_a_namesake_who_is_not_shown_leaves_no_trace(people, client):
    Prisoner.objects.filter(slug="younger").update(paused_at=timezone.now())

    assert apart_on(client.get("/en/prisoners/").text) == []
    assert apart_on(client.get("/en/letters/write/elder/").text) == []


@pytest.mark.parametrize("precision", ["before", "after"])
def test_a_year_that_is_not_known_for_sure_is_not_said_without_a_basis_for_the_birthday(
    people, client, precision
):
    Prisoner.objects.filter(slug="elder").update(birth_precision=precision)

    assert "1961" not in "".join(apart_on(client.get("/en/prisoners/").text))
    assert "1961" not in str(Prisoner.objects.get(slug="elder"))


def test_of_somebody_of_whom_only_the_name_is_shown_no_more_is_said(people, client):
    Prisoner.objects.filter(slug="elder").update(status="released_under_control")

    assert apart_on(client.get("/en/prisoners/").text) == ["Crimea"]


@pytest.mark.full(LONG)
def test_to_tell_many_apart_costs_no_query_more(people, client):
    def cost():
        client.get("/en/prisoners/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/prisoners/")
        return len(queries)

    few = cost()
    for number in range(12):
        PrisonerFactory(partner=people[0].partner, birth_date=date(1950 + number, 1, 1), **NAME)

    assert len(apart_on(client.get("/en/prisoners/").text)) == 14
    assert cost() == few
