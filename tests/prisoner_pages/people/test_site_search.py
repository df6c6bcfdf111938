"""The search in the header: people first, and below them other pages that hold the words."""

import re

import pytest

from home.models import HomePage, StandardPage
from prisoner_pages.models import Occupation
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, an_event, word_in
from tests.prisoner_pages.people.cards import names_on
from tests.standing import standing
from tests.tiers import first_of

pytestmark = pytest.mark.django_db


@standing
def site():
    open_locales("uk", "en")
    person = PrisonerFactory(slug="one", writable=True)
    campaign = a_campaign([person], languages=["uk", "en"])
    an_event(campaign, languages=["uk", "en"])
    return HomePage.objects.get(locale__language_code="uk")


def reference_page(home, slug, **fields):
    page = StandardPage(slug=slug, locale=home.locale, **{"title": slug, **fields})
    return home.add_child(instance=page)


def found(client, query, language="uk"):
    """Return the addresses below the heading of the other pages."""
    text = client.get(f"/{language}/prisoners/", {"q": query}).text
    return re.findall(r'<a href="([^"]*)"', text.partition('id="other-pages"')[2].partition("</section>")[0])


@pytest.mark.parametrize("language", first_of(["uk", "en"]))
@pytest.mark.parametrize("path", first_of(["", "prisoners/one/", "letters/write/", "campaigns/winter/"]))
def test_every_page_has_a_search_that_leads_to_the_list(site, client, language, path):
    text = client.get(f"/{language}/{path}").text

    assert f'<form class="site-search" action="/{language}/prisoners/" method="get" role="search"' in text
    assert f'href="/{language}/prisoners/#filter_q"' in text
    assert 'id="filter_q"' in client.get(f"/{language}/prisoners/").text


def test_people_are_listed_and_searched_where_nobody_has_written_a_page_for_the_list(site, client):
    written = client.get("/api/v1/resolve?path=/uk/prisoners/").json()
    site.get_children().get(slug="prisoners").unpublish()

    text = client.get("/uk/").text
    listed = client.get("/uk/prisoners/")

    assert 'class="site-search"' in text and "#filter_q" in text
    assert listed.status_code == 200
    assert "<h1>Люди</h1>" in listed.text and "<title>Люди ·" in listed.text
    assert '<meta property="og:title" content="Люди"' in listed.text
    assert "<loc>http://testserver/uk/prisoners/</loc>" in b"".join(client.get("/sitemap.xml")).decode()
    resolved = client.get("/api/v1/resolve?path=/uk/prisoners/").json()
    assert (resolved["type"], resolved["title"]) == ("list", "Люди")
    assert [each["has_text"] for each in written["translations"]] == [True, True]
    assert [each["has_text"] for each in resolved["translations"]] == [False, False]


@pytest.mark.both_databases
@pytest.mark.parametrize("query", ["зимові", "ЗИМОВІ листи", "пишемо взимку"])
def test_a_campaign_is_found_by_its_title_and_introduction_in_either_case(site, client, query):
    assert found(client, query) == ["/uk/campaigns/winter/"]


@pytest.mark.both_databases
def test_pages_are_found_in_the_language_of_the_page_only(site, client):
    assert found(client, "winter", language="en") == ["/en/campaigns/winter/"]
    assert found(client, "winter") == []


@pytest.mark.both_databases
def test_events_partners_and_reference_pages_are_found_too(site, client):
    reference_page(site, "safety", title="Безпека", intro="Про ZMINA і вечір листів.")

    assert found(client, "вечір") == ["/uk/events/evening/", "/uk/safety/"]  # the title counts first
    assert set(found(client, "zmina")) == {"/uk/partners/zmina/", "/uk/safety/"}


@pytest.mark.both_databases
def test_an_apostrophe_of_any_kind_is_the_same(site, client):
    reference_page(site, "family", title="Про здоров’я")

    assert found(client, "здоров'я") == ["/uk/family/"]


@pytest.mark.both_databases
def test_what_is_not_live_is_not_found(site, client):
    reference_page(site, "draft", title="Чернетка", live=False)

    assert found(client, "чернетка") == []


@pytest.mark.both_databases
@pytest.mark.parametrize("query", ["", "а", "%", "_"])
def test_no_words_find_no_pages(site, client, query):
    assert found(client, query) == []


@pytest.mark.both_databases
def test_at_most_five_are_shown(site, client):
    for number in range(8):
        reference_page(site, f"page-{number}", title=f"Довідка {number}")

    assert len(found(client, "довідка")) == 5


@pytest.mark.both_databases
def test_other_pages_are_shown_where_nobody_is_found(site, client):
    text = client.get("/uk/prisoners/?q=зимові").text

    assert text.index('class="notice"') < text.index('href="/uk/campaigns/winter/">Зимові листи')


@pytest.mark.both_databases
def test_the_lists_own_form_shows_the_best_match_first_and_keeps_its_other_filters_folded(site, client):
    tells_of_it = PrisonerFactory(name_uk="Аліна Берег", writable=True)
    tells_of_it.occupations.set([word_in(["uk", "en"], Occupation, "Ялинка", "Ялинка")])
    tells_of_it.save()
    PrisonerFactory(name_uk="Явір Ялинка", writable=True)
    as_sent = dict.fromkeys(re.findall(r'name="(\w+)"', filters(client.get("/uk/prisoners/"))), "")

    answer = client.get("/uk/prisoners/", {**as_sent, "q": "ялинка"})
    by_name = client.get("/uk/prisoners/", {**as_sent, "q": "ялинка", "order": "name"})

    assert names_on(answer) == ["Явір Ялинка", "Аліна Берег"]
    assert names_on(by_name) == ["Аліна Берег", "Явір Ялинка"]
    assert "<details>" in filters(answer)
    assert "<details open>" in filters(by_name)


def test_an_address_that_orders_the_whole_list_by_name_is_answered_as_ever(site, client):
    answer = client.get("/uk/prisoners/", {"order": "name"})

    assert 'aria-invalid="true"' not in answer.text and "message" not in filters(answer)


@pytest.mark.parametrize("query", ["zzzzzz", "ссс"])
def test_a_letter_leant_on_finds_nobody(site, client, query):
    PrisonerFactory(name_uk="Сервер Заєць", writable=True)

    assert names_on(client.get("/uk/prisoners/", {"q": query})) == []


def filters(answer):
    """Return the list's own form as HTML."""
    return answer.text.partition('<form class="filters"')[2].partition("</form>")[0]
