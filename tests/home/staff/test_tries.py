"""Who guesses a password slows down, and whoever works on a known device does not notice."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from home.staff.actions.tries import Bucket, wait_of
from home.staff.rules import FREE_TRIES, PAUSES, pause_after
from tests import faults
from tests.factories.own_redis import site_with_redis
from tests.factories.partners import employ_editor
from tests.home.staff.logins import PASSWORD, is_in, log_in, try_password, with_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted():
    """Nobody has tried, and time stands still: on a busy machine a pause would end between two tries."""
    cache.clear()
    with time_machine.travel(timezone.now(), tick=False):
        yield


def from_network(number):
    return Client(REMOTE_ADDR=f"203.0.{number}.7")


def guess(name, times, first=0):
    """Try wrong passwords, each from a network of its own; return the last answer."""
    return [try_password(from_network(first + n), name, "wrong") for n in range(times)][-1]


@pytest.mark.both_databases
def test_after_a_hundred_wrong_passwords_the_owner_gets_in_from_a_known_device_at_once(editor):
    known = log_in(editor)
    known.post("/admin/logout/")

    guess(editor.username, 100)

    assert try_password(from_network(200), editor.username, PASSWORD).status_code == 200
    assert try_password(known, editor.username, PASSWORD).status_code == 302


@pytest.mark.faults
def test_f16_guesser_is_slowed_down_whatever_becomes_of_redis_and_the_owner_is_not(editor):
    known = log_in(editor)
    known.post("/admin/logout/")
    with site_with_redis() as server:
        for seed in faults.RUNS:
            server.begin_anew()
            before = random.Random(seed).randrange(1, FREE_TRIES)
            guess(editor.username, before)
            server.breaks(seed)
            told = guess(editor.username, FREE_TRIES + 2, first=before)
            faults.tell("F16 logins", lost="Зачекайте" not in told.content.decode())
            assert is_in(log_in(editor, known))
            known.post("/admin/logout/")


def test_owner_on_a_new_device_gets_in_within_a_minute_once_guessing_stops(editor):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(editor.username, 100)
        clock.shift(timedelta(seconds=59))

        assert try_password(Client(), editor.username, PASSWORD).status_code == 302


def test_guesser_is_taken_no_oftener_than_the_table_says(editor):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        taken = 0
        for second in range(600):
            answer = try_password(from_network(second % 200), editor.username, f"wrong {second}")
            taken += "Зачекайте" not in answer.content.decode()
            clock.shift(timedelta(seconds=1))

    assert FREE_TRIES < taken < 30


def test_each_further_try_waits_longer_and_none_for_ever():
    pauses = [pause_after(tries) for tries in range(1, 200)]

    assert pauses[:FREE_TRIES] == [0] * FREE_TRIES
    assert all(earlier <= later for earlier, later in pairwise(pauses))
    assert set(pauses[FREE_TRIES:]) == set(PAUSES) and max(PAUSES) < 60


def test_cookie_of_another_account_does_not_help(editor, partner):
    other = with_password(employ_editor(partner, "editor.other"))
    shared = log_in(other)
    shared.post("/admin/logout/")

    guess(editor.username, 20)

    assert try_password(shared, editor.username, PASSWORD).status_code == 200


def test_known_device_is_slowed_down_by_its_own_tries(editor):
    known = log_in(editor)
    known.post("/admin/logout/")
    for _turn in range(FREE_TRIES + 2):
        try_password(known, editor.username, "wrong")

    assert try_password(known, editor.username, PASSWORD).status_code == 200


def test_right_password_begins_the_count_anew(editor):
    for _turn in range(3):
        guess(editor.username, FREE_TRIES - 1)
        log_in(editor)


def test_network_that_tries_one_account_after_another_is_slowed_down(editor):
    one = from_network(9)
    for number in range(40):
        answer = try_password(one, f"somebody{number}", "wrong")

    assert "Зачекайте" in answer.content.decode()
    assert try_password(from_network(10), editor.username, PASSWORD).status_code == 302


def test_a_network_that_has_to_wait_puts_no_more_names_into_the_cache(editor, monkeypatch):
    one = from_network(9)
    for number in range(40):
        try_password(one, f"somebody{number}", "wrong")
    made = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *more: made.append(key) or add(key, *more))

    for number in range(10):
        try_password(one, f"anybody{number}", "wrong")

    assert len({key for key in made if "tries:" in key and not key.endswith(":turn")}) == 1


def test_a_name_that_looks_alike_has_no_part_in_a_known_device(editor, partner):
    """Somebody with an account like another in all but its case would guess the other's apart from all."""
    twin = with_password(employ_editor(partner, editor.username.upper()))
    shared = log_in(twin)
    shared.post("/admin/logout/")

    guess(editor.username, 20)

    assert try_password(shared, editor.username, PASSWORD).status_code == 200


def test_unknown_account_is_answered_as_a_known_one(editor):
    pages = []
    for name in (editor.username, "nobody.there"):
        cache.clear()
        answers = [try_password(Client(), name, "wrong") for _turn in range(FREE_TRIES + 2)]
        pages.append([answer.content.decode().replace(name, "") for answer in answers[-2:]])

    texts = [
        [page.partition('<div class="error-summary"')[2].partition("</div>")[0] for page in each]
        for each in pages
    ]
    assert texts[0] == texts[1] and "Зачекайте" in texts[0][-1]


@pytest.mark.parametrize("name", ["", " ", "x" * 5000, "\u202e", "a|device 1", "Ім’я"])
def test_any_name_is_answered(editor, name):
    assert try_password(Client(), name, "wrong").status_code in (200, 400)


def test_neither_address_nor_name_reaches_the_cache(editor, monkeypatch):
    seen = []
    make_key = cache.make_key
    monkeypatch.setattr(
        cache, "make_key", lambda key, version=None: seen.append(key) or make_key(key, version)
    )

    guess(editor.username, 8)

    assert seen and not any(word in repr(seen) for word in ("203.0", editor.username))


def test_of_many_at_once_no_more_are_taken_than_one_after_another(editor):

    bucket = Bucket("somebody|elsewhere", FREE_TRIES)
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _n: wait_of(bucket), range(64)))

    assert waits.count(0) == FREE_TRIES + 1
