"""Places by region: who is held there, how the post stands at many of them, what the address lacks."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from wagtail.users.models import UserProfile

from prisoner_pages.choices import FacilityMail
from prisoner_pages.facts.actions.mail_status import set_facility_mail
from prisoner_pages.models import Facility, FacilityMailStatus
from prisoner_pages.places.actions import set_mail_of_many
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.partners import (
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

pytestmark = pytest.mark.django_db
PLACES = "/admin/places/"
SAID = {
    "status": "no_censor",
    "since": "01.11.2026",
    "checked_on": "02.11.2026",
    "source_url": "https://example.org/post",
}


@pytest.mark.parametrize(("language", "said"), [("uk", "Омська область"), ("en", "Omsk region")])
def test_a_region_is_called_in_the_readers_language(places, language, said):
    user = employ_coordinator()
    UserProfile.objects.filter(user=user).update(preferred_language=language)

    page = html.fromstring(logged_in(user).get(PLACES).content)

    assert page.xpath("//main//h2[not(@lang)]/text()")[1] == said
    assert page.xpath("//option[@value='Омская область'][not(@lang)]/text()") == [said]


def test_a_region_nobody_has_named_stays_in_russian_and_says_so(places):
    Facility.objects.filter(pk=places[0].pk).update(region_ru="Выдуманный край")

    page = html.fromstring(logged_in(employ_coordinator()).get(PLACES).content)

    assert (
        page.xpath("//option[@lang='ru']/text()")
        == page.xpath("//h2[@lang='ru']/text()")
        == ["Выдуманный край"]
    )


def test_a_region_printed_in_two_ways_is_one(places, desk):
    Facility.objects.filter(pk=places[1].pk).update(region_ru="Омская обл.")

    answer = desk.get(PLACES, {"region": "Омская обл."})

    assert list(rows_of(answer)) == ["ВК-1", "ВК-2"] and len(answer.context["regions"]) == 1


@pytest.mark.parametrize(("language", "said"), [("uk", ("ВК-1", "Омськ")), ("en", ("IK-1", "Omsk"))])
def test_the_list_calls_place_and_town_in_the_readers_language(places, language, said):
    Facility.objects.update(town_uk="Омськ", town_en="Omsk")
    user = employ_coordinator()
    UserProfile.objects.filter(user=user).update(preferred_language=language)

    listed = logged_in(user).get(reverse("wagtailsnippets_prisoner_pages_facility:list"))
    cells = html.fromstring(listed.content).xpath("//main//tbody//tr[1]/td")

    assert [each.text_content().split()[0] for each in cells[1:3]] == list(said)


@standing
def places(db):
    """Two whole addresses in one region, and one without street and region; a person at the first."""
    open_locales("uk")
    whole = {"address_ru": "г. Омск, ул. Мира, 1", "postal_index": "644000", "region_ru": "Омская область"}
    found = [
        Facility.objects.create(
            name_ru=f"ИК-{number}", name_uk=f"ВК-{number}", name_en=f"IK-{number}", **more
        )
        for number, more in enumerate((whole, whole, {"postal_index": "1"}), start=1)
    ]
    PrisonerFactory(partner=open_partner("pen"), facility=found[0])
    open_partner("zmina")
    return found


@pytest.fixture
def desk(places):
    return logged_in(employ_coordinator())


def rows_of(answer):
    return {
        str(row.place): (region.name, row.place.people_count, [str(each) for each in row.missing])
        for region, rows in answer.context["regions"]
        for row in rows
    }


def test_places_stand_by_region_with_their_people_and_what_the_address_lacks(places, desk):
    found = rows_of(desk.get(PLACES, headers={"accept-language": "uk"}))

    assert found["ВК-1"] == ("Омська область", 1, []) and found["ВК-2"][1] == 0
    assert list(found)[-1] == "ВК-3" and len(found["ВК-3"][2]) == 2
    assert list(rows_of(desk.get(PLACES, {"incomplete": "on"}))) == ["ВК-3"]
    assert list(rows_of(desk.get(PLACES, {"inhabited": "on", "post": "unknown"}))) == ["ВК-1"]
    assert len(rows_of(desk.get(PLACES, {"post": "nonsense"}))) == 3


def test_all_of_one_region_are_ticked_and_no_place_of_another(places, desk):
    omsk = f"{PLACES}?region=Омская область"
    assert list(rows_of(desk.get(omsk))) == ["ВК-1", "ВК-2"]
    assert list(rows_of(desk.get(PLACES, {"region": "none"}))) == ["ВК-3"]

    everything = desk.post(omsk, {**SAID, "all": ""})
    desk.post(omsk, {**SAID, "places": list(everything.context["ticked"])})

    known = FacilityMailStatus.objects.values_list("facility", flat=True)
    assert sorted(known) == [places[0].pk, places[1].pk]


@pytest.mark.both_databases
def test_the_post_of_many_places_is_said_at_once_and_what_is_known_of_a_later_day_stays(places, desk):
    first, second, third = places
    set_facility_mail(third, status=FacilityMail.OPEN, by=None, since=date(2026, 11, 20))

    answer = desk.post(PLACES, {**SAID, "places": [each.pk for each in places]}, follow=True)

    told = [str(each) for each in answer.context["messages"]]
    assert len(told) == 2 and "ВК-3" in told[1]
    for place in places:
        place.refresh_from_db()
    assert [each.mail_status for each in places] == ["no_censor", "no_censor", "open"]
    known = FacilityMailStatus.objects.get(facility=first)
    assert (str(known.since), known.source_url) == ("2026-11-01", SAID["source_url"])
    assert (known.checked_by.username, str(known.checked_on)) == ("coordinator", "2026-11-02")


def test_what_is_missing_of_the_form_is_said_and_what_was_ticked_stays_ticked(places, desk):
    answer = desk.post(PLACES, {**SAID, "source_url": "", "checked_on": "", "places": [places[1].pk]})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"source_url", "checked_on"}
    assert answer.context["ticked"] == {places[1].pk}

    assert desk.post(PLACES, SAID).context["form"].errors.keys() == {"places"}
    everything = desk.post(PLACES, {**SAID, "all": ""})
    assert len(everything.context["ticked"]) == 3 and everything.status_code == 200
    assert not FacilityMailStatus.objects.exists()


def test_editors_look_moderators_say_and_nobody_counts_people_they_may_not_see(places):
    partner = open_partner("zmina")
    editor, moderator = employ_editor(partner), employ_moderator(partner)
    assert rows_of(logged_in(editor).get(PLACES))["ВК-1"][1] == 1

    pause_prisoner(places[0].prisoners.get(), by=None)

    assert rows_of(logged_in(editor).get(PLACES))["ВК-1"][1] == 0
    assert logged_in(moderator).post(PLACES, {**SAID, "places": [places[0].pk]}).status_code == 302
    assert logged_in(editor).post(PLACES, {**SAID, "places": [places[1].pk]}).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        set_mail_of_many(places, status=FacilityMail.OPEN, by=editor)
    assert FacilityMailStatus.objects.count() == 1


def test_many_places_cost_no_more_queries_than_few(places, desk):
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("places"))
    for number in range(10):
        Facility.objects.create(name_ru=f"СИЗО-{number}")
    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("places"))

    assert len(many) == len(few) <= 20
