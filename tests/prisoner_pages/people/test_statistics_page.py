"""The page of numbers: what others published, and whom the site shows, never in one."""

import re

import pytest

from prisoner_pages.choices import FigureSubject, Origin, Scope
from prisoner_pages.models import Figure
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db


@standing
def trees():
    return open_locales("uk", "en", "crh")


def words_of(response):
    main = response.text.partition('<main id="main"')[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize("language", ["uk", "en", "crh"])
def test_numbers_answer_in_every_public_language_and_nowhere_else(trees, client, language):
    assert client.get(f"/{language}/statistics/").status_code == 200
    assert client.get("/de/statistics/").status_code == 404
    assert f'href="/{language}/statistics/"' in client.get(f"/{language}/").text


def test_every_figure_stands_with_who_counted_when_and_what_and_an_older_one_stays(trees, client):
    for total, day in ((208, "2024-02-19"), (221, "2025-02-11")):
        Figure.objects.create(
            date=day,
            subject=FigureSubject.PRISONERS,
            counted_by_uk="Представництво",
            counted_by_en="The Mission",
            total=total,
            definition_en="known by name",
        )

    text = words_of(client.get("/en/statistics/"))

    assert re.search(
        "221 The Mission, 11 February 2025 known by name.* 208 The Mission, 19 February 2024", text
    )


@pytest.mark.full(LONG)
def test_our_own_numbers_stand_apart_and_are_the_lengths_of_the_lists_they_lead_to(trees, client):
    for _each in range(6):
        PrisonerFactory(writable=True, origin=Origin.CRIMEAN_TATAR)
    PrisonerFactory(bases=[Scope.NAME])
    PrisonerFactory(live=False)

    page = client.get("/en/statistics/")

    _others, ours = words_of(page).split("Who is shown on this site")
    assert "7 people" in ours and "at least 5" in ours
    for address, count in re.findall(r'href="(/en/prisoners/\?[^"]+)">[^<]*?(\d*)</a>', page.text):
        found = re.search(r"(\d+)\s+(?:person|people)", words_of(client.get(address)))
        assert found, address
        if count:
            assert found[1] == count
