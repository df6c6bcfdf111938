"""Run by tests/cms/test_new_language.py in a process of its own, with the plugin that adds Italian."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override

from home.languages.dates import date_in_words
from home.languages.info import collation_key
from home.languages.language_names import LANGUAGE_WORDS
from home.languages.slugs import slugify
from home.languages.table import declared
from home.translation.matching.inflections import stems_of
from letters.models import Letter
from letters.text.language_detection import detect_language
from letters.writing.forms.steps import LETTER_LANGUAGES
from prisoner_pages.models import Facility, Prisoner, Verification
from tests.factories.mail import mail_server
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import furnish
from tests.home.languages.test_tables import NEEDED, lacking
from tests.letters.conftest import filled, work
from tests.standing import standing

LINK = re.compile(r'href="(?:http://testserver)?(/it/[^"#?]*)')
# What nothing links to, or only a form leads to.
UNLINKED = ["/it/", "/it/letters/status/", "/it/letters/erase/", "/it/feeds/updates.atom"]
KINDS = [
    r"/it/$",
    r"/it/prisoners/$",
    r"/it/prisoners/[\w-]+/$",
    r"/it/prisoners/[\w-]+/print/$",
    r"/it/prisoners/[\w-]+/letter\.pdf",
    r"/it/prisoners/[\w-]+/envelope\.pdf",
    r"/it/campaigns/[\w-]+/$",
    r"/it/events/[\w-]+/$",
    r"/it/partners/[\w-]+/$",
    r"/it/letters/write/$",
    r"/it/letters/write/[\w-]+/$",
    r"/it/letters/status/",
    r"/it/feeds/",
]
MONTH_AND_YEAR = re.compile(rf"\b({'|'.join(declared('it').dates.months)}) \d{{4}}")
ITALIAN = (
    "Buongiorno, mi chiamo Elena e Le scrivo dalla mia piccola casa vicino al mare. Oggi piove, il gatto"
    " dorme sulla finestra e io penso a Lei con affetto."
)


@standing
def site(db):
    open_locales("uk", "en", "it")
    PrisonerFactory(writable=True, slug="invented-free", stories=["uk", "en", "it"])
    furnish(Prisoner.objects.all(), languages=["uk", "en", "it"])
    # As an envelope needs it.
    Facility.objects.update(address_ru="г. Город, ул. Улица, 1", postal_index="295006")
    Verification.objects.update(verified_on=timezone.localdate())


@pytest.fixture
def found(client, site):
    """Return {address: answer} of all that a visitor finds who follows every link."""
    answers, ahead = {}, list(UNLINKED)
    while ahead and len(answers) < 300:
        address = ahead.pop()
        answers[address] = answer = client.get(address, follow=True)
        text = answer.content.decode() if "html" in answer.get("Content-Type", "") else ""
        ahead += set(LINK.findall(text)) - answers.keys() - set(ahead)
    return answers


def test_every_page_is_served_in_the_new_language(found):
    assert {address for address, answer in found.items() if answer.status_code != 200} == set()
    pages = [answer.content.decode() for answer in found.values() if "html" in answer["Content-Type"]]
    assert [page[:200] for page in pages if '<html lang="it"' not in page] == []
    assert [kind for kind in KINDS if not any(re.match(kind, address) for address in found)] == []


def test_words_of_its_catalogue_and_its_dates_are_on_the_pages(client, site):
    listed = {word for word in client.get("/it/").text.split(">") if "Segui una lettera<" in word}
    page = client.get("/it/prisoners/invented-free/").text

    assert listed
    assert MONTH_AND_YEAR.search(page), page


def test_missing_words_are_english_and_never_another_language(client, site):
    page = client.get("/it/letters/status/").text.lower()

    assert not re.search("[а-яіїєґ]{4} [а-яіїєґ]{4}", page)


def test_sitemap_switcher_and_api_name_it(client, site):
    assert "/it/prisoners/" in client.get("/sitemap.xml").getvalue().decode()
    assert 'hreflang="it"' in client.get("/uk/").text
    answer = client.get("/api/v1/prisoners", {"locale": "it"})
    assert answer.status_code == 200 and answer.json()


def test_letter_is_taken_and_known_for_what_it_is(client, site):
    slug = Prisoner.objects.get().slug
    assert "it" in dict(LETTER_LANGUAGES)

    answer = client.post(f"/it/letters/write/{slug}/check/", filled(body=ITALIAN))

    assert answer.status_code == 303, answer.content.decode()
    letter = Letter.objects.get()
    assert letter.language == "it" == detect_language(ITALIAN)


def test_mail_about_it_is_in_the_new_language(client, site, settings):
    slug = Prisoner.objects.get().slug
    client.post(f"/it/letters/write/{slug}/check/", filled(body=ITALIAN, email="elena@example.org"))

    with mail_server(settings) as server:
        work()

    ((_recipients, message),) = server.mail
    assert message["Subject"] == "Confermi il suo indirizzo"
    assert "/it/letters/confirm/" in message.get_content()


def test_dates_are_written_and_words_without_endings_are_found():
    assert date_in_words(date(2026, 5, 1), language="it") == "1º maggio 2026"
    assert ("letter", {"a", "e", "o", "i"}) in stems_of("lettera", "it")


def test_it_has_addresses_an_order_and_a_name_on_every_screen():
    assert slugify("Perché è così", "it") == "perche-e-cosi"
    assert sorted(["Zoe", "Èrica", "Dario"], key=lambda name: collation_key(name, "it")) == [
        "Dario",
        "Èrica",
        "Zoe",
    ]
    with override("uk"):
        assert str(LANGUAGE_WORDS["it"]).lower() == "італійська"


@pytest.mark.django_db
def test_it_asks_for_no_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_it_lacks_nothing():
    assert lacking(declared("it"), NEEDED.keys() - {"catalogue"}) == []
