"""The OpenAPI document and the page that shows it."""

import pytest
from openapi_spec_validator import validate

from tests.factories.prisoner_pages import open_locales

pytestmark = pytest.mark.django_db


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
    assert "<script>" not in page.text
    assert not page.cookies


def test_the_document_tells_that_an_answer_may_be_as_one_has_it(client):
    open_locales("uk", "en")

    answer = client.get("/api/v1/prisoners", headers={"if-none-match": "*"})

    documented = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/prisoners"]["get"]["responses"]
    assert answer.status_code == 304
    assert "304" in documented
