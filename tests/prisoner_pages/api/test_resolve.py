"""GET /api/v1/resolve: what stands at an address of the site, as the site itself would answer."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from prisoner_pages.choices import PauseForm
from prisoner_pages.models import CampaignPage, PrisonerPage
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.prisoner_pages.api.world import LANGUAGES
from tests.tiers import first_of

pytestmark = pytest.mark.django_db

PAGES = {
    "/en/": ("home", "home"),
    "/en/prisoners/": ("list", "prisoners"),
    "/en/prisoners/open-person/": ("prisoner", "prisoners/open-person"),
    "/uk/campaigns/winter/": ("campaign", "campaigns/winter"),
    "/crh/events/evening/": ("event", "events/evening"),
    "/en/partners/zmina/": ("partner", "partners/zmina"),
    "/uk/about/": ("page", "pages/about"),
    "/uk/about/?a=1#b": ("page", "pages/about"),
}
NOTHING = [
    "",
    "uk",
    "/de/",
    "/ru/",
    "/en/nothing/",
    "/en/prisoners/nobody/",
    "/crh/about/",
    "//",
    "http://[",
    "/uk//",
    "/uk/" + "x" * 300,
]


def resolve(client, path):
    return client.get("/api/v1/resolve", {"path": path, "locale": "en"})


@pytest.mark.parametrize("path", first_of(PAGES))
def test_a_page_is_named_with_its_languages_and_where_the_api_tells_of_it(client, person, path):
    answer = resolve(client, path).json()

    kind, api_path = PAGES[path]
    address = path.partition("?")[0]
    assert (answer["status"], answer["type"], answer["url"]) == (200, kind, f"http://testserver{address}")
    assert answer["api_url"] == f"http://testserver/api/v1/{api_path}?locale={address.split('/')[1]}"
    assert answer["locale"] in [other["locale"] for other in answer["translations"]]
    assert all(client.get(other["url"]).status_code == 200 for other in answer["translations"])
    assert kind == "list" or client.get(answer["api_url"]).status_code == 200


@pytest.mark.parametrize("path", NOTHING)
def test_nothing_is_404(client, person, path):
    assert resolve(client, path).status_code == 404


@pytest.mark.both_databases
def test_an_old_address_leads_to_the_new_one(client, person):
    campaign = CampaignPage.objects.get(slug="winter", locale__language_code="en")
    nested = f"/en/{campaign.url_path.split('/', 2)[2]}"
    Redirect.objects.create(old_path="/en/old", redirect_link="https://example.org/new")
    Redirect.objects.create(old_path="/en/moved", redirect_page=campaign, is_permanent=False)
    moves = {
        nested: (301, "http://testserver/en/campaigns/winter/"),
        "/en/campaigns/winter": (301, "http://testserver/en/campaigns/winter/"),
        "/": (302, "http://testserver/en/"),
        "/?a=1": (302, "http://testserver/en/"),
        "/en/old/": (301, "https://example.org/new"),
        "/en/moved": (302, "http://testserver/en/campaigns/winter/"),
    }

    found = {path: resolve(client, path).json() for path in moves}

    assert {path: (answer["status"], answer["location"]) for path, answer in found.items()} == moves
    assert {answer["api_url"] for answer in found.values()} == {None}


def test_a_redirect_to_somebody_hidden_tells_nothing(client, person):
    hidden = PrisonerFactory(slug="hidden", bases=[], stories=LANGUAGES)
    Redirect.objects.create(
        old_path="/en/someone", redirect_page=PrisonerPage.objects.filter(prisoner=hidden)[0]
    )

    assert resolve(client, "/en/someone/").content == resolve(client, "/en/nobody/").content


@pytest.mark.parametrize(("form", "status"), [(PauseForm.QUIET, 404), (PauseForm.OPEN, 410)])
def test_who_is_paused_is_unknown_unless_the_open_form_was_chosen(client, person, form, status):
    before = resolve(client, "/en/prisoners/open-person/")
    pause_prisoner(person, reason="asked", form=form, by=None)
    tag = {"if-none-match": before.headers["ETag"]}
    address = {"path": "/en/prisoners/open-person/", "locale": "en"}

    after = client.get("/api/v1/resolve", address, headers=tag)

    assert (before.status_code, after.status_code) == (200, status)
    assert client.get("/en/prisoners/open-person/").status_code == status
    assert status == 410 or after.content == resolve(client, "/en/prisoners/nobody/").content
