"""A coordinator arranges menu and footer, and sends old addresses on: never one that could be a person's."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry

from home.models import SiteSettings, StandardPage
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.frame.actions.frame import arrange_frame
from prisoner_pages.frame.actions.old_addresses import send_on
from prisoner_pages.frame.read_models.old_addresses import Target
from prisoner_pages.models import Prisoner
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
FRAME, OLD = "/admin/site-frame/", "/admin/old-addresses/"
PEOPLE_STAY = "Адреси людей"


@standing
def person(db):
    """Two languages with an "about", "privacy" and a page of one's own; one person, who is shown."""
    homes = open_locales("uk", "en")
    for slug, title, english in (
        ("about", "Про нас", "About us"),
        ("privacy", "Приватність", "Privacy"),
        ("volunteers", "Волонтерам", "For volunteers"),
    ):
        page = StandardPage(title=title, slug=slug, locale=homes["uk"].locale)
        homes["uk"].add_child(instance=page)
        place_story(page, locale="en", fields={"title": english}, by=None, live=True)
    return PrisonerFactory(partner=open_partner("zmina"), slug="vygadana")


@pytest.fixture
def coordinator(person):
    return employ_coordinator()


@pytest.fixture
def desk(coordinator):
    return logged_in(coordinator)


def frame_form(desk, **changed):
    form = desk.get(FRAME).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changed


def frame_of(client, language):
    told = client.get(f"/api/v1/site?locale={language}").json()["item"]
    return [[each["path"] for each in told[name]] for name in ("menu", "reference")], told


# --- Menu and footer ------------------------------------------------------------------------------
@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_page_of_ones_own_comes_into_the_menu_of_every_language_under_its_title(person, desk, client):
    before, _told = frame_of(client, "en")
    said = {"volunteers-where": "menu", "volunteers-order": 2, "about-where": "footer", "about-order": 90}

    answer = desk.post(FRAME, frame_form(desk, **said, contact_email="team@example.org"), follow=True)

    assert answer.redirect_chain == [(FRAME, 302)]
    assert ModelLogEntry.objects.get(action="prisoner_pages.arrange_frame").data == {
        "fields": ["menu", "footer", "contact_email"]
    }
    [menu, reference], told = frame_of(client, "en")
    assert before[0][-1] == "/en/about/" and "/en/about/" not in menu and reference[-1] == "/en/about/"
    assert menu[1:3] == ["/en/prisoners/", "/en/volunteers/"] or "/en/volunteers/" in menu[:3]
    assert told["contact_email"] == "team@example.org"
    page = client.get("/en/").text
    assert "For volunteers" in page.partition("</header>")[0] and "About us" in page.partition("<footer")[2]


def test_what_writers_need_stays_where_it_is(person, desk, client):
    answer = desk.post(
        FRAME, frame_form(desk, **{"privacy-where": "nowhere", "letters_write-where": "footer"})
    )

    assert answer.context["form"].errors.keys() == {"privacy-where", "letters_write-where"}
    assert answer.status_code == 422 and SiteSettings.load().menu == []


def test_a_page_taken_down_leaves_the_menu_and_breaks_nothing(person, coordinator, desk, client):
    arrange_frame(menu=["volunteers", "gone-long-ago"], footer=[], by=coordinator)
    StandardPage.objects.get(slug="volunteers", locale__language_code="uk").unpublish()

    [menu, _reference], _told = frame_of(client, "uk")

    assert "/uk/volunteers/" not in menu and "/uk/letters/write/" in menu
    assert desk.get(FRAME).status_code == 200 and client.get("/uk/").status_code == 200


# --- Old addresses --------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_an_old_address_leads_to_a_page_until_it_is_removed(person, desk, client):
    for old, new in {"/uk/old/": "/uk/about/", "https://testserver/en/gone": "https://example.org/x"}.items():
        assert desk.post(OLD, {"old": old, "new": new}).status_code == 302
    assert client.get("/uk/old/").headers["Location"] == "/uk/about/"
    assert client.get("/en/gone/").headers["Location"] == "https://example.org/x"

    for sent in Redirect.objects.all():
        desk.post(f"{OLD}{sent.pk}/remove/")
    gone = [each.data for each in ModelLogEntry.objects.filter(action="prisoner_pages.stop_sending_on")]
    assert {"old": "/en/gone", "to": "https://example.org/x"} in gone

    assert client.get("/uk/old/").status_code == client.get("/en/gone/").status_code == 404


@pytest.mark.parametrize(
    "old",
    first_of(
        [
            "/uk/prisoners/vygadana/",
            "/en/prisoners/nobody-was-here/",
            "/uk/prisoners/",
            "/uk/partners/zmina/vygadana/",
            "/uk/partners/zmina/somebody/",
            "/uk/letters/write/vygadana/",
            "/UK/Prisoners/Vygadana",
            "/vygadana/",
            "/uk/2024/vygadana/",
        ]
    ),
)
def test_no_address_of_people_is_sent_on_hidden_shown_or_unknown(person, coordinator, desk, client, old):
    for hide in (lambda: None, lambda: pause_prisoner(Prisoner.objects.get(), by=None)):
        hide()
        answer = desk.post(OLD, {"old": old, "new": "/uk/about/"})
        assert answer.status_code == 422 and PEOPLE_STAY in str(answer.context["form"].errors["old"])
        with pytest.raises(ValidationError):
            send_on(old.rstrip("/"), to=Target(None, "/uk/about/"), is_permanent=False, by=coordinator)
    assert not Redirect.objects.exists()


def test_an_address_of_a_record_that_was_merged_is_not_sent_on_either(person, coordinator):
    Prisoner.objects.filter(pk=person.pk).update(merged_into=PrisonerFactory(partner=person.partner))

    with pytest.raises(ValidationError, match=PEOPLE_STAY):
        send_on("/uk/2024/vygadana", to=Target(None, "/uk/about/"), is_permanent=False, by=coordinator)


@pytest.mark.full(LONG)
def test_what_cannot_be_sent_on_is_said_and_nothing_typed_is_lost(person, desk):
    Redirect.objects.create(old_path="/uk/sent", redirect_link="https://example.org")
    refused = {
        "/uk/about/": "/uk/privacy/",
        "/admin/pages/": "/uk/about/",
        "nonsense": "/uk/about/",
        "//[/": "/uk/about/",
        "/uk/sent/": "/uk/about/",
        "/uk/a/": "/uk/prisoners/vygadana/",
        "/uk/e/": f"{settings.SITE_URL.replace('http:', 'https:')}/uk/prisoners/vygadana/",
        "/uk/f/": "https://LOCALHOST./uk/prisoners/vygadana/",
        "/uk/b/": "/uk/nothing/",
        "/uk/c/": "http://[",
        "/uk/d/": "javascript:alert(1)",
    }
    for old, new in refused.items():
        answer = desk.post(OLD, {"old": old, "new": new})
        assert answer.status_code == 422 and answer.context["form"].errors, old
        assert answer.context["form"]["new"].value() == new
    assert Redirect.objects.count() == 1


def test_partners_arrange_nothing_and_send_nothing_on(person):
    editor = employ_editor(person.partner)

    with pytest.raises(PermissionDenied):
        arrange_frame(menu=[], footer=[], by=editor)
    with pytest.raises(PermissionDenied):
        send_on("/uk/old", to=Target(None, "https://example.org"), is_permanent=False, by=editor)


@pytest.mark.full(LONG)
def test_wagtails_own_screen_of_redirects_is_closed_to_all(person, admin_client):
    assert admin_client.get("/admin/redirects/").status_code in (302, 403)
    assert "/admin/redirects/" not in admin_client.get("/admin/").text
