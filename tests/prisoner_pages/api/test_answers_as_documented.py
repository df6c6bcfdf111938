"""What the document says of the answers of each operation: their headers, and whether 304 can be one."""

import json

import pytest
from django.contrib.auth import get_user_model

from cms.api import api
from home.caching import counts
from home.headless.answers.api import rate_limits
from home.headless.answers.response_policies import HEADER_WORDS
from home.headless.previews.tokens import Preview, make
from tests.contract import operations_of
from tests.letters.api.post_world import LETTERS, open_front_end, post, sent
from tests.prisoner_pages.api.world import build_site
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db

DOCUMENT = json.loads(json.dumps(api.document(), default=str))
OPERATIONS = {
    operation["operationId"]: (path, method, operation) for path, method, operation in operations_of(DOCUMENT)
}
# Every answer of the site has one, be it told or not.
AMBIENT = {"Referrer-Policy"}
SLUGS = {"prisoners": "open-person", "campaigns": "winter", "events": "evening", "partners": "zmina"}
ELSEWHERE = "198.51.100.7"


@standing
def asked(db):
    """Return {operation: (address, body)} of requests that this site answers with a success."""
    person = build_site()
    front_end = open_front_end(person.partner, preview_url="https://zmina.example/preview")
    editor = get_user_model().objects.create_superuser("editor")
    token = make(Preview("record", person.pk, person.latest_revision_id or 0, editor.pk, front_end.pk))
    queries = {
        "resolvePath": "path=/uk/",
        "search": "q=open",
        "getPreview": f"token={token}",
        "getLetterForm": "prisoner=open-person",
    }
    letter = sent(prisoner="open-person")
    bodies = {"sendLetter": letter, "getLetterState": {"code": "taken below"}}
    return {
        name: (
            f"{_filled(path)}?locale=en&{queries.get(name, '')}" if name != "listPrisonerIds" else path,
            bodies.get(name),
        )
        for name, (path, _method, _operation) in OPERATIONS.items()
    }


def _filled(path):
    kind = path.removeprefix("/api/v1/").partition("/")[0]
    return path.replace("{slug}", SLUGS.get(kind, "about"))


@pytest.fixture
def ask(client, asked):
    """Return a function that sends the request of an operation, counted anew."""

    def send(name, **how):
        if "counts" not in how:
            counts.forget()
        address, body = asked[name]
        headers = {"accept-encoding": "identity", **how.get("headers", {})}
        if body is None:
            return client.get(address + how.get("more", ""), headers=headers, REMOTE_ADDR=ELSEWHERE)
        if name == "getLetterState":
            body = {"code": post(client, LETTERS, sent(prisoner="open-person")).json()["code"]}
        return post(client, address + how.get("more", ""), body, **headers)

    return send


def told(name, status):
    """Return {header: must it be there} that the document tells of for an answer of this status."""
    responses = OPERATIONS[name][2]["responses"]
    response = resolved(responses.get(str(status)) or responses["4XX"])
    return {header: resolved(said)["required"] for header, said in response["headers"].items()}


def resolved(said):
    if "$ref" not in said:
        return said
    _root, _components, kind, name = said["$ref"].split("/")
    return DOCUMENT["components"][kind][name]


def faults(name, answer):
    """Return what the document says and the answer has not, and the other way round."""
    documented = told(name, answer.status_code)
    there = {header for header in HEADER_WORDS if header in answer.headers}
    missing = {header for header, must in documented.items() if must} - there
    return missing, there - set(documented) - AMBIENT


@pytest.mark.full(LONG)
@pytest.mark.parametrize("name", OPERATIONS)
def test_headers_of_each_answer_are_those_of_the_document(ask, name):
    answer = ask(name)

    assert answer.status_code in (200, 201), answer.content
    assert str(answer.status_code) in OPERATIONS[name][2]["responses"]
    assert faults(name, answer) == (set(), set())


@pytest.mark.parametrize("name", first_of(OPERATIONS))
def test_as_you_have_it_is_documented_where_it_can_be_and_only_there(ask, name):
    ask(name)  # makes the pictures of a page that nobody has seen yet, which is a change
    tag = ask(name).headers.get("ETag", "*")

    answer = ask(name, headers={"if-none-match": tag})

    can_be = "304" in OPERATIONS[name][2]["responses"]
    assert (answer.status_code == 304) == can_be
    assert faults(name, answer) == (set(), set())


@pytest.mark.parametrize("name", OPERATIONS)
def test_headers_of_each_refusal_are_those_of_the_document(ask, name, monkeypatch):
    refused = ask(name, more="&unheard=of" if name != "listPrisonerIds" else "?unheard=of")
    unknown_key = ask(name, headers={"x-api-key": "lfc_pk_unknown"})
    monkeypatch.setattr(rate_limits, "count", lambda _who, _now: 1_000_000)
    too_often = ask(name, counts="used up") if name != "getLetterState" else None

    assert (refused.status_code, unknown_key.status_code) == (400, 401)
    for answer in filter(None, (refused, unknown_key, too_often)):
        assert faults(name, answer) == (set(), set()), answer.status_code
    assert too_often is None or too_often.status_code == 429
