"""GET /campaigns, /events, /partners: what has changed since, and what is gone."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry, PageLogEntry, PageViewRestriction

from home.headless.answers.read_models import content_changed
from home.headless.models import PublicState
from home.headless.webhooks.actions.log_follower import READ_AGAIN, follow, look_at_calendar
from home.headless.webhooks.read_models import hidings_among
from home.models import StandardPage
from prisoner_pages.choices import ParticipationRole
from prisoner_pages.models import CampaignPage, EventPage, Participation, PartnerPage
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.factories.site_content import a_campaign
from tests.prisoner_pages.api.world import LANGUAGES, build_site
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db

API = "/api/v1"
BEGINNING = "2014-02-26T00:00:00+00:00"
MODELS = {
    "campaigns": (CampaignPage, "winter"),
    "events": (EventPage, "evening"),
    "partners": (PartnerPage, "zmina"),
}


# What takes a page from the lists in every language.
HIDINGS = {
    "restricted": lambda page: PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    ),
    "restricted from above": lambda page: PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN
    ),
    "without an original": lambda page: page.unpublish(),
}


@standing
def site():
    """Campaigns, an event and partners, noted by the follower of the log."""
    person = build_site()
    follow()
    return person


def asked(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.text
    return response.json()


def first_asked(client, name, **query):
    return asked(client, f"{API}/{name}", **{"locale": "en", "updated_since": BEGINNING, **query})


def told(answer):
    return [item["slug"] for item in answer["items"] if item["url"]], answer["removed"]


def next_told(client, answer):
    """Ask as the answer says, when the follower has looked."""
    follow()
    return told(asked(client, answer["changes"]))


def page_of(name, language):
    model, slug = MODELS[name]
    return model.objects.get(slug=slug, locale__language_code=language)


def edit(name, **values):
    page = page_of(name, "uk")
    for field, value in (values or {"intro": "Anew"}).items():
        setattr(page, field, value)
    page.save_revision().publish()


def unpublish(name, *languages):
    for language in languages:
        page = page_of(name, language)
        page.unpublish()
        log(page, "wagtail.unpublish")


def publish_again(name):
    for language in LANGUAGES:
        page = page_of(name, language)
        type(page).objects.filter(pk=page.pk).update(live=True)
        log(page, "wagtail.publish")
    content_changed()


@pytest.mark.full(LONG)
@pytest.mark.both_databases
@pytest.mark.parametrize("name", first_of(MODELS))
def test_whoever_goes_on_is_told_of_each_change_once_and_of_nothing_else(client, site, name):
    first = first_asked(client, name)
    assert MODELS[name][1] in told(first)[0]
    assert first["removed"] is None
    assert next_told(client, first) == ([], [])

    edit(name)
    follow()
    second = asked(client, first["changes"])

    assert told(second) == ([MODELS[name][1]], [])
    assert next_told(client, second) == ([], [])


@pytest.mark.both_databases
@pytest.mark.parametrize("name", first_of(MODELS))
def test_what_is_gone_is_told_at_once_and_what_returns_as_changed(client, site, name):
    slug, first = MODELS[name][1], first_asked(client, name)
    unpublish(name, *LANGUAGES)
    before_the_follower_looks = told(asked(client, first["changes"]))
    follow()
    second = asked(client, first["changes"])
    publish_again(name)

    assert before_the_follower_looks == told(second) == ([], [slug])
    assert next_told(client, second) == ([slug], [])


@pytest.mark.parametrize(("language", "returned"), [("en", ["winter"]), ("de", [])])
def test_a_page_taken_down_and_published_again_at_once_is_told_where_visitors_saw_it(
    client, site, language, returned
):
    page = page_of("campaigns", "en")
    if language == "de":  # a language that is not public
        page.locale = Locale.objects.get_or_create(language_code="de")[0]
        page.save(update_fields=["locale"])
        follow()
    first = first_asked(client, "campaigns", locale="uk")
    log(page, "wagtail.unpublish")
    log(page, "wagtail.publish")

    assert next_told(client, first) == (returned, [])


@pytest.mark.both_databases
@pytest.mark.parametrize("name", first_of(["campaigns", "partners"]))
def test_what_lay_for_a_moment_below_a_page_behind_a_login_is_told_as_changed(client, site, name):
    for _time in range(READ_AGAIN + 1):  # the entries that made the page are not read again
        log(StandardPage.objects.first(), "wagtail.edit")
    follow()
    first = first_asked(client, name)
    above = page_of(name, "uk").get_parent()
    restriction = PageViewRestriction(page=above, restriction_type=PageViewRestriction.LOGIN)
    restriction.save()
    second = asked(client, first["changes"])
    restriction.delete()

    assert MODELS[name][1] in told(second)[1]
    follow()
    third = asked(client, second["changes"])
    assert MODELS[name][1] in told(third)[0]
    log(StandardPage.objects.first(), "wagtail.edit")  # the same entries are read again
    assert next_told(client, third) == ([], [])


@pytest.mark.full(LONG)
@pytest.mark.parametrize("action", first_of(["wagtail.unpublish", "wagtail.view_restriction.create"]))
def test_many_that_are_hidden_in_one_look_cost_what_one_does(site, action):
    counts = []
    for more in (1, 12):
        pages = [a_campaign([], languages=["uk"], slug=f"more-{more}-{number}") for number in range(more)]
        person = PrisonerFactory(slug=f"person-{more}", stories=[])
        before = [(kind, kind.objects.order_by("-pk").first()) for kind in (PageLogEntry, ModelLogEntry)]
        for page in pages:
            log(page, action)
            log(person, "prisoner_pages.pause")
        entries = {kind: (last.pk if last else 0, 2**31 - 1) for kind, last in before}
        with CaptureQueriesContext(connection) as queries:
            found = hidings_among(entries)
        counts.append(len(queries))

        keys = {f"page:{page.translation_key}" for page in pages} | {f"prisoner:{person.pk}"}
        assert found.keys() == keys and len(found[f"prisoner:{person.pk}"]) == more
    assert counts[0] == counts[1]


def test_nothing_is_told_of_what_came_and_went_meanwhile_nor_of_another_kind(client, site):
    campaigns, events = first_asked(client, "campaigns"), first_asked(client, "events")
    passing = a_campaign([], languages=["uk"], slug="passing")
    follow()
    passing.unpublish()
    log(passing, "wagtail.unpublish")
    unpublish("events", *LANGUAGES)

    assert next_told(client, campaigns) == ([], [])
    assert next_told(client, events) == ([], ["evening"])
    assert first_asked(client, "campaigns")["removed"] is None


@pytest.mark.both_databases
@pytest.mark.parametrize("hiding", first_of(HIDINGS))
@pytest.mark.parametrize("name", first_of(MODELS))
def test_what_no_list_tells_is_neither_noted_nor_told_as_removed(client, site, name, hiding):
    HIDINGS[hiding](page_of(name, "uk"))
    look_at_calendar()
    first = first_asked(client, name)
    unpublish(name, "en")

    assert MODELS[name][1] not in told(first)[0]
    assert not PublicState.objects.public().filter(name=MODELS[name][1], kind=name[:-1]).exists()
    assert next_told(client, first) == ([], [])


@pytest.mark.parametrize("hiding", first_of(HIDINGS))
def test_what_no_list_told_is_not_told_as_removed_when_it_is_taken_down(client, site, hiding):
    HIDINGS[hiding](page_of("campaigns", "uk"))
    hidden = a_campaign([], languages=LANGUAGES, slug="hidden")
    HIDINGS[hiding](hidden)
    follow()
    first = first_asked(client, "campaigns")
    page_en = CampaignPage.objects.get(slug="hidden", locale__language_code="en")
    page_en.unpublish()
    log(page_en, "wagtail.unpublish")

    assert next_told(client, first) == ([], [])


def test_what_has_lost_its_text_in_the_languages_asked_for_is_gone_there_alone(client, site):
    first, elsewhere = first_asked(client, "campaigns"), first_asked(client, "campaigns", locale="uk")
    unpublish("campaigns", "en")

    assert next_told(client, first) == ([], ["winter"])
    assert next_told(client, elsewhere) == (["winter"], [])


def test_another_address_of_a_campaign_is_told_as_one_gone_and_one_come(client, site):
    first = first_asked(client, "campaigns")
    edit("campaigns", slug="frost")

    assert next_told(client, first) == (["frost"], ["winter"])


def test_partners_without_a_page_come_each_time(client, site):
    first = first_asked(client, "partners")

    assert [item["slug"] for item in asked(client, first["changes"])["items"]] == ["host"]


@pytest.mark.full(LONG)
def test_a_partner_that_takes_part_and_has_no_page_any_more_is_told_so_and_not_as_removed(client, site):
    guest = PartnerFactory(slug="guest", section=True)
    Participation.objects.create(partner=guest, event=page_of("events", "uk"), role=ParticipationRole.HOST)
    follow()
    first = first_asked(client, "partners", locale="uk")
    for section in PartnerPage.objects.filter(slug="guest"):
        log(section, "wagtail.delete")
        section.delete()
    follow()
    answer = asked(client, first["changes"])

    assert "guest" in told(first)[0]
    assert {item["slug"]: item["url"] for item in answer["items"]} == {"guest": None, "host": None}
    assert answer["removed"] == []


def test_filters_and_parts_hold_and_lead_to_the_same_next_time(client, site):
    first = first_asked(client, "campaigns", limit=1)
    rest = asked(client, first["meta"]["next"])
    edit("campaigns")

    assert [told(first)[0], told(rest)[0], rest["meta"]["next"]] == [["winter"], ["spring"], None]
    assert next_told(client, rest) == next_told(client, first) == (["winter"], [])
    assert told(first_asked(client, "campaigns", state="past"))[0] == ["spring"]


def test_an_address_of_changes_serves_its_own_list_alone(client, site):
    query = first_asked(client, "campaigns")["changes"].partition("?")[2]

    assert client.get(f"{API}/events?{query}").status_code == 400
    assert client.get(f"{API}/prisoners?{query}").status_code == 400
    assert client.get(f"{API}/campaigns?updated_since=yesterday").status_code == 400


def test_an_answer_is_told_again_when_something_was_noted(client, site):
    query = {"locale": "en", "updated_since": BEGINNING}
    first = client.get(f"{API}/events", query)
    kept = {"if-none-match": first.headers["ETag"]}
    unchanged = client.get(f"{API}/events", query, headers=kept)
    edit("events")
    between = client.get(f"{API}/events", query, headers=kept)
    follow()
    noted = client.get(f"{API}/events", query, headers={"if-none-match": between.headers["ETag"]})

    assert [each.status_code for each in (unchanged, between, noted)] == [304, 200, 200]


def test_a_list_that_asks_for_no_changes_says_nothing_of_them(client, site):
    for name in MODELS:
        assert not {"removed", "changes"} & asked(client, f"{API}/{name}").keys()


@pytest.mark.full(LONG)
def test_changes_cost_the_same_for_however_many(client, site):
    counts = []
    for more in (1, 8):
        for number in range(more):
            a_campaign([], languages=LANGUAGES, slug=f"more-{more}-{number}")
        follow()
        first = first_asked(client, "campaigns")
        edit("campaigns")
        follow()
        asked(client, f"{API}/campaigns", locale="en")
        with CaptureQueriesContext(connection) as queries:
            asked(client, first["changes"])
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_of_what_is_noted_before_kinds_were_each_learns_its_own(site):
    PublicState.objects.create(key="page:gone@3", state={}, name="gone", gone_since=3)
    PublicState.objects.update(kind="")

    import_module("home.headless.migrations.0003_kinds_of_public_states").tell_kinds(apps, None)

    kinds = dict(PublicState.objects.values_list("name", "kind"))
    names = ("winter", "evening", "zmina", "about", "open-person", "gone")
    assert [kinds[name] for name in names] == ["campaign", "event", "partner", "page", "prisoner", ""]


def test_what_an_older_worker_notes_during_an_upgrade_gets_its_kind_with_the_day(client, site):
    first = first_asked(client, "campaigns")
    PublicState.objects.update(kind="")
    look_at_calendar()
    unpublish("campaigns", *LANGUAGES)

    assert next_told(client, first) == ([], ["winter"])


def test_what_was_noted_and_no_list_tells_is_forgotten_with_the_upgrade(client, site):
    evening, zmina = page_of("events", "uk"), page_of("partners", "uk")
    PageViewRestriction.objects.create(page=evening, restriction_type=PageViewRestriction.LOGIN)
    zmina.unpublish()
    noted = PublicState.objects.get(kind="partner", name="zmina")
    noted.state["pages"].pop("uk")
    noted.save()

    import_module("home.headless.migrations.0004_what_no_list_tells").forget_what_no_list_tells(apps, None)

    left = set(PublicState.objects.values_list("name", flat=True))
    assert {"winter", "about", "open-person"} <= left and not {"evening", "zmina"} & left
