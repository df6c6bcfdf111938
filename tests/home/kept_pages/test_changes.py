"""What people at work change shows with the next request, and what they only prepare renews nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import HomePage
from prisoner_pages.choices import Scope
from prisoner_pages.facts.actions.changes import change_record
from prisoner_pages.models import Consent, PrisonerPage
from prisoner_pages.records.actions.pauses import pause_prisoner, resume_prisoner
from tests.factories.canaries import plant_canaries
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.home.kept_pages.asking import Site
from tests.standing import standing
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PERSON, PEOPLE = "/uk/prisoners/vilnyi/", "/uk/prisoners/"
# Wherever the person may stand.
WHERE = (PERSON, PEOPLE, "/uk/", "/sitemap.xml", "/uk/feeds/updates.atom", "/uk/embed/zmina/person/vilnyi/")


@standing
def person(db):
    open_locales("uk", "en")
    PrisonerFactory(writable=True, slug="druha", stories=["uk"])
    return PrisonerFactory(writable=True, slug="vilnyi", stories=["uk", "en"])


@pytest.fixture
def site(person):
    """The site with all of WHERE kept; the first asking makes pictures and changes numbers."""
    site = Site()
    for path in WHERE * 2:
        site(path)
    assert all(site.is_kept(path) for path in WHERE)
    return site


def shown_at(site, name):
    """Return where the name stands, of answers that say what an answer made anew says."""
    found = {path: site(path) for path in WHERE}
    assert {path: each.body for path, each in found.items()} == {path: site.anew(path).body for path in WHERE}
    return {path for path, each in found.items() if each.status == "200 OK" and name in each.text}


@pytest.mark.full(LONG)
def test_a_pause_shows_at_once_everywhere_and_so_does_its_end(site, person):
    assert PERSON in shown_at(site, person.name_uk)

    pause_prisoner(person, by=None)
    assert shown_at(site, person.name_uk) == set()
    assert shown_at(site, "vilnyi") == set()
    assert not site.is_kept(PERSON)

    resume_prisoner(person, by=None)
    assert PERSON in shown_at(site, person.name_uk)


@pytest.mark.full(LONG)
def test_the_end_of_a_basis_shows_at_once(site, person):
    Consent.objects.get(prisoner=person, scope=Scope.NAME).delete()

    assert shown_at(site, person.name_uk) == set()


@pytest.mark.full(LONG)
def test_a_basis_that_ends_with_the_day_ends_with_the_day(site, person, time_machine):
    basis = Consent.objects.get(prisoner=person, scope=Scope.NAME)
    basis.expires_on = timezone.localdate()
    basis.save()
    assert PERSON in shown_at(site, person.name_uk)

    time_machine.move_to(timezone.now() + timedelta(days=1))

    assert shown_at(site, person.name_uk) == set()


def test_a_fact_that_changes_shows_at_once(site, person):
    def change(facts):
        facts.name_uk = "Інакша Людина"

    change_record(person, change=change, by=None)

    assert {PERSON, PEOPLE} <= shown_at(site, "Інакша Людина")


def test_a_draft_renews_nothing_and_its_publication_shows_at_once(site, person):
    story = PrisonerPage.objects.get(prisoner=person, locale__language_code="uk")
    story.intro = "Ніколи раніше не сказане"
    draft = story.save_revision()
    person.save_revision()
    before = len(site.asked)
    assert "Ніколи раніше" not in site(PERSON).text
    assert len(site.asked) == before

    draft.publish()

    assert "Ніколи раніше" in site(PERSON).text


def test_a_story_that_is_unpublished_is_gone_at_once(site, person):
    PrisonerPage.objects.get(prisoner=person, locale__language_code="uk").unpublish()

    assert f"Коротко про {person.name_uk}" not in site(PERSON).text


def test_a_language_that_is_closed_is_gone_at_once(site):
    assert site.is_kept("/en/prisoners/")
    HomePage.objects.get(locale__language_code="en").unpublish()

    assert site("/en/prisoners/").status == "404 Not Found"


@pytest.mark.full(LONG)
def test_nothing_that_a_cookie_or_a_token_belongs_to_is_kept():
    plant_canaries()
    site = Site()
    forms = (
        "letters/write/",
        "letters/write/open-person/",
        "letters/status/",
        "prisoners/open-person/tell-us/",
    )
    for path in forms:
        first, second = site(f"/uk/{path}"), site(f"/uk/{path}")
        assert first.status == "200 OK" and not site.is_kept(f"/uk/{path}"), path
        assert first.body != second.body or 'name="token"' not in first.text, path
    for path in ("/uk/", "/uk/prisoners/open-person/", "/uk/campaigns/winter/", "/uk/statistics/"):
        assert site.is_kept(path) or site.is_kept(path), path
        page = site(path)
        assert 'name="token"' not in page.text and "csrf" not in page.text, path
        assert "set-cookie" not in page.headers, path


def test_somebody_logged_in_is_answered_by_django(person, client):
    site = Site()
    assert site.is_kept(PERSON) or site.is_kept(PERSON)
    assert not site.is_kept(PERSON, cookie="sessionid=somebody")
