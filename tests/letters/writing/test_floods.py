"""Many letters at once: stored and marked for the first reader, refused beyond all measure, never lost."""

import base64
import json
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.caching import counts
from home.security.proof_of_work import new_challenge
from letters.choices.limits import SendingLimit
from letters.handling.actions.near_duplicates import compare_new
from letters.models import Letter, LetterLimit
from letters.permissions.limits import (
    TEN_MINUTES,
    Brake,
    at_an_event,
    limits_now,
    of_a_network,
    of_a_server,
    of_an_event,
    of_nobody,
    without_proof,
)
from letters.rules import SENDING_LIMITS, Bounds
from letters.writing.forms.state import FORM, TRAP
from tests.factories.leaks import cached
from tests.factories.partners import open_partner
from tests.factories.site_content import a_campaign, an_event
from tests.letters.api.post_world import LETTERS, open_front_end, post, sent
from tests.letters.conftest import filled, hidden_fields
from tests.standing import standing
from tests.tiers import LONG

STEP = "/uk/letters/write/vilnyi/"
HOME = "198.51.100.7"
CALM = SENDING_LIMITS[SendingLimit.NETWORK_CALM].usual
UNPROVEN = SENDING_LIMITS[SendingLimit.UNPROVEN_CALM].usual


def proof():
    challenge = Challenge.from_dict(new_challenge(FORM))
    return Payload(challenge, solve_challenge(challenge)).to_base64()


@pytest.fixture(autouse=True)
def _one_window(time_machine):
    time_machine.move_to(timezone.now().replace(minute=1, second=0, microsecond=0), tick=False)
    counts.forget()


@pytest.fixture
def proven():
    """Every letter with a proof of its own, without the work of a minute."""
    with mock.patch("letters.writing.actions.brakes.is_proven", return_value=True):
        yield


def send(client, number=0, *, address=HOME, **changes):
    changes = {"body": f"Доброго дня! Лист {number}: пишемо про море, гори та кота.", **changes}
    return client.post(f"{STEP}check/", filled(**changes), REMOTE_ADDR=address)


def send_many(client, count, **how):
    return [send(client, number, **how).status_code for number in range(count)]


def groups():
    return list(Letter.objects.order_by("pk").values_list("flood_group", flat=True))


def test_few_letters_of_a_network_are_no_flood_and_more_stand_as_one(client, world, proven):
    taken = send_many(client, CALM + 3)

    assert set(taken) == {303}
    calm, flood = groups()[:CALM], groups()[CALM:]
    assert set(calm) == {""}
    assert len(flood) == 3 and len(set(flood)) == 1 and flood[0]
    send(client, address="198.51.101.7")
    assert groups()[-1] == ""


def test_comparing_leaves_a_flood_together(client, world, proven, django_capture_on_commit_callbacks):
    send_many(client, CALM + 2)
    flood = groups()[-1]
    compare_new()
    assert groups()[-2:] == [flood, flood]


def test_neighbours_in_a_network_of_the_new_addresses_count_together(client, world, proven):
    for number in range(CALM):
        send(client, number, address=f"2001:db8:0:1::{number + 1}")
    send(client, 7, address="2001:db8:0:2::1")
    send(client, 8, address="2001:db8:0:1:ffff::1")
    assert [bool(group) for group in groups()[-2:]] == [False, True]


@contextmanager
def tightened(**numbers):
    """As if coordinators could go as low as this: no test sends forty letters."""
    within = {SendingLimit[name]: Bounds(number, number, number) for name, number in numbers.items()}
    limits_now.forget()
    with mock.patch.dict(SENDING_LIMITS, within):
        yield
    limits_now.forget()


def test_beyond_all_measure_the_text_comes_back_and_can_be_sent_later(client, world, proven, time_machine):
    with tightened(NETWORK_MOST=4):
        taken = send_many(client, 4)
        last = send(client, 9, name="Олена")
        assert (taken, last.status_code) == ([303] * 4, 429)
        assert "Лист 9" in last.content.decode() and 0 < int(last.headers["Retry-After"]) <= 600
        again = {**hidden_fields(last), "send": "1"}
        time_machine.move_to(timezone.now() + TEN_MINUTES, tick=False)
        assert client.post(f"{STEP}check/", again, REMOTE_ADDR=HOME).status_code == 303
    assert Letter.objects.count() == 5


def test_limits_are_those_of_the_rule_until_a_coordinator_sets_another():
    limits = {kind: bounds.usual for kind, bounds in SENDING_LIMITS.items()}
    assert of_a_network(limits) == Brake(timedelta(minutes=10), flood_above=5, refuses_above=60)
    assert without_proof(limits) == Brake(timedelta(minutes=10), flood_above=3, refuses_above=60)
    assert of_nobody(limits) == Brake(timedelta(minutes=10), flood_above=300, refuses_above=12_000)
    assert of_a_server(limits) == Brake(timedelta(minutes=10), flood_above=300, refuses_above=6_000)
    assert at_an_event(limits) == Brake(timedelta(hours=1), flood_above=300)
    assert of_an_event(limits) == Brake(timedelta(hours=1), flood_above=600)
    assert (limits[SendingLimit.EVENT_DAY], limits[SendingLimit.PROOF_COST]) == (3_000, 5_000)


def test_no_setting_of_a_limit_turns_a_brake_off_or_shuts_a_quiet_writer_out():
    """Forty guests of one network are taken, and a flood is marked before it is refused, at any setting."""
    assert set(SENDING_LIMITS) == set(SendingLimit)
    assert all(1 <= bounds.least <= bounds.usual <= bounds.most for bounds in SENDING_LIMITS.values())
    least, most = (
        {kind: getattr(bounds, end) for kind, bounds in SENDING_LIMITS.items()} for end in ("least", "most")
    )
    for brake in (of_a_network, without_proof, of_nobody, of_a_server):
        assert brake(most).flood_above < brake(least).refuses_above >= 40
    assert at_an_event(least).flood_above >= 40


def test_a_limit_that_a_coordinator_has_set_holds_for_the_next_letter(client, world, proven):
    send_many(client, 4)
    LetterLimit.objects.create(kind=SendingLimit.NETWORK_CALM, number=4)
    send(client, 5)
    assert [bool(group) for group in groups()] == [False] * 4 + [True]


@pytest.mark.full(LONG)
def test_a_dearer_puzzle_is_asked_on_the_next_page_and_solved_ones_stay_good(client, world):
    good = proof()
    LetterLimit.objects.create(kind=SendingLimit.PROOF_COST, number=9_000)
    page = client.post(f"{STEP}check/", {name: value for name, value in filled().items() if name != "send"})
    assert json.loads(page.context["challenge"])["parameters"]["cost"] == 9_000
    send(client, proof=good)
    assert not Letter.objects.get().is_unproven


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", SendingLimit)
def test_the_database_takes_no_limit_out_of_bounds(db, kind):
    bounds = SENDING_LIMITS[kind]
    LetterLimit.objects.create(kind=kind, number=bounds.most)
    for number in (0, bounds.least - 1, bounds.most + 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterLimit.objects.filter(kind=kind).update(number=number)


@standing
def evening(world):
    open_partner("zmina")
    event = an_event(a_campaign([world], languages=["uk"]), languages=["uk"], code="TABLE26")
    event.date = event.end_date = timezone.localdate()
    event.save()
    return event


@pytest.mark.full(LONG)
def test_forty_guests_of_one_network_each_get_a_code_of_their_own(client, world, evening, time_machine):
    codes = set()
    for guest in range(40):
        time_machine.move_to(timezone.now() + timedelta(seconds=45), tick=False)
        sent_on = send(client, guest, event="TABLE26", name=f"Гість {guest}")
        codes.add(client.get(sent_on.headers["Location"]).context["code"])
    assert len(codes) == Letter.objects.filter(event=evening, flood_group="").count() == 40


@pytest.mark.full(LONG)
def test_the_slug_of_an_event_or_an_unknown_code_widens_nothing(client, world, evening, proven):
    for name in ("evening", "TABLE99"):
        send_many(client, CALM, event=name)
    assert groups()[-1] != ""


def test_a_stranger_who_has_found_the_code_closes_no_table(client, world, evening, proven):
    with tightened(EVENT_DAY=3):
        for number in range(12):
            assert send(client, number, event="TABLE26", address=f"203.0.{number}.7").status_code == 303
        guests = send_many(client, CALM, event="TABLE26")
    assert set(guests) == {303} and set(groups()[-CALM:]) == {""}


def test_letters_of_many_networks_with_one_code_are_a_flood_in_the_end(client, world, evening, proven):
    with tightened(EVENT_ALL=3):
        for number in range(5):
            send(client, number, event="TABLE26", address=f"203.0.{number}.7")
    assert [bool(group) for group in groups()] == [False] * 3 + [True] * 2


def test_a_flood_draws_no_letter_into_its_group_that_came_calmly(
    client, world, proven, django_capture_on_commit_callbacks
):
    body = "Вітаю! У нас випав перший сніг, і кіт цілий ранок дивиться у вікно. Що ви зараз читаєте?"
    for number in range(CALM + 2):
        send(client, body=body, name=f"Ім’я {number}")
    flood = groups()[-1]
    send(client, body=body, name="Олена", address="203.0.113.7")
    compare_new()
    *_flood, mine = groups()
    assert groups().count(flood) == 2 and mine != flood


@pytest.mark.full(LONG)
def test_without_proof_a_letter_is_stored_and_marked_and_with_one_it_is_not(client, world):
    good = proof()
    for number, given in enumerate((good, "", "x", good)):  # a proof is good once
        assert send(client, number, proof=given, address=f"203.0.{number}.7").status_code == 303
    marked = Letter.objects.order_by("pk").values_list("is_unproven", flat=True)
    assert list(marked) == [False, True, True, True]


@pytest.mark.full(LONG)
def test_the_same_letter_sent_again_is_proven_by_the_same_proof_and_counted_once(client, world):
    form = filled(proof=proof())
    for _time in range(CALM + 2):
        assert client.post(f"{STEP}check/", form, REMOTE_ADDR=HOME).status_code == 303
    assert Letter.objects.values_list("is_unproven", "flood_group").get() == (False, "")


def test_letters_without_proof_have_a_limit_of_their_own(client, world):
    send_many(client, UNPROVEN + 1)
    assert [bool(group) for group in groups()] == [False] * UNPROVEN + [True]


def test_who_fills_the_field_that_nobody_sees_is_marked_and_gets_a_true_code(client, world, proven):
    taken = send(client, **{TRAP: "https://spam.example"})
    code = client.get(taken.headers["Location"]).context["code"]
    assert Letter.objects.get().is_unproven
    assert Letter.objects.with_code(code.replace(" ", "")) is not None


def test_no_address_and_no_network_reaches_cache_or_database(client, world):
    send_many(client, CALM + 1)
    kept = cached() + json.dumps(list(Letter.objects.values()), default=str)
    for trace in (HOME, "198.51.100", base64.b64encode(HOME.encode()).decode()):
        assert trace not in kept
    cache.clear()


@pytest.mark.full(LONG)
def test_the_api_marks_and_counts_alike(client, world):
    open_front_end(world.partner)
    client.defaults["REMOTE_ADDR"] = HOME
    for number in range(UNPROVEN):
        assert post(client, LETTERS, sent(body=f"Letter {number} about cats.")).status_code == 201
    assert post(client, LETTERS, sent(body="With proof.", proof=proof())).status_code == 201
    assert post(client, LETTERS, sent(body="One more.")).status_code == 201
    marked = Letter.objects.order_by("pk").values_list("is_unproven", flat=True)
    assert list(marked) == [True] * UNPROVEN + [False, True]
    assert groups()[-1] != ""
