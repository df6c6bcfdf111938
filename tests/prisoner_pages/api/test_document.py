"""The OpenAPI document and the page that shows it."""

import pytest
from openapi_spec_validator import validate

from home.headless.answers.api.front_ends import digest_of
from prisoner_pages.models import FrontEnd
from tests.factories.partners import open_partner
from tests.factories.prisoner_pages import open_locales
from tests.tiers import LONG

pytestmark = pytest.mark.django_db


@pytest.mark.full(LONG)
def test_the_document_is_valid_openapi_and_its_page_needs_no_script(client):
    open_locales("uk", "en")

    document = client.get("/api/v1/openapi.json")
    page = client.get("/api/v1/docs")

    validate(document.json())
    assert document.json()["openapi"].startswith("3.1")
    assert document.headers["Cache-Control"] == "public, max-age=60"
    assert page.status_code == 200
    assert all(path in page.text for path in document.json()["paths"])
    assert "drop who is not in <code>/prisoners/ids</code> any more" in page.text
    assert page.text.count("Example answer") >= 20
    assert "UEsDB" not in page.text  # a workbook is nothing to read
    assert "<script>" not in page.text
    assert not page.cookies


def test_the_document_tells_that_an_answer_may_be_as_one_has_it(client):
    open_locales("uk", "en")

    answer = client.get("/api/v1/prisoners", headers={"if-none-match": "*"})

    documented = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/prisoners"]["get"]["responses"]
    assert answer.status_code == 304
    assert "304" in documented


def test_the_document_says_where_the_api_answers(client):
    open_locales("uk", "en")

    document = client.get("/api/v1/openapi.json", headers={"host": "letters.example"}).json()

    assert document["servers"] == [{"url": "http://letters.example"}]
    assert all(path.startswith("/api/v1/") for path in document["paths"])


def test_each_key_of_the_document_is_taken_where_the_document_says(client):
    open_locales("uk", "en")
    site = FrontEnd.objects.create(
        partner=open_partner("zmina"), name="site", secret_digest=digest_of("secret")
    )
    document = client.get("/api/v1/openapi.json").json()

    answers = {}
    for name, scheme in document["components"]["securitySchemes"].items():
        value = "secret" if scheme["type"] == "http" else site.publishable_key
        for key in (value, "unknown"):
            answers[name, key == value] = client.get("/api/v1/site", **sent_with(scheme, key)).status_code

    asked = [name for each in document["security"] for name in each]
    assert {} in document["security"]  # everything is read without a key
    assert sorted(asked) == sorted(document["components"]["securitySchemes"])
    assert len(answers) == 6
    assert all(status == (200 if is_known else 401) for (_name, is_known), status in answers.items())


def sent_with(scheme, key):
    """Return how the test client sends a key by a scheme of the document."""
    if scheme["type"] == "http":
        assert scheme["scheme"] == "bearer"
        return {"headers": {"authorization": f"Bearer {key}"}}
    assert scheme["type"] == "apiKey"
    return (
        {"query_params": {scheme["name"]: key}}
        if scheme["in"] == "query"
        else {"headers": {scheme["name"]: key}}
    )


def test_what_many_operations_answer_has_the_name_of_its_status(client):
    open_locales("uk", "en")

    document = client.get("/api/v1/openapi.json").json()

    responses = document["paths"]["/api/v1/prisoners"]["get"]["responses"]
    assert responses["304"] == {"$ref": "#/components/responses/NotModified"}
    assert responses["429"] == {"$ref": "#/components/responses/TooManyRequests"}
    assert document["components"]["responses"].keys() >= {"AsYouHaveIt", "TooOften"}  # promised once


def test_the_page_groups_all_operations_by_subjects_each_with_words_of_its_own(client):
    open_locales("uk", "en")
    document = client.get("/api/v1/openapi.json").json()

    page = client.get("/api/v1/docs").text

    told = {tag["name"]: tag["description"] for tag in document["tags"]}
    used = {tag for path in document["paths"].values() for each in path.values() for tag in each["tags"]}
    assert set(told) == used
    assert all(told.values())
    assert page.count("<h2") >= len(told)
    assert page.index(">People</h2>") < page.index('id="getPrisoner"') < page.index(">Letters</h2>")


@pytest.mark.parametrize(
    ("words", "shown", "hidden"),
    [
        ("birthday_month", "listPrisoners", "listEvents"),
        ("SLUGS of all", "listPrisonerIds", "getSite"),
        ("censor", "sendLetter", "listPrisoners"),
    ],
)
def test_the_page_finds_operations_by_words_of_their_names_and_parameters(client, words, shown, hidden):
    open_locales("uk", "en")

    page = client.get("/api/v1/docs", {"q": words}).text

    assert f'id="{shown}"' in page
    assert f'id="{hidden}"' not in page


def test_a_search_of_the_page_that_finds_nothing_says_so_and_repeats_no_markup(client):
    open_locales("uk", "en")

    page = client.get("/api/v1/docs", {"q": "<script>nothing</script>"}).text

    assert "Nothing here holds these words." in page
    assert "<script>nothing" not in page


def test_the_site_leads_to_the_page_and_the_page_to_the_guide_and_back(client):
    open_locales("uk", "en")

    site, page, guide = (client.get(path) for path in ("/en/", "/api/v1/docs", "/api/v1/guide"))

    assert 'href="/api/v1/docs"' in site.text
    assert 'href="/api/v1/guide"' in page.text
    assert 'href="/api/v1/docs"' in guide.text
    assert "Whoever is gone here is gone with you" in guide.text
    assert 'href="#how-often-you-may-ask"' in guide.text
    assert (guide.headers["Content-Language"], guide.cookies) == ("en", {})
    assert "<script>" not in guide.text
