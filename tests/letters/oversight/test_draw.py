"""The screen on which coordinators change, seldom and by little, by what the draw goes."""

from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import ModelLogEntry

from letters.choices.desk import DeskRole
from letters.models import DrawChange
from letters.oversight.actions.draw import ChangedMeanwhile, Saved, TooSoon, change_draw
from letters.rules import DRAW_BOUNDS, monday_after
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.people.draw_rule import USUAL
from prisoner_pages.people.read_models.next_recipients import rule_of
from prisoner_pages.roles import COORDINATOR
from tests.letters.conftest import make_member
from tests.rivals import at_once
from tests.standing import standing
from tests.tiers import LONG

DRAW = "/admin/letters/draw/"
MONDAY = date(2026, 11, 23)
WEEK = timedelta(weeks=1)


@standing
def coordinator(client, world):
    user = make_member(world.partner, "head", DeskRole.COORDINATOR)
    user.groups.add(group_of(COORDINATOR))
    client.force_login(user)
    return user


@pytest.fixture
def on(client, coordinator):
    """Return a function that makes it noon of a day, the coordinator being logged in."""
    rule_of.cache_clear()
    with time_machine.travel(noon_of(MONDAY)) as clock:

        def move(day):
            clock.move_to(noon_of(day))
            client.force_login(coordinator)

        yield move
    rule_of.cache_clear()


def noon_of(day):
    return datetime.combine(day, time(12), timezone.get_default_timezone())


def numbers(**changes):
    return asdict(USUAL) | changes


def seen_on(page):
    return BeautifulSoup(page.content, "html.parser").select_one("input[name=seen]")["value"]


def said_on(page):
    return [str(message) for message in page.context["messages"]]


def errors_at(answer):
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


@pytest.mark.both_databases
def test_change_holds_from_the_next_monday_on_and_the_log_says_from_what_to_what(client, coordinator, on):
    on(MONDAY + timedelta(2))
    assert client.get(DRAW).status_code == 200
    assert rule_of(MONDAY, 1) == rule_of(MONDAY + WEEK, 0) == USUAL

    assert client.post(DRAW, numbers(few=6, many_from=15)).status_code == 302

    changed = replace(USUAL, few=6, many_from=15)
    assert [(change.since, change.rule) for change in DrawChange.objects.all()] == [(MONDAY + WEEK, changed)]
    assert rule_of(MONDAY, 2) == USUAL
    assert rule_of(MONDAY + WEEK, 2) == rule_of(MONDAY + 9 * WEEK, 2) == changed
    entry = ModelLogEntry.objects.get(action="letters.change_draw")
    assert entry.user == coordinator
    assert "4, 2, 1" in entry.message and "6, 2, 1" in entry.message
    assert "3, 12" in entry.message and "3, 15" in entry.message


def test_on_a_monday_already_the_next_one_is_waited_for():
    assert monday_after(MONDAY) == monday_after(MONDAY + timedelta(6)) == MONDAY + WEEK


def test_13_weeks_after_a_change_began_it_can_be_changed_anew_and_the_page_says_when(client, coordinator, on):
    on(MONDAY)
    client.post(DRAW, numbers(few=6))
    since = MONDAY + WEEK

    for day in (since, since + 13 * WEEK - timedelta(1)):
        on(day)
        page = client.get(DRAW)
        assert page.context["opens_on"] == date(2027, 3, 1) and "2027" in page.content.decode()
        assert "<input" not in page.content.decode().split("letter-rows")[1].split("</table>")[0]
        assert client.post(DRAW, numbers(few=9)).status_code == 409
        with pytest.raises(TooSoon):
            change_draw(rule=replace(USUAL, few=9), seen=replace(USUAL, few=6), by=coordinator)
    assert DrawChange.objects.count() == 1

    on(since + 13 * WEEK)
    assert client.post(DRAW, numbers(few=9)).status_code == 302
    assert [change.few for change in DrawChange.objects.all()] == [9, 6]


@pytest.mark.both_databases
def test_until_it_begins_a_change_can_be_corrected_within_steps_from_what_holds_now(client, coordinator, on):
    on(MONDAY)
    client.post(DRAW, numbers(some_from=4))
    on(MONDAY + timedelta(6))
    page = client.get(DRAW)
    assert page.context["begins_on"] == MONDAY + WEEK and "можна виправити" in page.content.decode()

    assert client.post(DRAW, numbers(some_from=5)).status_code == 422  # two away from what holds now
    assert client.post(DRAW, numbers(some_from=2)).status_code == 302

    assert [(change.since, change.some_from) for change in DrawChange.objects.all()] == [(MONDAY + WEEK, 2)]
    entries = ModelLogEntry.objects.filter(action="letters.change_draw").order_by("pk")
    assert [(entry.data["limits_before"], entry.data["limits"]) for entry in entries] == [
        ([3, 12], [4, 12]),
        ([4, 12], [2, 12]),
    ]
    on(MONDAY + WEEK)
    assert client.post(DRAW, numbers(some_from=3)).status_code == 409


def test_a_change_corrected_to_what_holds_now_is_none(client, coordinator, on):
    on(MONDAY)
    client.post(DRAW, numbers(few=6), follow=True)
    page = client.post(DRAW, numbers(), follow=True)

    assert said_on(page) == [
        "Збережено: числа, за якими жеребкують зараз, лишаються, і в понеділок нічого не зміниться."
    ]
    assert not DrawChange.objects.exists()
    assert ModelLogEntry.objects.filter(action="letters.change_draw").count() == 2
    on(MONDAY + WEEK)
    assert client.post(DRAW, numbers(few=6)).status_code == 302


def test_whoever_has_not_seen_what_another_set_meanwhile_changes_nothing(client, coordinator, on):
    on(MONDAY)
    seen = client.get(DRAW).context["seen"]
    client.post(DRAW, numbers(few=6, seen=seen))

    answer = client.post(DRAW, numbers(few=7, seen=seen))

    assert answer.status_code == 409 and answer.context["seen"] != seen
    assert [change.few for change in DrawChange.objects.all()] == [6]


def test_whoever_mistyped_first_still_overwrites_no_change_of_another(client, coordinator, on):
    on(MONDAY)
    seen = client.get(DRAW).context["seen"]
    change_draw(rule=replace(USUAL, few=6), seen=USUAL, by=coordinator)

    refused = client.post(DRAW, numbers(few=0, seen=seen))
    answer = client.post(DRAW, numbers(few=7, seen=seen_on(refused)))

    assert refused.status_code == 422 and seen_on(refused) == seen
    assert refused.context["begins_on"] is None
    assert answer.status_code == 409
    assert [change.few for change in DrawChange.objects.all()] == [6]


def test_whoever_came_too_late_sees_the_numbers_as_they_are_now_and_nothing_typed(client, coordinator, on):
    on(MONDAY)
    seen = client.get(DRAW).context["seen"]
    client.post(DRAW, numbers(few=6))

    answer = client.post(DRAW, numbers(few=7, seen=seen))

    assert answer.status_code == 409 and answer.context["begins_on"] == MONDAY + WEEK
    page = answer.content.decode()
    assert 'value="6"' in page and 'value="7"' not in page
    assert "Нижче числа, які встановлено тепер." in page


@pytest.mark.parametrize("seen", ["", "1 2 3", "x 2 1 3 12", f"{'9' * 5_000} 2 1 3 12", "-4 2 1 3 12"])
def test_what_no_page_shows_as_seen_counts_as_nothing_seen(client, coordinator, seen):
    assert client.post(DRAW, numbers(few=6, seen=seen)).status_code == 302
    assert DrawChange.objects.get().few == 6


def test_the_message_names_the_day_of_the_change_itself(client, coordinator, on, monkeypatch):
    on(MONDAY)
    # Midnight before a Monday passes while the change is made.
    monkeypatch.setattr("letters.oversight.views.draw.change_draw", lambda **_given: Saved(MONDAY + 2 * WEEK))

    page = client.post(DRAW, numbers(few=6), follow=True)

    assert date_format(MONDAY + 2 * WEEK) in said_on(page)[0]


def test_same_numbers_are_no_change(client, coordinator):
    assert client.post(DRAW, numbers()).status_code == 302
    assert not DrawChange.objects.exists() and not ModelLogEntry.objects.filter(action="letters.change_draw")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("few", (0, 11, "", "x")),
        ("some", (5, 0)),  # more than with few letters
        ("many", (3, 0)),
        ("some_from", (1, 5)),  # a step is one letter
        ("many_from", (8, 16)),  # a step is three letters
        ("many_from", (9,)),  # some begins for the last at 9
    ],
)
def test_number_out_of_bounds_is_refused_at_its_field_and_what_was_typed_stays(
    client, coordinator, name, wrong
):
    for number in wrong:
        answer = client.post(DRAW, numbers(**{name: number}))

        page = answer.content.decode()
        assert answer.status_code == 422 and list(errors_at(answer)) == [name]
        assert f'href="#id_{name}"' in page and (number == "" or f'value="{number}"' in page)
    assert not DrawChange.objects.exists()


def test_limits_that_would_overlap_are_refused_with_the_least_that_may_stand(client, coordinator):
    DrawChange.objects.create(since=date(2026, 1, 5), **numbers(some_from=5, many_from=13))

    answer = client.post(DRAW, numbers(some_from=6, many_from=12))

    assert answer.status_code == 422 and "13" in errors_at(answer)["many_from"][0]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "changes", [{"few": 11}, {"many": 0}, {"some": 5}, {"some_from": 1}, {"many_from": 21}, {"many_from": 9}]
)
def test_neither_action_nor_database_takes_what_the_form_refuses(coordinator, changes):
    with pytest.raises(ValueError):
        change_draw(rule=replace(USUAL, **changes), seen=USUAL, by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawChange.objects.create(since=MONDAY, **numbers(**changes))


@pytest.mark.full(LONG)
@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_of_two_who_change_it_at_once_one_is_too_late(coordinator):
    changing = [
        partial(change_draw, rule=replace(USUAL, few=few), seen=USUAL, by=coordinator) for few in (5, 6)
    ]

    outcomes = at_once(*changing)

    assert sum(isinstance(outcome, ChangedMeanwhile) for outcome in outcomes) == 1
    assert DrawChange.objects.count() == 1


def test_usual_rule_and_the_bounds_are_of_the_same_numbers():
    assert {name: bounds.usual for name, bounds in DRAW_BOUNDS.items()} == asdict(USUAL)


@pytest.mark.parametrize("role", DeskRole)
def test_desk_staff_do_not_get_in(client, world, role):
    client.force_login(make_member(world.partner, "x", role))

    assert client.get(DRAW).status_code in (302, 403)
    client.post(DRAW, numbers(few=6))
    assert not DrawChange.objects.exists()
