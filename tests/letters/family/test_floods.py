"""A flood that nobody has read: a coordinator closes it, with a reason; nothing else ever ends a request."""

from datetime import date

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.languages.dates import MONTH
from home.languages.written_dates import PartialDate
from letters.family.actions.answering import (
    answer_family_request,
    close_family_request,
    name_record,
    note_what_arrives,
    open_family_request,
    pause_at_once,
    reopen_family_request,
)
from letters.models import FamilyRequest
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import FacilityFactory, PrisonerFactory, open_locales
from tests.letters.family.family_world import proof, told
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LIST, FLOOD, FOLLOW = "/admin/letters/family/", "/admin/letters/family/flood/", "/uk/letters/status/"
TODAY = timezone.localdate


@standing
def person(db):
    open_locales("uk", "en")
    held = {"partner": open_partner("zmina"), "facility": FacilityFactory()}
    return PrisonerFactory(slug="vilnyi", writable=True, **held)


def close(user, **changes):
    day = TODAY().isoformat()
    return logged_in(user).post(FLOOD, {"first": day, "last": day, "reason": "Однакові слова", **changes})


def left():
    return list(FamilyRequest.objects.waiting().order_by("pk").values_list("pk", flat=True))


def test_coordinator_closes_what_came_without_proof_and_nobody_has_read(client, person):
    code = told(client, words="Потік 1")
    told(client, words="Потік 2")
    told(client, "ne-buvalo", words="Потік 3")
    coordinator = employ_coordinator()
    page = logged_in(coordinator).get(LIST)
    assert page.context["unread_unproven"] == 3
    assert f"<li>{person.partner}: щось виправити (2)</li>" in page.text
    assert "Попросіть партнерів" in page.text

    assert close(coordinator).status_code == 302

    assert left() == [] and FamilyRequest.objects.count() == 3
    assert "напишіть нам ще раз" in client.post(FOLLOW, {"code": code}).text
    entries = ModelLogEntry.objects.filter(action="letters.close_family_flood").order_by("pk")
    assert sorted(entry.data["number"] for entry in entries) == [1, 2]
    assert all("Однакові слова" in entry.message for entry in entries)


def test_nothing_proven_read_answered_or_of_another_day_is_closed(client, person):
    editor = employ_editor(person.partner)
    told(client, words="З обчисленням", proof=proof())
    for number in range(7):
        told(client, words=f"Потік {number}")
    _proven, read, answered, other, paused, named, noted, again = FamilyRequest.objects.order_by("pk")
    open_family_request(read, by=editor)
    answer_family_request(answered, by=editor, answer="more")
    FamilyRequest.objects.filter(pk=other.pk).update(received_on="2020-01-01")
    pause_at_once(paused, by=editor)
    name_record(named, by=editor, slug=person.slug)
    note_what_arrives(noted, by=editor, answer="arrive", on=PartialDate(date(2026, 10, 1), MONTH))
    close_family_request(again, by=editor)
    reopen_family_request(again, by=editor)
    before = left()

    close(employ_coordinator())

    assert left() == before and len(before) == 8


def test_who_asks_to_hide_a_page_waits_unless_a_tick_says_otherwise(client, person):
    told(client, wish="hide", words="")
    coordinator = employ_coordinator()
    close(coordinator)
    assert len(left()) == 1

    close(coordinator, with_hides="on")
    assert left() == []


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"first": ""}, {"last": "2020-01-01"}])
def test_without_a_reason_and_two_days_nothing_is_closed(client, person, wrong):
    told(client)
    answer = close(employ_coordinator(), **wrong)

    assert answer.status_code == 422 and f'href="#id_{next(iter(wrong))}"' in answer.text
    assert len(left()) == 1


def test_refusal_is_told_where_nothing_is_left_to_close_meanwhile(person):
    answer = close(employ_coordinator(), reason=" ")

    assert answer.status_code == 422
    assert 'href="#id_reason"' in answer.text and 'name="reason"' in answer.text


def test_editors_close_no_flood_and_are_offered_none(client, person):
    told(client)
    editor = employ_editor(person.partner)

    assert close(editor).status_code in (302, 403) and len(left()) == 1
    assert logged_in(editor).get(LIST).context["flood_form"] is None
