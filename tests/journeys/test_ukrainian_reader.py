"""A Ukrainian reader opens every public page of the demo and finds no English: proper names apart."""

import re
from collections import defaultdict
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Comment, Doctype

from home.languages.info import CONTENT_LANGUAGES
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.letters.conftest import filled
from tests.tiers import WHOLE_DEMO, WHOLE_PROGRAMS

pytestmark = pytest.mark.full(WHOLE_DEMO)


LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
READ_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title", "data-label")
READ_META = ("description", "og:title", "og:description", "og:site_name", "og:image:alt")
# Names as Ukrainian writes them too: formats, techniques, organisations, festivals, numbers, languages.
ALLOWED = {
    *("JPEG", "PNG", "WebP", "PDF", "QR", "US", "Letter", "DL"),
    *("cookie", "IP", "Tor", "XII", "XIII", "security", "txt"),
    *("ZMINA", "LetMyPeopleGo", "Docudays", "UA", "Cemaat"),
    *(name for _language, name in CONTENT_LANGUAGES),
}
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|[\w-]+(\.[\w-]+)*\.(org|info|ua|com|eu|tv|net|media|html)\b\S*")
MOST_PAGES = 500
LONG = "я" * 101


def foreign_words(html):
    """Return {text: its Latin words} of what a reader sees or hears and is not marked as another language."""
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup(["script", "style", "svg", "template", "code"]):
        hidden.decompose()
    for marked in soup.find_all(lang=lambda language: language and not language.startswith("uk")):
        marked.decompose()
    found = {text: words for text in _read(soup) if (words := _latin(text))}
    return found


def _read(soup):
    for text in soup.find_all(string=True):
        if not isinstance(text, Comment | Doctype):
            yield " ".join(text.split())
    for element in soup.find_all(True):
        yield from (element[name] for name in READ_ATTRIBUTES if element.get(name))
        if element.name == "input" and element.get("type") == "submit":
            yield element.get("value", "")
        if element.name == "meta" and {element.get("name"), element.get("property")} & set(READ_META):
            yield element.get("content", "")


def _latin(text):
    return [word for word in LATIN_WORD.findall(ADDRESS.sub("", text)) if word not in ALLOWED]


def links(html, *, base):
    """Return the addresses of our own Ukrainian pages a page leads to, each list filter once."""
    for anchor in BeautifulSoup(html, "html.parser").find_all("a", href=True):
        address = urlsplit(urljoin(base, anchor["href"]))
        if address.netloc == "testserver" and address.path.startswith("/uk/"):
            yield f"{address.path}?{address.query}" if address.query else address.path


def crawl(client):
    """Return {address: html} of every Ukrainian page reachable from the first one."""
    pages, waiting = {}, ["/uk/"]
    while waiting and len(pages) < MOST_PAGES:
        address = waiting.pop()
        if address in pages:
            continue
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        is_page = response["Content-Type"].startswith("text/html")
        pages[address] = response.content.decode() if is_page else ""
        waiting += links(pages[address], base=f"http://testserver{address}")
    return pages


def english_of(pages):
    """Return {text: up to three addresses} of the foreign words of all pages."""
    foreign = defaultdict(list)
    for address, html in pages.items():
        for text in foreign_words(html):
            foreign[text].append(address)
    return {text: addresses[:3] for text, addresses in foreign.items()}


@pytest.mark.full(WHOLE_PROGRAMS)
@pytest.mark.django_db
def test_ukrainian_reader_finds_no_english_on_any_page(demo, client):
    pages = crawl(client)

    assert len(pages) > 40
    assert english_of(pages) == {}


def test_ukrainian_writer_finds_no_english_on_the_way_of_a_letter(db, client):
    open_locales("uk", "en")
    partner = PartnerFactory(slug="partner", name_uk="Партнер", section=True)
    PrisonerFactory(partner=partner, writable=True, slug="vilnyi", name_uk="Вигаданий Вільний")
    steps = "/uk/letters/write/vilnyi"
    answers = {
        "about you": client.post(f"{steps}/about-you/", filled(send="")),
        "about you, with errors": client.post(
            f"{steps}/check/", filled(consent="", email="x", name="я" * 101)
        ),
        "the letter, with errors": client.post(f"{steps}/about-you/", filled(body=70 * LONG)),
        "check": client.post(f"{steps}/check/", filled(send="")),
        "receipt": client.post(f"{steps}/check/", filled(), follow=True),
        "status": client.post("/uk/letters/status/", {"code": "1234 1234 1234 1234"}),
        "status, with errors": client.post("/uk/letters/status/", {"code": "12"}),
        "no such person": client.post("/uk/letters/write/nobody/check/", filled()),
        "no such page": client.get("/uk/nowhere/"),
        "nobody found": client.get("/uk/prisoners/?q=щщщ&status=x&page=99&birthday_month=13"),
        "nobody to choose": client.get("/uk/letters/write/?q=щщщ"),
    }

    assert english_of({name: answer.content.decode() for name, answer in answers.items()}) == {}


def test_the_check_itself_sees_english_and_spares_what_is_marked():
    html = '<p>Лист <span lang="en">from Kyiv</span> JPEG</p><img alt="a dog"><p>Write to us</p>'

    assert foreign_words(html) == {"a dog": ["dog"], "Write to us": ["Write", "to", "us"]}
