"""Frames for partners' own sites: what stands in them, who may frame them, what they cost."""

import re
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from home.models import SiteImage
from home.pictures.reencoding import PictureFile, encode
from prisoner_pages.choices import FigureSubject, PauseForm, Scope, Status
from prisoner_pages.consents.actions.consents import withdraw_consent
from prisoner_pages.models import Charge, ChargeArticle, Figure, FrontEnd, Prisoner
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, furnish, picture, word_in
from tests.standing import standing
from tests.tiers import RARE

pytestmark = [pytest.mark.django_db, pytest.mark.full(RARE)]

LANGUAGES = ("uk", "en", "crh")
MOST_BYTES = 30_000
SHOWN_BASES = [Scope.NAME, Scope.LETTERS, Scope.PHOTO]


@standing
def trees():
    return open_locales(*LANGUAGES)


@standing
def person(trees):
    return PrisonerFactory(
        slug="one",
        writable=True,
        name_en="Only One",
        name_crh="Tek Bir",
        stories=("uk", "en"),
        photo=picture("face"),
        bases=SHOWN_BASES,
        charges=[Charge(code="205.5", part="2")],
    )


def address(kind, name="", *, language="en", partner="zmina"):
    return f"/{language}/embed/{partner}/{kind}/{name}{'/' if name else ''}"


def policy_of(response):
    pairs = (part.partition(" ") for part in response["Content-Security-Policy"].split("; "))
    return {name: value for name, _space, value in pairs}


# --- What stands in a frame ------------------------------------------------------------------------
def test_a_person_is_first_by_name_with_the_photo_inside_and_the_charge_last(person, client):
    word_in(["uk", "en"], ChargeArticle, "Участь", "Taking part", code="205.5", part="2")

    text = client.get(address("person", "one")).text

    order = [
        "Only One</a></h1>",
        "You can write to this person.",
        "/en/letters/write/one/",
        "Russia alleges:",
    ]
    assert sorted(order, key=text.index) == order
    assert 'src="data:image/webp;base64,' in text
    assert re.search(r"“Taking part”\s*<span[^>]*>\(article 205\.5, part 2\)", text)
    assert '<base target="_blank">' in text


def test_what_is_in_another_language_says_so(person, client):
    text = client.get(address("person", "one", language="crh")).text

    assert '<html lang="crh">' in text
    assert '<a href="/crh/prisoners/one/" rel="noopener">Tek Bir</a>' in text
    assert '<span lang="uk">Написати листа</span>' in text


def test_a_photo_without_a_basis_is_in_no_frame(person, client):
    withdraw_consent(person.consents.get(scope=Scope.PHOTO), by=None)

    for kind, name in (("person", "one"), ("people", ""), ("our-people", "")):
        text = client.get(address(kind, name)).text
        assert "Only One" in text
        assert "data:" not in text
        assert '<svg class="plate' in text


def test_somebody_freed_under_control_is_a_name_alone(person, client):
    Prisoner.objects.filter(pk=person.pk).update(status=Status.RELEASED_UNDER_CONTROL)

    text = client.get(address("person", "one")).text

    assert "Only One" in text
    assert not any(word in text for word in ("data:", "205.5", "letters/write/one"))


@pytest.mark.both_databases
def test_people_are_those_who_take_letters_and_own_ones_are_the_partners(person, client):
    PrisonerFactory(slug="silent", name_en="Silent One", status=Status.SENTENCED)
    elsewhere = PartnerFactory(slug="pen", section=True)
    PrisonerFactory(slug="other", name_en="Other One", writable=True, partner=elsewhere)

    everybody, own = client.get(address("people")).text, client.get(address("our-people")).text

    assert ("Only One" in everybody, "Other One" in everybody, "Silent One" in everybody) == (1, 1, 0)
    assert ("Only One" in own, "Other One" in own) == (1, 0)


@pytest.mark.both_databases
def test_a_campaign_asks_for_letters_and_its_counter_names_who_counted(person, client):
    campaign = a_campaign([person], languages=LANGUAGES)
    body = {"counted_by_uk": "ПЕН", "counted_by_en": "PEN Ukraine"}
    Figure.objects.create(
        date="2026-02-11", subject=FigureSubject.LETTERS, total=1234, campaign=campaign, **body
    )

    card, counter = (
        client.get(address("campaign", "winter")).text,
        client.get(address("counter", "winter")).text,
    )

    for text in (card, counter):
        assert "Winter letters" in text
        assert "/en/letters/write/?campaign=winter" in text
    assert ("1,234" in card, "1,234" in counter, "PEN Ukraine" in counter) == (False, True, True)


# --- What may not be shown -------------------------------------------------------------------------
def test_paused_unknown_and_mistyped_are_the_same_kind_words(person, client):
    PrisonerFactory(slug="no-name", bases=[])
    PrisonerFactory(slug="draft", live=False)
    absent = client.get(address("person", "nobody"))
    pause_prisoner(person, by=None, form=PauseForm.OPEN, reason="asked")

    for kind, name in (
        ("person", "one"),
        ("person", "no-name"),
        ("person", "draft"),
        ("person", ""),
        ("people", "one"),
        ("campaign", "one"),
        ("counter", "nothing"),
        ("unknown-kind", ""),
    ):
        answer = client.get(address(kind, name))
        assert (answer.status_code, answer.content) == (404, absent.content), (kind, name)
        assert dict(answer.headers) == dict(absent.headers), (kind, name)
    assert "This card is not shown now." in absent.text
    assert client.get(address("people")).content == absent.content


# --- Who may frame, what is kept -------------------------------------------------------------------
def test_a_frame_may_do_nothing_but_show_itself(person, client):
    response = client.get(address("person", "one"))

    policy = policy_of(response)
    assert policy["default-src"] == policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["img-src"] == "data:"
    assert policy["style-src"].startswith("'sha256-")
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_a_frame_is_framed_by_the_sites_that_its_partner_named_and_by_no_others(person, client):
    pen, ours = PartnerFactory(slug="pen"), {"embed_origins": "https://pen.example\nhttps://old.pen.example"}
    FrontEnd.objects.create(partner=pen, name="site", **ours)
    FrontEnd.objects.create(partner=pen, name="gone", embed_origins="https://gone.example", active=False)
    FrontEnd.objects.create(partner=pen, name="reads only", origins="https://reader.example")

    def framed_by(partner, kind="person", name="one"):
        return policy_of(client.get(address(kind, name, partner=partner)))["frame-ancestors"]

    assert framed_by("pen") == "'self' https://old.pen.example https://pen.example"
    assert framed_by("pen", name="nobody") == framed_by("pen")
    assert framed_by("zmina") == framed_by("no-such-partner") == "'self'"
    assert policy_of(client.get("/en/prisoners/one/"))["frame-ancestors"] == "'none'"
    FrontEnd.objects.filter(name="site").get().delete()
    assert framed_by("pen") == "'self'"


def test_a_frame_is_asked_for_anew_and_changes_with_the_person(person, client):
    first = client.get(address("person", "one"))
    again = client.get(address("person", "one"), headers={"if-none-match": first["ETag"]})
    withdraw_consent(person.consents.get(scope=Scope.PHOTO), by=None)
    changed = client.get(address("person", "one"), headers={"if-none-match": first["ETag"]})

    assert set(first["Cache-Control"].split(", ")) == {"public", "no-cache"}
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_the_script_has_one_address_for_every_site(client):
    response = client.get("/embed.js")

    assert response["Content-Type"].startswith("text/javascript")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "customElements.define" in response.text
    assert client.get("/embed.js", headers={"if-none-match": response["ETag"]}).status_code == 304


# --- What it costs ---------------------------------------------------------------------------------
CEILINGS = {
    address("people"): 7,
    address("our-people"): 7,
    address("person", "crowd-00001"): 7,
    address("campaign", "winter"): 3,
    address("counter", "winter"): 4,
    address("person", "nobody"): 4,
}


def cost_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def test_frames_stay_below_their_ceilings_however_many_people(trees, client):
    partner = PartnerFactory(slug="zmina", section=True)
    costs = []
    for people in (20, 150):
        furnish(gather_crowd(people, partner=partner, languages=LANGUAGES), languages=LANGUAGES)
        costs.append({path: cost_of(client, path) for path in CEILINGS})

    assert costs[0] == costs[1]
    assert {path: cost for path, cost in costs[0].items() if cost > CEILINGS[path]} == {}


def noisy_picture(seed, *, dots):
    """A photo of `dots` times as many spots as wide: the more, the worse it compresses."""
    noise = Image.frombytes("RGB", (4 * dots, 5 * dots), Random(seed).randbytes(60 * dots * dots))
    photo = noise.resize((320, 400), Image.Resampling.BICUBIC)
    return SiteImage.objects.create(title="noise", file=PictureFile(encode(photo, "PNG")))


# Photos in each frame: three that just fit, three that are too large for a frame with others.
@pytest.mark.parametrize(
    ("dots", "photos"), [(5, {"people": 3, "person": 1}), (80, {"people": 0, "person": 1})]
)
def test_a_frame_is_one_small_answer_whatever_its_photos(trees, client, dots, photos):
    for number in range(3):
        photo = noisy_picture(number, dots=dots)
        PrisonerFactory(
            slug=f"noisy-{number}", writable=True, photo=photo, bases=SHOWN_BASES, stories=LANGUAGES
        )

    for language in LANGUAGES:
        for kind, name in (("people", ""), ("person", "noisy-1")):
            content = client.get(address(kind, name, language=language)).content
            assert len(content) <= MOST_BYTES, (language, kind, len(content))
            assert content.count(b"data:image") == photos[kind]
            assert not re.search(rb'(?:src|srcset|poster)="(?!data:)|<link|url\(', content)
