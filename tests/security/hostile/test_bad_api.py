"""Bad addresses, queries and headers from the catalogue, sent to the API: told in words, no 5xx, no leak."""

import json

import pytest
from django.test import Client

from letters.models import Letter
from prisoner_pages.models import Prisoner, PrisonerPrivate
from prisoner_pages.people.read_models.person import CARD_FIELDS
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign
from tests.security.hostile import bad_inputs
from tests.standing import standing

pytestmark = pytest.mark.django_db

LISTS = bad_inputs.cases("api_pages")
OTHERS = bad_inputs.cases("api_other")
PUBLIC = bad_inputs.cases("public_outputs")
SECRET = "CANARY_PRIVATE_NOTE"
ALLOWED_KEYS = {*CARD_FIELDS, "meta", "items", "type", "title", "status", "detail", "lang", "errors"}


@standing
def person():
    open_locales("uk", "en")
    person = PrisonerFactory(writable=True, slug="olena-vyhadana", stories=["uk"])
    private = PrisonerPrivate(prisoner=person)
    private.notes = SECRET
    private.save()
    PrisonerFactory(slug="draft", live=False, name_uk=SECRET)
    a_campaign([person], languages=["uk"])
    return person


def query_of(payload):
    """Return what stands behind the address of the list: a query as the catalogue has it."""
    if not isinstance(payload, dict):
        return payload
    parts = payload["gen"]
    repeats = parts["approx_len"] // len(parts["repeat"])
    return parts["prefix"] + parts["repeat"] * repeats


def hold(case, response):
    case.assert_met(response, stored=Letter.objects.count())
    assert SECRET not in response.text, case.id
    assert not response.cookies, case.id


@pytest.mark.both_databases
@pytest.mark.parametrize("case", LISTS, ids=str)
def test_bad_list(case, client, person):
    payload = query_of(case.payload)
    # Pages by their id are what our API has not; a draft has no address here by any name.
    rest = payload if payload[0] == "?" else f"/{payload.replace('{{', '').replace('}}', '').rstrip('/')}"
    address = f"/api/v1/prisoners{rest}"
    path, _mark, query = address.partition("?")

    response = client.get(path, QUERY_STRING=query.encode().decode("latin-1"))

    hold(case, response)
    body = json.loads(response.content)
    if response.status_code == 200:
        assert all(item.keys() <= ALLOWED_KEYS for item in body["items"])
    else:
        assert (body["status"], bool(body["title"])) == (response.status_code, True)
    assert body.keys() <= ALLOWED_KEYS


def asked(case):
    """Return how a case of `api_other` is asked of our site: (method, address, headers)."""
    payload = case.payload
    if payload.startswith("Origin"):
        return "get", "/api/v1/prisoners", {"origin": "https://evil.example", "cookie": "sessionid=x"}
    if payload.startswith("If-None-Match"):
        return "get", "/documents/1/x.pdf", {"if-none-match": '"2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"'}
    if payload.startswith("images/"):
        return "get", "/api/v1/prisoners/olena-vyhadana", {}
    method, _space, address = payload.rpartition(" ")
    return method.lower() or "get", f"/api/{address.replace('{{', '').replace('}}', '')}", {}


@pytest.mark.both_databases
@pytest.mark.parametrize("case", OTHERS, ids=str)
def test_bad_address_of_the_api(case, client, person):
    method, address, headers = asked(case)

    response = getattr(client, method)(address, headers=headers)

    hold(case, response)
    if case.has("no_acao_with_credentials"):
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "Access-Control-Allow-Credentials" not in response.headers
    assert "download_url" not in response.text


ADDRESSES = {
    "PU-01": "/sitemap.xml",
    "PU-03": "/robots.txt",
    "PU-05": "/uk/nothing/",
    "PU-07": "/.well-known/security.txt",
    "PU-09": "/uk/campaigns/winter/",  # people have a page in every language, without the text
    "PU-10": "/uk/prisoners/olena-vyhadana/",
    "PU-12": "/admin/login/",
}


# PU-06: tests/home/site/test_errors.py forces a 500; PU-11: tests/letters looks at mail itself.
@pytest.mark.parametrize("case", [case for case in PUBLIC if case.id in ADDRESSES], ids=str)
def test_public_output(case, client, person, django_user_model):
    django_user_model.objects.create_user("canary-editor", "editor@example.org", "x" * 20)
    response = client.get(ADDRESSES[case.id])
    body = (b"".join(response) if response.streaming else response.content).decode()

    assert case.statuses >= {response.status_code}
    unsaid = (SECRET, "canary-editor", "Traceback", "Wagtail 8", "/var/", "draft/")
    assert [word for word in unsaid if word in body] == []
    if case.has("absent"):
        assert 'rel="alternate" hreflang="en"' not in body


def test_a_report_of_ten_megabytes_is_not_read(client, person):
    """PU-13: there is no address for reports of the policy, and a body that large reaches no view."""
    case = next(case for case in PUBLIC if case.id == "PU-13")
    report = "x" * (10 * 1024 * 1024)

    response = Client().post("/api/v1/csp-report", report, content_type="application/csp-report")

    case.assert_met(response, stored=0)
    assert Prisoner.objects.count() == 2
