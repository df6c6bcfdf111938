"""Nothing private, hidden or unpublished reaches what the API says of pages, places, words and searches."""

import io

import openpyxl
import pytest

from cms.api import api
from tests.contract import operations_of
from tests.factories.canaries import CANARY, HIDDEN_BIRTHDAY, LANGUAGES, plant_canaries

pytestmark = pytest.mark.django_db

HIDDEN_WORDS = [CANARY, HIDDEN_BIRTHDAY.isoformat(), HIDDEN_BIRTHDAY.isoformat()[:7]]
API = "/api/v1"
# What an operation asks for, where it does not answer without.
ASKED = {
    "search": [{"q": "letters"}, {"q": "person"}, {"q": "hidden"}],
    "resolve": [{"path": "/en/campaigns/winter/"}, {"path": "/uk/events/hidden-place/"}],
}
OF_PEOPLE = ("prisoners", "recipients", "statistics", "preview", "letters")


def addresses(client):
    """Yield (address, parameters) of every reading operation: each list, each thing of it, each language."""
    for path, method, _operation in operations_of(api.document()):
        name = path.removeprefix(f"{API}/")
        if method != "get" or name.startswith(OF_PEOPLE) and "." not in name:
            continue
        for language in LANGUAGES:
            asked = {"locale": language, "fallback": ",".join(LANGUAGES)}
            for address in things(client, path) if "{" in path else [path]:
                yield from ((address, {**asked, **more}) for more in ASKED.get(name, [{}]))
                if name in ("campaigns", "events"):
                    yield address, {**asked, "fields": "*"}


def things(client, path):
    items = client.get(path[: path.index("/{")], {"locale": "en", "fallback": "uk"}).json()["items"]
    return [f"{path[: path.index('{')]}{item['slug']}" for item in items if item.get("url")]


def read(response):
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        return str(list(rows))
    return content.decode()


def test_no_canary_reaches_any_answer_or_table(client):
    plant_canaries()
    answers = [(address, asked, client.get(address, asked)) for address, asked in addresses(client)]
    texts = {f"{address} {asked}": read(response) for address, asked, response in answers}
    headers = " ".join(str(response.headers) for _address, _asked, response in answers)

    told = [(at, word) for at, text in texts.items() for word in HIDDEN_WORDS if word in text.lower()]
    assert told == []
    assert CANARY not in headers.lower()
    assert {response.status_code for _address, _asked, response in answers} == {200}
    assert len(texts) > 80
    assert "hidden-place" in str(texts)
    assert "open-person" in texts[f"{API}/prisoners.csv {{'locale': 'en', 'fallback': 'uk,en,crh'}}"]


@pytest.mark.parametrize("slug", ["campaign", "event"])
def test_a_draft_is_the_same_404_as_nothing(client, slug):
    plant_canaries()
    draft = client.get(f"{API}/{slug}s/{CANARY}-{slug}?locale=uk")
    nothing = client.get(f"{API}/{slug}s/nothing?locale=uk")

    assert (draft.status_code, draft.content) == (404, nothing.content)
