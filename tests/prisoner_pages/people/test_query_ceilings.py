"""How many queries a public page costs, warm: a ceiling each, the same for many people and many languages."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from home.languages.info import CONTENT_LANGUAGES
from home.models import SiteImage
from prisoner_pages.choices import MailStatus, Scope
from prisoner_pages.facts.actions.mail_status import set_mail_status
from prisoner_pages.models import CaseGroup, Consent, Facility, PrisonerPage
from prisoner_pages.people.read_models.random_draw import OTHERS_SHOWN
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales, write
from tests.factories.site_content import furnish
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db

CEILINGS = {
    "/en/": 4,
    "/en/prisoners/": 3,
    "/en/prisoners/?status=sentenced&letters=open&order=shuffled&page=2": 4,
    "/en/prisoners/?campaign=winter": 5,
    "/en/prisoners/crowd-00007/": 5,
    "/en/prisoners/?q=person": 4,
    "/en/statistics/": 7,
    "/sitemap.xml": 12,
    "/en/feeds/updates.atom": 6,
    "/en/feeds/birthdays.ics": 6,
}


def cost_of(client, path):
    """Return the number of queries of a warm request: the first makes pictures, which renews what is kept."""
    read(client, path)
    read(client, path)
    with CaptureQueriesContext(connection) as queries:
        assert read(client, path)
    return len(queries)


def read(client, path):
    """Return the body, read to its end: what is streamed asks the database only as it is read."""
    response = client.get(path)
    assert response.status_code == 200, path
    return response.getvalue()


@pytest.fixture
def measure(client):
    """Return a function that adds people and languages and gives {path: queries} of the whole site."""

    def cost_of_all(people, languages):
        open_locales(*languages)
        partner = PartnerFactory(slug="zmina", section=True)
        furnish(gather_crowd(people, partner=partner, languages=languages), languages=languages)
        return {path: cost_of(client, path) for path in CEILINGS}

    return cost_of_all


THREE = ["uk", "en", "crh"]
NINE = [code for code, _name in CONTENT_LANGUAGES]


@pytest.mark.full(LONG)
def test_public_pages_stay_below_their_ceilings_whatever_people_and_languages(measure):
    few = measure(50, THREE)
    many = measure(120, NINE)

    assert {path: cost for path, cost in few.items() if cost > CEILINGS[path]} == {}
    assert many == few


# The first answer after a person was saved: what is kept for so long only is asked for again.
FIRST = {
    "/en/": 6,
    "/en/prisoners/": 5,
    "/en/prisoners/?status=sentenced&letters=open&order=shuffled&page=2": 5,
    "/en/prisoners/crowd-00007/": 5,
    "/en/prisoners/?q=person": 5,
}


@pytest.fixture
def crowd():
    open_locales(*THREE)
    people = gather_crowd(50, partner=PartnerFactory(slug="zmina", section=True), languages=THREE)
    case = CaseGroup.objects.create(name="Вигадана справа", locale=Locale.objects.get(language_code="uk"))
    for person in people[:8]:
        person.cases = [case]
        person.save()
    return people


@pytest.mark.full(LONG)
@pytest.mark.parametrize("path", first_of(FIRST))
def test_the_first_answer_after_a_person_was_saved_stays_below_its_ceiling(client, crowd, path):
    assert first_cost_of(client, path, crowd[0]) <= FIRST[path]


def first_cost_of(client, path, changed):
    cost_of(client, path)
    changed.save()
    with CaptureQueriesContext(connection) as queries:
        read(client, path)
    return len(queries)


@pytest.mark.full(LONG)
def test_who_takes_no_letters_needs_no_draw_for_others_where_enough_are_near(client, crowd):
    set_mail_status(crowd[7], status=MailStatus.CANNOT, by=None)
    path = f"/en/prisoners/{crowd[7].slug}/"

    assert first_cost_of(client, path, crowd[0]) == cost_of(client, path)


@pytest.mark.full(LONG)
def test_where_too_few_are_near_the_first_answer_offers_those_of_the_day_like_any_other(client, crowd):
    set_mail_status(crowd[20], status=MailStatus.CANNOT, by=None)
    path = f"/en/prisoners/{crowd[20].slug}/"
    first_cost_of(client, "/en/prisoners/", crowd[0])

    first = read(client, path)

    assert first == read(client, path)
    assert first.count(b'<article class="card') == OTHERS_SHOWN


@pytest.fixture
def fullest():
    """Return somebody whose page shows all that there is, at a place from which letters were told of."""
    open_locales(*THREE)
    *_others, person = people = gather_crowd(8, partner=PartnerFactory(section=True), languages=THREE)
    furnish(people, languages=THREE)
    Facility.objects.update(letters_arrived_in=timezone.localdate())
    return person


FULLEST = 5
WITH_OTHERS = FULLEST + 1  # whom one can write to instead, in one query with all that their cards show


@pytest.mark.full(LONG)
@pytest.mark.parametrize("language", first_of(THREE))
def test_the_fullest_page_of_a_person_costs_five_queries(client, fullest, language):
    assert cost_of(client, f"/{language}/prisoners/{fullest.slug}/") == FULLEST


@pytest.mark.full(LONG)
def test_so_does_one_whose_story_is_told_in_other_languages_alone(client, fullest):
    PrisonerPage.objects.get(prisoner=fullest, locale__language_code="crh").unpublish()

    assert cost_of(client, f"/crh/prisoners/{fullest.slug}/") == FULLEST


@pytest.mark.full(LONG)
def test_so_does_one_whose_pictures_may_not_be_shown(client, fullest):
    SiteImage.objects.update(shows_nobody=False)
    Consent.objects.filter(scope=Scope.PHOTO).delete()

    assert cost_of(client, f"/en/prisoners/{fullest.slug}/") == FULLEST


@pytest.mark.full(LONG)
@pytest.mark.parametrize("language", first_of(THREE))
def test_one_of_somebody_who_takes_no_letters_costs_one_query_more_for_others(client, fullest, language):
    set_mail_status(fullest, status=MailStatus.CANNOT, by=None)
    path = f"/{language}/prisoners/{fullest.slug}/"

    assert cost_of(client, path) == WITH_OTHERS
    assert read(client, path).count(b'class="person__picture"><picture>') == OTHERS_SHOWN


# Words, how many people they find, and what the answer costs; pictures would be one query more.
FEW_FOUND = {"Nothinglikeit": (0, 3), "Kvitkova": (1, 3), "Serednia": (2, 3), "lighthouse": (1, 4)}


@pytest.mark.parametrize("words", first_of(FEW_FOUND))
def test_a_search_that_finds_few_costs_no_more_than_it_must(client, words):
    open_locales("uk", "en")
    PartnerFactory(slug="zmina", section=True)
    person = PrisonerFactory(slug="ann", name_en="Ann Kvitkova")
    write(
        PrisonerPage.objects.get(prisoner=person, locale__language_code="en"), live=True, intro="A lighthouse"
    )
    for slug in ("bob", "cyd"):
        PrisonerFactory(slug=slug, name_en=f"{slug.title()} Serednia", stories=[])
    found, cost = FEW_FOUND[words]
    path = f"/en/prisoners/?q={words}"

    assert cost_of(client, path) == cost
    assert read(client, path).count(b'<article class="card') == found


@pytest.mark.both_databases
@pytest.mark.parametrize("restricted", first_of(["section", "story", "section of the other", None]))
def test_what_lies_below_a_page_with_a_password_is_left_out_as_wagtail_does(
    restricted, django_assert_num_queries
):
    open_locales("uk")
    stories = [
        PrisonerPage.objects.get(prisoner=PrisonerFactory(partner=PartnerFactory(slug=slug, section=True)))
        for slug in ("zmina", "other")
    ]
    pages = {"section": stories[0].get_parent(), "story": stories[0]}
    if page := pages.get(restricted, stories[1].get_parent() if restricted else None):
        page.view_restrictions.create(restriction_type="login")

    with django_assert_num_queries(1):
        found = set(PrisonerPage.objects.live().in_open_sections())

    assert found == set(PrisonerPage.objects.live().public())
    assert len(found) == (1 if restricted else 2)


HIDDEN = {
    "a draft": {"live": False},
    "paused": {"paused_at": datetime(2026, 1, 1, tzinfo=UTC)},
    "without a basis for the name": {"bases": []},
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_an_address_costs_the_same_whether_nobody_is_there_or_somebody_who_is_hidden(client, hidden):
    open_locales("uk", "en")
    PrisonerFactory(slug="one", **HIDDEN[hidden])

    costs = {slug: cost_of_nothing(client, f"/en/prisoners/{slug}/") for slug in ("one", "nobody")}

    assert costs["one"] == costs["nobody"]


def cost_of_nothing(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 404
    return len(queries)
