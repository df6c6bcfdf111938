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
    assert "<script>" not in page.text
    assert not page.cookies
