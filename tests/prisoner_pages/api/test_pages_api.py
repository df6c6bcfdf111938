"""Campaigns, events, partners, pages, places, words, figures, the site and its search as answers."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.languages.info import CONTENT_LANGUAGES
from home.models import SiteSettings
from prisoner_pages.api.routers.pages import ORDERS
from prisoner_pages.api.schemas.pages import Campaign, Event
from prisoner_pages.campaigns.read_models.told_pages import ToldCampaign, ToldEvent
from prisoner_pages.models import CampaignPage, EventPage, Figure, ImageSubject, PartnerPage
from tests.factories.prisoner_pages import PrisonerFactory, write
from tests.factories.site_content import a_campaign, an_event
from tests.prisoner_pages.api.world import LANGUAGES, add_more, build_site
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db

API = "/api/v1"
LISTS = {
    "campaigns": ["winter", "spring"],
    "events": ["evening"],
    "partners": ["zmina", "host"],
    "pages": ["about"],
    "facilities": None,
    "cases": None,
    "interests": None,
    "figures": None,
}
DETAILS = ["campaigns/winter", "events/evening", "partners/zmina", "pages/about", "home"]
OTHERS = ["site", "resolve?path=/en/campaigns/winter/", "search?q=winter"]


def ask(client, address, **parameters):
    response = client.get(f"{API}/{address}", {"locale": "en", **parameters})
    assert response.status_code == 200, response.text
    return response.json()


def slugs(answer):
    return [item["slug"] for item in answer["items"]]


def walked(client, address):
    """Return the items of this part of a list and of all that follow."""
    found = []
    while address:
        answer = client.get(address).json()
        found += answer["items"]
        address = answer["meta"]["next"]
    return found


@pytest.mark.full(LONG)
@pytest.mark.both_databases
@pytest.mark.parametrize("name", first_of(LISTS))
def test_a_list_tells_where_it_is_and_leads_on_to_its_end(client, person, name):
    whole = ask(client, name, fallback="uk", limit=100)
    parts = walked(client, f"{API}/{name}?locale=en&fallback=uk&limit=1")

    assert whole["meta"]["served_locale"] == "en"
    assert whole["meta"]["total"] == len(whole["items"]) == len(parts) > 0
    assert parts == whole["items"]
    assert LISTS[name] is None or slugs(whole) == LISTS[name]


FILTERED = {
    "campaigns?state=past": ["spring"],
    "campaigns?state=current": ["winter"],
    "campaigns?partner=zmina": ["winter", "spring"],
    "campaigns?partner=nobody": [],
    "events?state=past": ["evening"],
    "events?campaign=spring": [],
    "events?campaign=winter&partner=zmina": ["evening"],
    "partners?kind=ngo": ["zmina", "host"],
    "partners?kind=embassy": [],
    "campaigns?fields=slug": ["winter", "spring"],
}


@pytest.mark.both_databases
@pytest.mark.parametrize("address", FILTERED)
def test_a_filter_leaves_what_it_names(client, person, address):
    answer = client.get(f"{API}/{address}&locale=en").json()

    assert slugs(answer) == FILTERED[address]
    assert "fields" not in address or answer["items"][0] == {"slug": "winter"}


WRONG = {
    "campaigns?state=now": ("state", "current"),
    "campaigns?stat=past": ("stat", "state"),
    "campaigns?fields=tittle": ("fields", "title"),
    "events?limit=0": ("limit", "100"),
    "facilities?kind=jail": ("kind", "colony"),
    "facilities?mail=1": ("mail", "blocked"),
    "figures?subject=people": ("subject", "prisoners"),
    "partners?cursor=a.b.c": ("cursor", "cursor"),
    "partners/zmina?fields=slug": ("fields", "locale"),
    "search?q=%20": ("q", "q"),
}


@pytest.mark.parametrize("address", WRONG)
def test_what_cannot_be_used_is_told_by_its_name(client, person, address):
    response = client.get(f"{API}/{address}&locale=en")

    name, hint = WRONG[address]
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["parameter"] == name
    assert hint in response.text


def test_a_cursor_of_another_list_is_refused(client, person):
    following = ask(client, "campaigns", limit=1)["meta"]["next"]

    assert client.get(following.replace("/campaigns?", "/partners?")).status_code == 400


@pytest.mark.parametrize(
    "address", ["campaigns/nothing", "events/nothing", "partners/host", "pages/winter", "resolve?path=/en/x/"]
)
def test_what_is_not_there_is_a_problem_in_words(client, person, address):
    response = client.get(f"{API}/{address}")

    assert response.status_code == 404
    assert response.json()["detail"]


def test_drafts_and_what_has_no_source_are_not_there(client, person):
    CampaignPage.objects.filter(slug="winter", locale__language_code="en").update(live=False)
    CampaignPage.objects.filter(slug="spring", locale__language_code="uk").update(live=False)
    Figure.objects.create(
        date="2026", subject="letters", counted_by_uk="a", counted_by_en="a", total=1
    )  # a change that is told

    assert slugs(ask(client, "campaigns")) == []
    assert slugs(ask(client, "campaigns", fallback="crh")) == ["winter"]
    assert client.get(f"{API}/campaigns/winter?locale=en").status_code == 404


def test_a_text_of_another_language_says_so(client, person):
    PartnerPage.objects.filter(slug="zmina", locale__language_code="crh").get().delete()
    crimean_tatar = client.get(f"{API}/partners/zmina", {"locale": "crh", "fallback": "en,uk"}).json()
    of_words = client.get(f"{API}/interests", {"locale": "crh", "fallback": "uk"}).json()

    assert crimean_tatar["meta"]["served_locale"] == "en"
    assert crimean_tatar["item"]["title"] == {"text": "Partner zmina", "lang": "en"}
    assert crimean_tatar["item"]["kind"]["label"]["lang"] == "uk"
    assert [entry["locale"] for entry in crimean_tatar["item"]["translations"]] == ["uk", "en"]
    assert of_words["items"][0]["name"] == {"text": "море", "lang": "uk"}
    assert client.get(f"{API}/partners/zmina", {"locale": "crh"}).status_code == 404


def test_a_title_that_is_still_ukrainian_says_so(client, person):
    title = {"text": "Центр прав людини ZMINA", "lang": "uk"}
    section = PartnerPage.objects.get(slug="zmina", locale__language_code="crh")
    write(section, title=title["text"], live=True)

    said = [
        ask(client, "partners/zmina", locale="crh")["item"]["title"],
        ask(client, "partners", locale="crh")["items"][0]["name"],
        ask(client, "site", locale="crh")["item"]["partners"][0]["title"],
    ]
    page = client.get("/crh/partners/zmina/").content.decode()

    assert said == [title] * 3
    assert f'<h1><span lang="uk">{title["text"]}</span></h1>' in page
    assert page.count(title["text"]) - page.count(f'lang="uk">{title["text"]}') == 1, "as others are shown it"


def test_a_place_that_is_kept_back_is_told_when_the_event_is_over(client, person):
    tomorrow = timezone.localdate() + timedelta(days=1)
    for event in EventPage.objects.all():
        event.date, event.place_hidden, event.code = tomorrow, True, "canary-code"
        event.save()
    before = ask(client, "events/evening")["item"]
    listed = ask(client, "events", fields="*")["items"][0]
    for event in EventPage.objects.all():
        event.date = tomorrow - timedelta(days=2)
        event.save()
    after = ask(client, "events/evening")["item"]

    assert (before["place"], before["place_hidden"], listed["place"]) == (None, True, None)
    assert after["place"] == {"text": "Kyiv", "lang": "en"}
    assert "canary" not in str([before, listed, after])


def test_a_picture_goes_with_the_basis_of_whom_it_shows(client, person):
    before = client.get(f"{API}/events/evening?locale=en")
    person.consents.get(scope="photo").delete()
    after = client.get(f"{API}/events/evening?locale=en", headers={"if-none-match": before.headers["ETag"]})

    assert before.json()["item"]["photo"]["src"].startswith("http://testserver/media/")
    assert before.headers["Cache-Control"] == "public, no-cache"
    assert after.json()["item"]["photo"] is None
    assert "picture" not in {block["type"] for block in after.json()["item"]["body"]}


def test_what_is_said_of_a_picture_is_told_at_once(client, person, django_capture_on_commit_callbacks):
    image = ImageSubject.objects.get().image
    before = client.get(f"{API}/events/evening?locale=en")
    ImageSubject.objects.get().delete()  # nothing is said of it any more
    after = client.get(f"{API}/events/evening?locale=en", headers={"if-none-match": before.headers["ETag"]})

    assert image.pk
    assert after.json()["item"]["photo"] is None


def test_blocks_have_types_ids_and_resolved_links(client, person):
    body = ask(client, "campaigns/winter")["item"]["body"]

    assert [block["type"] for block in body] == ["heading", "paragraph", "quote", "picture"]
    assert all(block["id"] for block in body)
    assert '<a href="http://testserver/en/">home</a>' in body[1]["html"]
    assert body[1]["tree"][0]["children"][1]["path"] == "/en/"


def test_the_site_tells_languages_menu_and_contact(client, person):
    SiteSettings.objects.create(contact_email="hello@example.org", postal_address="canary")
    item = ask(client, "site")["item"]

    assert [language["code"] for language in item["languages"]] == LANGUAGES
    assert {"title": {"text": "About us", "lang": "en"}, "path": "/en/about/"}.items() <= {
        **next(link for link in item["menu"] if link["path"] == "/en/about/"),
        "title": {"text": "About us", "lang": "en"},
    }.items()
    assert item["contact_email"] == "hello@example.org"
    assert "canary" not in str(item)


@pytest.mark.both_databases
def test_a_search_finds_people_and_pages(client, person):
    by_name = ask(client, "search", q="invented person")["item"]
    by_words = ask(client, "search", q="letters winter")["item"]

    assert by_name["people"]["total"] == 1
    assert by_name["people"]["items"][0]["slug"] == "open-person"
    assert client.get(by_name["people"]["url"]).json()["meta"]["total"] == 1
    assert {(page["type"], page["slug"]) for page in by_words["pages"]} == {
        ("campaign", "winter"),
        ("campaign", "spring"),
    }


@pytest.mark.both_databases
def test_a_search_says_why_somebody_was_found_but_by_the_name(client, person):
    def reasons(words):
        return [
            (why["slug"], why["caption"]["text"], why["text"] and why["text"]["text"])
            for why in ask(client, "search", q=words)["item"]["people"]["reasons"]
        ]

    assert reasons("teachers") == [("open-person", "Work", "teacher")]
    assert reasons("invented person") == reasons("letters winter") == []
    assert reasons("invneted person") == [("open-person", "Spelt nearly so", None)]


@pytest.mark.both_databases
def test_beside_pages_a_search_that_finds_nobody_finds_who_is_called_nearly_so(client, person):
    PrisonerFactory(slug="nearly", name_en="Selim Wintar", name_uk="Селім Вінтар", writable=True)

    item = ask(client, "search", q="winter")["item"]

    assert [each["slug"] for each in item["people"]["items"]] == ["nearly"]
    assert "winter" in {page["slug"] for page in item["pages"]}


@pytest.mark.both_databases
def test_lists_lead_to_the_people_they_are_about(client, person):
    links = [
        ask(client, "facilities")["items"][0]["people_url"],
        ask(client, "campaigns/winter")["item"]["people"]["url"],
        ask(client, "partners/zmina")["item"]["people"]["url"],
    ]

    assert [slugs(client.get(link).json()) for link in links] == [["open-person"]] * 3


# --- What an answer costs --------------------------------------------------------------------------
CEILING, UNCHANGED_CEILING = 10, 3


# --- In which order --------------------------------------------------------------------------------
def test_each_date_that_an_answer_tells_orders_its_list():
    assert list(ORDERS[ToldCampaign]) == list(ORDERS[ToldEvent]) == ["starts", "-starts", "ends", "-ends"]
    assert {"starts", "ends"} <= Campaign.model_fields.keys() & Event.model_fields.keys()


@pytest.fixture
def more(person):
    """Besides winter (December 2025, open) and spring (February to May 2025): one that ends later."""
    a_campaign([], languages=LANGUAGES, slug="summer", end=date(2025, 8, 1))
    CampaignPage.objects.filter(slug="summer").update(start=date(2025, 6, 1))
    winter = CampaignPage.objects.get(slug="winter", locale__language_code="uk")
    an_event(winter, languages=LANGUAGES, slug="earlier")
    EventPage.objects.filter(slug="earlier").update(date=date(2025, 1, 1), end_date=date(2025, 1, 3))


ORDERED = {
    ("campaigns", "starts"): ["spring", "summer", "winter"],
    ("campaigns", "-starts"): ["winter", "summer", "spring"],
    ("campaigns", "ends"): ["spring", "summer", "winter"],
    ("campaigns", "-ends"): ["summer", "spring", "winter"],
    ("events", "starts"): ["earlier", "evening"],
    ("events", "-ends"): ["earlier", "evening"],
}


@pytest.mark.parametrize("name_and_order", ORDERED)
def test_what_has_no_such_date_stands_last_both_ways_and_parts_go_on_in_order(client, more, name_and_order):
    name, order = name_and_order
    parts = walked(client, f"{API}/{name}?order={order}&limit=1&locale=en")

    assert slugs(ask(client, name, order=order)) == ORDERED[name_and_order]
    assert [item["slug"] for item in parts] == ORDERED[name_and_order]


def test_a_table_stands_in_the_order_that_its_list_has(client, more):
    lines = b"".join(client.get(f"{API}/campaigns.csv?order=-ends&locale=en&fields=slug")).decode()

    assert [line for line in lines.splitlines() if line in ("spring", "summer", "winter")] == [
        *("summer", "spring", "winter")
    ]


@pytest.mark.parametrize("order", ["name", "-", "letters_counted"])
def test_another_order_is_refused_with_those_there_are(client, person, order):
    answer = client.get(f"{API}/campaigns?order={order}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["known"] == ["starts", "-starts", "ends", "-ends"]


def test_a_cursor_of_one_order_serves_no_other(client, more):
    following = ask(client, "campaigns", order="ends", limit=1)["meta"]["next"]

    assert client.get(following.replace("order=ends", "order=starts")).status_code == 400


# --- What they cost --------------------------------------------------------------------------------
def cost_of(client, address, tag=None):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers={"if-none-match": tag} if tag else {})
    return response, len(queries)


def costs(client):
    """Return {address: (queries, queries of a 304)}, warm."""
    found = {}
    lists = [f"{name}?{'fields=*&' if name in ('campaigns', 'events') else ''}" for name in LISTS]
    for address in [f"{name}limit={limit}" for name in lists for limit in (1, 100)] + DETAILS + OTHERS:
        full = f"{API}/{address}{'&' if '?' in address else '?'}locale=en&fallback=uk"
        client.get(full)  # makes the first size of its pictures, which renews the tag
        tag = client.get(full).headers["ETag"]
        answer, cost = cost_of(client, full)
        unchanged, cost_unchanged = cost_of(client, full, tag)
        assert (answer.status_code, unchanged.status_code) == (200, 304), address
        found[address] = cost, cost_unchanged
    return found


@pytest.mark.full(LONG)
def test_answers_stay_below_their_ceilings_whatever_is_listed_in_how_many_languages(client):
    build_site(LANGUAGES)
    few = costs(client)
    add_more([code for code, _name in CONTENT_LANGUAGES])
    many = costs(client)

    assert {address: cost for address, (cost, _none) in many.items() if cost > CEILING} == {}
    assert max(cost for _cost, cost in many.values()) <= UNCHANGED_CEILING
    # Where nobody is found a search asks once more.
    assert {address: cost for address, cost in many.items() if cost > few[address]} == {}
    by_limit = {}
    for address, cost in many.items():
        by_limit.setdefault(address.partition("limit")[0], set()).add(cost)
    assert all(len(found) == 1 for found in by_limit.values())
