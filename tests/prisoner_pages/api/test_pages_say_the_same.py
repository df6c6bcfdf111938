"""What the page of a campaign, an event or a partner shows is in its answer, and the other way round."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import translation

from home.languages.dates import date_as_stated, date_in_words
from home.templatetags.interface import t
from tests.prisoner_pages.api.sameness import without_since
from tests.prisoner_pages.api.world import LANGUAGES
from tests.tiers import first_of

pytestmark = pytest.mark.django_db

# Words of the interface that stand between what is told, as msgids.
BETWEEN = (
    *("until", "Until:", "Write a letter", "Letters", "count by:", "source", "Events", "Campaigns"),
    *("Whom this campaign is for", "Together", "Part of:", "Website", "People whose records it keeps", "and"),
    *("People you can write to", "You can write", "Example: this person is invented", "Invented person"),
    "Since then fewer than five more have come through this site and been accepted to be sent.",
    "Letters collected, as published:",
)
PAGES = {"campaigns/winter": "campaign", "events/evening": "event", "partners/zmina": "partner"}
# Told to machines, or on the page's card in the list: nothing of it is a sentence of the page.
FOR_MACHINES = {
    *("url", "src", "srcset", "href", "path", "type", "id", "lang", "locale", "alt_lang", "credit_lang"),
    *("html", "precision", "since", "slug", "source_url", "write_url", "translations", "code", "website"),
    *("people", "kind"),
}


def strings_of(value, key=""):
    """Yield every text of an answer that is meant for people, dates as the page writes them."""
    if isinstance(value, dict) and {"date", "precision"} == value.keys():
        whole = (value["date"] + "-01-01")[:10]
        yield date_in_words(date.fromisoformat(whole), value["precision"])
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in FOR_MACHINES:
                yield from strings_of(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_of(inner, key)
    elif isinstance(value, str):
        yield date_as_stated(value) if key == "date" else value
    elif isinstance(value, int) and not isinstance(value, bool) and key in ("total", "of_them") and value:
        yield str(intcomma(value))


def shown_in(article):
    """Return the texts of an article, alternative texts of pictures among them, drawn plates left out."""
    for drawing in article.find_all("svg"):
        drawing.decompose()
    return [*article.stripped_strings, *(image.get("alt", "") for image in article.find_all("img"))]


def pieces(texts):
    """Return the texts cut where the page strings one to the other."""
    cut = (piece for text in texts for piece in re.split(r"[,:] ", " ".join(text.split())))
    return {piece.strip(" ,–·():.") for piece in cut} - {""}


def beside(client, language, item):
    """Return the texts of what stands in lists beside: the cards of people, campaigns and events."""
    people = client.get(item["people"]["url"]).json()["items"] if "people" in item else []
    cards = [{"name": person["name"], "home": person["home"], "work": person["work"]} for person in people]
    for link in [*item.get("events", []), *item.get("campaigns", [])]:
        root = link["url"].split("/")[-3]
        card = client.get(f"/api/v1/{root}/{link['slug']}", {"locale": language}).json()["item"]
        cards.append({name: card[name] for name in ("title", "intro", "starts", "ends")})
    return cards


@pytest.mark.parametrize("language", first_of(LANGUAGES))
@pytest.mark.parametrize("page", first_of(PAGES))
def test_the_page_and_the_answer_say_the_same(client, person, page, language):
    item = client.get(f"/api/v1/{page}", {"locale": language}).json()["item"]
    html = BeautifulSoup(without_since(client.get(f"/{language}/{page}/").text, language), "html.parser")
    article = html.find("article", class_=PAGES[page])
    cards = beside(client, language, item)
    with translation.override(language):
        told = pieces(strings_of([item, cards]))
        interface = pieces(BeautifulSoup(str(t(words)), "html.parser").text for words in BETWEEN)
    shown = pieces(shown_in(article))

    assert shown - told - interface == set(), "on the page only"
    assert told - shown == set(), "in the answer only"
    assert len(told) > 8


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_of_the_page_are_in_the_answer(client, person, page):
    answer = client.get(f"/api/v1/{page}", {"locale": "en"})
    html = BeautifulSoup(client.get(f"/en/{page}/").content, "html.parser")
    article = html.find("article", class_=PAGES[page])
    people = answer.json()["item"].get("people", {}).get("url")
    text = answer.text + (client.get(people).text if people else "")
    addresses = {link["href"].partition("?")[0] for link in article.find_all("a")} - {"/en/prisoners/"}

    assert {address for address in addresses if address not in text} == set()
    assert len(article.find_all("figure", class_="picture")) == answer.text.count('"src":') > 0
