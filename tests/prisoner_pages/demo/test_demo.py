"""The demo as it is loaded, loaded again and removed."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Page

from home.models import SiteImage
from home.translation.choices import UnitState
from home.translation.core.actions.catch_up import catch_up
from home.translation.models import Unit
from letters.models import DeskMember, LetterDesk
from prisoner_pages.can_be_written_to import Call, CallReason
from prisoner_pages.choices import FacilityMail
from prisoner_pages.demo.actions.accounts import accounts_of, demo_accounts
from prisoner_pages.demo.reading import people
from prisoner_pages.models import (
    CampaignPage,
    EventPage,
    Facility,
    Figure,
    FrontEnd,
    Occupation,
    Partner,
    Prisoner,
    PrisonerPage,
)
from tests.factories.login import enter_password
from tests.factories.prisoner_pages import PrisonerFactory
from tests.prisoner_pages.api.sameness import differences
from tests.prisoner_pages.demo.loading import PASSWORD, all_rows, load, remove
from tests.tiers import WHOLE_DEMO

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.full(WHOLE_DEMO)]


def units_in(language):
    at_desk = Unit.objects.filter(translation__target_locale__language_code=language)
    return at_desk.active().with_drafts().select_related("string", "context")


def test_a_second_load_changes_nothing():
    before = all_rows()

    load()

    after = all_rows()
    assert [table for table in after if after[table] != before[table]] == []


def test_the_desk_shows_english_done_and_other_languages_begun():
    while catch_up():  # the worker's part
        pass
    states = {language: {unit.state for unit in units_in(language)} for language in ("en", "crh", "de")}

    assert states["en"] == {UnitState.REVIEWED}
    # Words with a source are reviewed, names are not.
    assert states["crh"] == {UnitState.REVIEWED, UnitState.TRANSLATED, UnitState.EMPTY, UnitState.CHANGED}
    assert states["de"] == {UnitState.REVIEWED, UnitState.TRANSLATED, UnitState.EMPTY, UnitState.LEFT_OUT}


def test_a_second_load_asks_little(django_assert_max_num_queries):
    with django_assert_max_num_queries(79):
        load()


def test_every_account_logs_in(client):
    for _role, account in accounts_of():
        client.logout()
        enter_password(client, account.username, PASSWORD)
        assert client.get("/admin/").status_code == 200


def test_staff_read_the_admin_in_ukrainian():
    languages = set(demo_accounts().values_list("wagtail_userprofile__preferred_language", flat=True))

    assert languages == {"uk"}


def test_all_accounts_are_known_as_the_demos():
    assert set(demo_accounts()) == set(get_user_model().objects.all())


def test_an_account_of_the_same_name_that_is_not_the_demos_keeps_its_password():
    admin = get_user_model().objects.get(username="admin")
    admin.groups.clear()
    admin.set_password("one of its own")
    admin.save()

    load()

    admin.refresh_from_db()
    assert admin.check_password("one of its own")


def test_the_screener_sits_at_every_desk():
    screener = get_user_model().objects.get(username="screener")

    assert DeskMember.objects.filter(user=screener).count() == LetterDesk.objects.count()
    assert LetterDesk.objects.count() == Partner.objects.with_workspace().count()


def test_every_person_is_invented_and_public():
    assert Prisoner.objects.filter(invented=True).public().count() == len(people())
    assert not Prisoner.objects.filter(invented=False).exists()


def test_every_call_to_action_and_every_reason_occurs():
    answers = [person.call_to_action for person in Prisoner.objects.all()]

    assert {answer.call for answer in answers} == set(Call)
    # Everybody is public, so nobody is paused; nothing was posted yet that could have come back, and
    # nobody has told of the post.
    absent = {CallReason.PAUSED, CallReason.PLACE_STOPPED, CallReason.PLACE_DOUBTED}
    assert {answer.reason for answer in answers} == set(CallReason) - absent


def test_most_people_one_can_write_to_can_be_posted_to_and_some_wait_for_a_gap_to_be_closed():
    writable = list(Prisoner.objects.accepting_letters())
    at_once = [person for person in writable if person.call_to_action.call is Call.WRITE]
    gaps = {person.call_to_action.reason for person in writable if person.gaps}

    assert len(at_once) >= 6
    assert {CallReason.PLACE_UNKNOWN, CallReason.NAME_INCOMPLETE} <= gaps
    assert {CallReason.ADDRESS_INCOMPLETE, CallReason.PLACE_STALE} <= gaps


def test_every_person_has_a_picture_that_names_whom_it_shows():
    assert SiteImage.objects.count() == len(people())
    assert not Prisoner.objects.exclude(photo__subjects__prisoner__isnull=False).exists()


def test_stories_are_live_in_ukrainian_and_english_and_in_no_other_language():
    live = PrisonerPage.objects.live()

    for language in ("uk", "en"):
        assert live.filter(locale__language_code=language).count() == len(people())
    assert live.count() == 2 * len(people())


def test_every_word_is_there_in_english():
    for language in ("uk", "en"):
        assert Occupation.objects.filter(live=True, locale__language_code=language).exists()
    words = Occupation.objects.filter(locale__language_code="uk")
    assert words.count() == Occupation.objects.filter(locale__language_code="en").count()


def test_campaigns_and_events_are_live_in_ukrainian_and_english():
    for model, count in ((CampaignPage, 5), (EventPage, 4)):
        for language in ("uk", "en"):
            pages = model.objects.live().filter(locale__language_code=language)
            assert pages.count() == count


def test_the_diplomats_event_names_its_host_and_the_eight_embassies():
    event = EventPage.objects.get(slug="diplomats-2025", locale__language_code="uk")

    roles = list(event.participations.values_list("role", flat=True))
    assert (roles.count("host"), roles.count("participant")) == (1, 8)


def test_a_page_on_ones_own_machine_may_read_and_show_the_partners_embeds(client):
    there = "http://localhost:3000"
    card = client.get("/uk/embed/zmina/people/")
    read = client.get("/api/v1/prisoners", headers={"origin": there})

    assert card.status_code == 200
    assert f"frame-ancestors 'self' {there};" in card.headers["Content-Security-Policy"] + ";"
    assert read.headers["Access-Control-Allow-Origin"] == there


def test_a_real_place_never_gets_a_state_of_the_post_that_no_source_states():
    real = Facility.objects.exclude(source_url__startswith="https://example.org/")

    assert real.count() == 17
    assert set(real.values_list("mail_status", flat=True)) == {FacilityMail.UNKNOWN}


def test_the_api_says_of_each_person_what_the_page_says_and_the_other_way_round(client):
    found = {}
    for language in ("uk", "en"):
        for person in Prisoner.objects.all():
            answer = client.get(f"/api/v1/prisoners/{person.slug}?locale={language}").json()["item"]
            page = client.get(f"/{language}/prisoners/{person.slug}/").text
            if any(differs := differences(answer, page, language)) and not answer["name_only"]:
                found[person.slug, language] = differs

    assert found == {}


def test_removing_leaves_nothing_invented_and_a_sound_tree_and_the_demo_can_be_loaded_again():
    remove()

    words = [word for slug, person in people().items() for word in (slug, *person["name"].values())]
    rows = "\n".join(row for rows in all_rows().values() for row in rows)
    assert [word for word in words if word in rows] == []
    assert SiteImage.objects.count() == 0
    assert not demo_accounts().exists()
    assert not FrontEnd.objects.exists()
    assert not Facility.objects.filter(name_ru__startswith="Вымышленн").exists()
    assert Page.find_problems() == ([], [], [], [], [])

    load()

    assert Prisoner.objects.count() == len(people())


def test_removing_leaves_imported_people_and_the_real_initiative():
    imported = PrisonerFactory(invented=False, partner=Partner.objects.get(slug="zmina"))

    remove()

    assert list(Prisoner.objects.all()) == [imported]
    assert PrisonerPage.objects.live().filter(prisoner=imported).count() == 2
    assert CampaignPage.objects.live().count() == 10
    assert Figure.objects.count() == 11


def test_people_imported_after_the_demo_are_no_obstacle():
    imported = PrisonerFactory(invented=False, partner=Partner.objects.get(slug="zmina"))

    load()

    assert Prisoner.objects.filter(pk=imported.pk).exists()
