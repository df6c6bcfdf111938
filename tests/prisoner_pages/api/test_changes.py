"""GET /api/v1/prisoners?updated_since=: who has changed, and who is gone, to whoever saw the list before."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.log_actions import log

from home.headless.models import LogPlace, PublicState
from home.headless.webhooks.actions.log_follower import follow, is_behind
from home.headless.webhooks.actions.retention import KEPT_FOR, forget_events
from prisoner_pages.choices import FacilityMail, MailStatus, Scope
from prisoner_pages.consents.actions.consents import give_consent, withdraw_consent
from prisoner_pages.facts.actions.mail_status import set_facility_mail, set_mail_status
from prisoner_pages.models import Prisoner
from prisoner_pages.records.actions.merging import merge_records, undo_merge
from prisoner_pages.records.actions.pauses import pause_prisoner, resume_prisoner
from tests.factories.consents import GIVEN
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db

PEOPLE = "/api/v1/prisoners"
ALL = {"locale": "en", "fields": "slug", "updated_since": "2014-02-26T00:00:00+00:00"}


@standing
def people():
    """Two people, noted by the follower of the log."""
    open_locales("uk", "en")
    PartnerFactory(slug="zmina", section=True)
    names = {"ann": "Ann Vyhadana", "bob": "Bob Vyhadanyi"}
    found = [
        PrisonerFactory(writable=True, slug=slug, name_en=name, stories=[]) for slug, name in names.items()
    ]
    follow()
    return found


def asked(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.text
    return response.json()


def told(answer):
    return sorted(item["slug"] for item in answer["items"]), answer["removed"]


def next_told(client, answer):
    """Ask as the answer says, when the follower has looked."""
    follow()
    return told(asked(client, answer["changes"]))


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_whoever_goes_on_is_told_of_each_change_once_and_of_nothing_else(client, people):
    first = asked(client, PEOPLE, **ALL)
    assert told(first) == (["ann", "bob"], None)
    assert next_told(client, first) == ([], [])

    set_mail_status(people[0], status=MailStatus.CANNOT, by=None)
    follow()
    second = asked(client, first["changes"])

    assert told(second) == (["ann"], [])
    assert next_told(client, second) == ([], [])


@pytest.mark.both_databases
def test_whoever_is_hidden_is_told_as_removed_at_once_and_whoever_returns_as_changed(client, people):
    first = asked(client, PEOPLE, **ALL)
    pause_prisoner(people[0], by=None)
    before_the_follower_looks = told(asked(client, first["changes"]))
    follow()
    second = asked(client, first["changes"])
    resume_prisoner(Prisoner.objects.get(slug="ann"), by=None)

    assert before_the_follower_looks == told(second) == ([], ["ann"])
    assert next_told(client, second) == (["ann"], [])


@pytest.mark.both_databases
def test_whoever_is_hidden_and_shown_again_before_the_follower_looks_is_told_as_changed_once(client, people):
    first = asked(client, PEOPLE, **ALL)
    pause_prisoner(people[0], by=None)
    second = asked(client, first["changes"])
    resume_prisoner(Prisoner.objects.get(slug="ann"), by=None)
    follow()
    third = asked(client, second["changes"])

    assert told(second) == ([], ["ann"])
    assert told(third) == (["ann"], [])
    set_mail_status(people[1], status=MailStatus.CANNOT, by=None)  # the same entries are read again
    assert next_told(client, third) == (["bob"], [])


def test_whoever_lost_the_basis_of_the_name_and_got_it_anew_at_once_is_told_as_changed(client, people):
    first = asked(client, PEOPLE, **ALL)
    withdraw_consent(people[0].consents.get(scope=Scope.NAME), by=None)
    second = asked(client, first["changes"])
    give_consent(people[0], scope=Scope.NAME, **GIVEN, by=None)

    assert told(second) == ([], ["ann"])
    assert next_told(client, second) == (["ann"], [])


@pytest.mark.full(LONG)
def test_whoever_was_merged_by_mistake_and_parted_again_at_once_is_told_as_changed(client, people):
    first = asked(client, PEOPLE, **ALL)
    merge = merge_records(people[1], merged=people[0], uuid=uuid4(), by=None)
    second = asked(client, first["changes"])
    undo_merge(merge, by=None)

    assert second["removed"] == ["ann"]
    assert "ann" in next_told(client, second)[0]


def test_what_nobody_saw_is_not_noted(client, people):
    pause_prisoner(people[0], by=None)
    follow()
    first = asked(client, PEOPLE, **ALL)
    resume_prisoner(Prisoner.objects.get(slug="ann"), by=None)
    pause_prisoner(Prisoner.objects.get(slug="ann"), by=None)
    log(people[1], "wagtail.edit")
    log(people[1], "prisoner_pages.read_private")

    assert next_told(client, first) == ([], [])


HIDINGS = {
    "paused": lambda person: pause_prisoner(person, by=None),
    "without a basis": lambda person: withdraw_consent(person.consents.get(scope=Scope.NAME), by=None),
}


def test_no_removal_tells_why(client, people):
    answers = []
    for hide, person in zip(HIDINGS.values(), people, strict=True):
        first = asked(client, PEOPLE, **ALL)
        hide(person)
        follow()
        answers.append(asked(client, first["changes"])["removed"])

    assert answers == [["ann"], ["bob"]]


def test_nobody_learns_who_was_hidden_before_they_came_or_came_and_went_meanwhile(client, people):
    first = asked(client, PEOPLE, **ALL)
    passing = PrisonerFactory(writable=True, slug="passing", stories=[])
    follow()
    pause_prisoner(passing, by=None)
    pause_prisoner(people[0], by=None)
    follow()

    newcomer = asked(client, PEOPLE, **ALL)

    assert told(newcomer) == (["bob"], None)
    assert next_told(client, newcomer) == ([], [])
    assert next_told(client, first) == ([], ["ann"])


def test_somebody_hidden_twice_is_told_to_whoever_saw_either(client, people):
    first = asked(client, PEOPLE, **ALL)
    pause_prisoner(people[0], by=None)
    follow()
    resume_prisoner(Prisoner.objects.get(slug="ann"), by=None)
    follow()
    second = asked(client, PEOPLE, **ALL)
    pause_prisoner(Prisoner.objects.get(slug="ann"), by=None)
    follow()

    assert next_told(client, first) == next_told(client, second) == ([], ["ann"])


def test_what_is_private_changes_nobody_in_public(client, people):
    first = asked(client, PEOPLE, **ALL)

    log(people[0], "wagtail.edit")

    assert next_told(client, first) == ([], [])


def test_the_post_of_a_place_changes_those_who_are_held_there(client, people):
    first = asked(client, PEOPLE, **ALL)

    set_facility_mail(people[0].facility, status=FacilityMail.BLOCKED, by=None)

    assert next_told(client, first) == (["ann", "bob"], [])


def test_whoever_is_not_noted_yet_comes_the_next_time_so_that_a_removal_can_tell_of_them(client, people):
    log(PrisonerFactory(writable=True, slug="new", stories=[]), "wagtail.create")

    first = asked(client, PEOPLE, **ALL)

    assert told(first) == (["ann", "bob"], None)
    assert next_told(client, first) == (["new"], [])


@pytest.mark.both_databases
def test_a_time_brings_what_was_noted_since_and_a_little_before(client, people):
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=10), tick=False):
        set_mail_status(people[1], status=MailStatus.CANNOT, by=None)
        follow()

        def since(minutes):
            time = (now + timedelta(minutes=minutes)).isoformat()
            return told(asked(client, PEOPLE, **{**ALL, "updated_since": time}))

        assert since(5) == since(11) == (["bob"], None)
        assert since(13) == ([], None)
        assert since(-24 * 60) == (["ann", "bob"], None)


def test_parts_go_on_to_the_turn_of_the_first_and_lead_to_the_same_next_time(client, people):
    first = asked(client, PEOPLE, **ALL, limit=1)
    set_mail_status(people[0], status=MailStatus.CANNOT, by=None)
    follow()

    rest = asked(client, first["meta"]["next"])

    assert [told(first)[0], told(rest)[0]] == [["ann"], ["bob"]]
    assert rest["meta"]["next"] is None
    assert next_told(client, rest) == next_told(client, first) == (["ann"], [])


WRONG = ["yesterday", "2026-11-29", "2026-11-29T12:00:00", "0001-01-01T00:00:00Z", "a.b.c", "1764417600"]


@pytest.mark.parametrize("time", WRONG)
def test_what_is_no_time_is_refused_by_the_name_of_the_parameter(client, people, time):
    answer = client.get(PEOPLE, {"updated_since": time}, headers={"accept-language": "en"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "updated_since"
    assert "2026-11-29T12:00:00+02:00" in answer.json()["detail"]


def test_a_plus_that_nobody_encoded_is_read_as_one(client, people):
    assert client.get(f"{PEOPLE}?updated_since=2026-11-29T12:00:00+02:00").status_code == 200


def test_a_list_that_asks_for_no_changes_says_nothing_of_them(client, people):
    answer = asked(client, PEOPLE)

    assert "removed" not in answer
    assert "changes" not in answer


def test_who_is_gone_is_forgotten_after_two_weeks_and_whoever_asks_from_before_is_told_so(client, people):
    first = asked(client, PEOPLE, **ALL)
    pause_prisoner(people[0], by=None)
    follow()
    second = asked(client, PEOPLE, **ALL)
    with time_machine.travel(timezone.now() + KEPT_FOR + timedelta(hours=1)):
        forget_events()

        assert not PublicState.objects.filter(name="ann").exists()
        assert told(asked(client, first["changes"])) == ([], None)
        assert told(asked(client, second["changes"])) == ([], [])


def test_of_who_is_gone_nothing_but_the_name_is_kept(people):
    pause_prisoner(people[0], by=None)
    follow()

    assert PublicState.objects.get(name="ann").state == {}


def test_while_nothing_is_noted_everybody_may_have_changed(client, people):
    LogPlace.objects.all().delete()
    PublicState.objects.all().delete()

    answer = asked(client, PEOPLE, **ALL)

    assert told(answer) == (["ann", "bob"], None)
    assert answer["changes"] is None
    assert is_behind()


def test_an_answer_is_told_again_when_something_was_noted_and_not_before(client, people):
    first = client.get(PEOPLE, ALL)
    kept = {"if-none-match": first.headers["ETag"]}
    unchanged = client.get(PEOPLE, ALL, headers=kept)
    set_mail_status(people[0], status=MailStatus.CANNOT, by=None)
    between = client.get(PEOPLE, ALL, headers=kept)
    follow()
    noted = client.get(PEOPLE, ALL, headers={"if-none-match": between.headers["ETag"]})

    assert [each.status_code for each in (unchanged, between, noted)] == [304, 200, 200]


def test_changes_cost_the_same_for_however_many(client, people):
    counts = []
    for more in (2, 12):
        gather_crowd(more, partner=people[0].partner, languages=["uk"])
        PrisonerFactory(stories=[])  # renews what is kept
        LogPlace.objects.all().delete()
        follow()
        first = asked(client, PEOPLE, **ALL)
        Prisoner.objects.filter(slug__startswith="crowd").update(live=False)
        with CaptureQueriesContext(connection) as queries:
            asked(client, first["changes"])
        counts.append(len(queries))

    assert counts[0] == counts[1]
