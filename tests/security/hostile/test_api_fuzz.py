"""Requests invented from the document of the API: none answers 5xx, none another way than documented.

With `make fuzz` at least 5,000 of them, whose sum is told at the end. How often one may ask is counted anew
before each: else all but the first would be answered 429.
"""

import os
from itertools import islice

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from home.caching import counts
from home.headless.answers.api.front_ends import digest_of
from home.headless.previews.tokens import Preview, make
from prisoner_pages.choices import Status
from prisoner_pages.models import Facility, PrisonerPage
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.site_content import furnish
from tests.letters.api.post_world import LETTERS, ORIGIN, nonce, open_front_end, post, sent
from tests.prisoner_pages.api.world import LANGUAGES, build_site
from tests.private_parts import uncaptured
from tests.security.hostile.api_requests import (
    ANSWERED,
    OPERATIONS,
    ask,
    cases,
    edges,
    headers,
    operation_at,
    sensible,
    summary,
)
from tests.standing import standing
from tests.tiers import first_of

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]

IS_MANY = os.environ.get("HYPOTHESIS_PROFILE") == "many"
# Requests over all operations; the edges come on top.
LEAST = 5_000 if IS_MANY else 120
EDGES = None if IS_MANY else 3
PATIENT = settings(
    max_examples=-(-LEAST // len(OPERATIONS)),
    deadline=None,
    database=None,
    derandomize=not IS_MANY,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
SECRET = "lfc_sk_of-a-server"
PEOPLE = ["open-person", "another", "name-only", "paused", "draft"]


@standing
def site(db):
    """A site with people of each kind, and what means something there, what is taken first in each row."""
    person = build_site()
    other = PrisonerFactory(slug="another", stories=LANGUAGES)
    furnish([person, other], languages=LANGUAGES)
    PrisonerFactory(slug="name-only", status=Status.RELEASED_UNDER_CONTROL, stories=LANGUAGES)
    PrisonerFactory(slug="paused", stories=LANGUAGES, paused_at=timezone.now())
    PrisonerFactory(slug="draft", live=False)
    front_end = open_front_end(
        person.partner, secret_digest=digest_of(SECRET), preview_url="https://zmina.example/preview"
    )
    code = post(Client(), LETTERS, sent(prisoner="open-person")).json()["code"]
    values = {
        "prisoner": PEOPLE,
        "locale": LANGUAGES,
        "fallback": ["", "uk,en", "crh"],
        "fields": ["*", "slug", "story,photo"],
        "campaign": ["winter", ""],
        "event": ["evening", ""],
        "partner": ["zmina", ""],
        "cursor": ["", _cursor()],
        "facility": [str(Facility.objects.first().pk), ""],
        "q": ["open", "Вигадана", "winter"],
        "path": ["/uk/", "/en/prisoners/open-person/", "/uk/prisoners/paused/", "/nowhere/"],
        "token": _previews(person, front_end),
        "code": [code],
        "nonce": [nonce(), nonce(hours=30), nonce(seconds=1)],
        "body": ["Доброго дня!"],
        "name": ["Олена"],
        "language": ["", "uk"],
        "email": ["", "olena@example.org"],
        "censor": ["do", "ask"],
        "delay": ["erase", "keep"],
        "consent": [True],
    }
    return values, {
        "Accept-Language": ["crh", "en;q=0.1, uk"],
        "If-None-Match": ["*", '"a"'],
        "If-Modified-Since": ["Wed, 21 Oct 2065 07:28:00 GMT"],
        "Origin": [ORIGIN, "null"],
        "Sec-Fetch-Site": ["cross-site", "same-origin"],
        "X-Api-Key": [front_end.publishable_key],
        "Authorization": [f"Bearer {SECRET}"],
    }


def _cursor():
    people = Client().get("/api/v1/prisoners", {"limit": "1", "locale": "uk"}).json()
    return people["meta"]["next"].partition("cursor=")[2]


def _previews(person, front_end):
    """Return tokens to a record and to a story with a draft."""
    editor = get_user_model().objects.create_superuser("editor", password="x" * 20)
    story = PrisonerPage.objects.get(prisoner=person, locale__language_code="uk")
    record = type(person).objects.get(pk=person.pk)
    return [
        make(Preview(kind, thing.pk, thing.latest_revision_id or 0, editor.pk, front_end.pk))
        for kind, thing in (("story", story), ("record", record))
    ]


def _listed(path):
    """Return {name: values} of the argument in the path, from the list that stands above it."""
    if "{" not in path:
        return {}
    name = path[path.index("{") + 1 : path.index("}")]
    items = Client().get(path[: path.index("/{")]).json()["items"]
    return {name: [str(item[name]) for item in items[:3]] + ["paused"]}


@pytest.fixture(scope="module", autouse=True)
def sum_is_told(pytestconfig):
    """Write under the tests what they were answered; workers beside one another each have a part of it."""
    yield
    with uncaptured(pytestconfig):
        print(f"\n{summary()}")


@pytest.mark.parametrize(("path", "method"), first_of(OPERATIONS))
def test_what_is_invented_is_answered_as_documented(site, path, method):
    operation, (values, known_headers) = operation_at(path, method), site
    known = {**values, **_listed(path)}
    before = ANSWERED.total()
    assert ask(sensible(operation, known)).status_code in (200, 201)

    @PATIENT
    @given(case=cases(operation, known), sent=headers(known_headers))
    def invented(case, sent):
        counts.forget()
        ask(case, sent)

    invented()
    assert ANSWERED.total() - before > PATIENT.max_examples


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_what_stands_at_the_edge_is_answered_as_documented(site, path, method):
    for case in islice(edges(operation_at(path, method)), EDGES):
        counts.forget()
        ask(case)
