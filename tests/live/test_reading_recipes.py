"""The recipes of docs/api.md that read, run against a site as they stand there."""

import re
from html.parser import HTMLParser
from urllib.error import HTTPError

import pytest

from home.headless.webhooks.actions.log_follower import follow
from prisoner_pages.models import CampaignPage, EventPage
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.crowd import gather_crowd
from tests.factories.recipes import GUIDE, recipe
from tests.prisoner_pages.api.world import build_site
from tests.tiers import WHOLE_PROGRAMS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.full(WHOLE_PROGRAMS)]


@pytest.fixture
def person():
    person = build_site()
    gather_crowd(4, partner=person.partner, languages=["uk", "en"])
    return person


@pytest.fixture
def read(live_server):
    """Return a function that runs a recipe's own function against the site that is up."""

    def run(name, function):
        found = recipe(name)
        found["API"] = f"{live_server.url}/api/v1"
        return found[function]

    return run


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_everybody_is_read_to_the_end_and_words_of_another_language_are_marked(person, read):
    people = list(read("everybody", "everybody")("crh", fallback="uk,en", limit=2))

    words = read("words", "words")
    labels = {words(one["writing"]["call"]["label"], "crh") for one in people if one.get("writing")}
    assert len({one["slug"] for one in people}) == len(people) == 5
    assert labels and all(label.startswith('<span lang="uk">') for label in labels)
    assert words({"text": "<b>", "lang": "crh"}, "crh") == "&lt;b&gt;"
    assert words(None, "crh") == ""


def test_copies_are_brought_up_to_date_by_changes_alone(person, read):
    take_changes, copies = read("changes", "take_changes"), {}
    follow()
    address = take_changes(copies)
    kept = set(copies)
    pause_prisoner(person, by=None)
    follow()

    take_changes(copies, address)

    assert len(kept) == 5
    assert set(copies) == kept - {person.slug}


def test_what_was_kept_is_asked_for_again_and_whoever_is_gone_is_kept_no_longer(person, read, live_server):
    ask, gone = read("kept", "ask"), read("mirror", "gone")
    address = f"{live_server.url}/api/v1/prisoners/{person.slug}?locale=uk"
    first = ask(address)

    assert ask(address) is first  # a 304 brings no second answer
    assert gone([person.slug, "nobody"]) == {"nobody"}

    pause_prisoner(person, by=None)
    with pytest.raises(HTTPError) as problem:
        ask(address)
    assert (problem.value.code, ask.__globals__["kept"]) == (404, {})
    assert gone([person.slug, "nobody"]) == {person.slug, "nobody"}


def test_addresses_lead_to_what_the_api_tells_of_them(person, read, live_server):
    where = read("address", "where")
    campaign = CampaignPage.objects.get(slug="winter", locale__language_code="en")
    old = f"/en/{campaign.url_path.split('/', 2)[2]}"

    assert where(f"/en/prisoners/{person.slug}/")[0] == 200
    assert where(old) == (301, f"{live_server.url}/en/campaigns/winter/")
    assert where("/en/nowhere/") == (404, None)


def test_pictures_and_tables_come_as_they_are_answered(person, read, live_server):
    event = EventPage.objects.get(locale__language_code="uk")
    photo = read("kept", "ask")(f"{live_server.url}/api/v1/events/{event.slug}?locale=uk")["item"]["photo"]
    elements = Elements(read("picture", "picture")(photo, "20rem")).found
    rows, cited = read("table", "table")("prisoners", "en")

    assert elements[-1][0] == "img" and elements[-1][1]["alt"] == photo["alt"] != ""
    assert [tag for tag, _attributes in elements[1:-1]] == ["source"] * len(photo["sources"])
    assert person.slug in {row["slug"] for row in rows} and len(rows) == 5
    assert cited.startswith("Letters to Free Crimea, ")


def test_every_recipe_is_run_by_a_test():
    names = re.findall(r"<!-- recipe: (\w+) -->", GUIDE.read_text())
    tests = "".join(path.read_text() for path in GUIDE.parents[1].glob("tests/**/test_*.py"))

    assert len(names) == len(set(names)) >= 10
    assert [name for name in names if f'"{name}"' not in tests] == []
