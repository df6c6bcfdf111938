"""Counters that all processes share, tried with a real Redis, present and away."""

import os
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest
import redis
from django.conf import settings as running
from django.core.cache import cache, caches

from cms.checks import processes_count_together
from home.caching import counts, shared_cache
from home.caching.shared_cache import SharedCache
from home.health.read_models import redis_answers
from home.settings.caches import caches as settings_of
from tests.factories.own_redis import OwnRedis, patient_caches
from tests.tiers import LONG

ROOT = Path(__file__).parents[3]
Named = namedtuple("Named", "site path")
PLAIN = [5, 0, -1, "text", "5", 2.5, True, None, [1.5, 2.5], {"a": [1, "b"]}]
NOT_PLAIN = [Named(1, "/"), [Named(1, "/")], {1: "uk"}, b"bytes", (1, 2)]


@pytest.fixture(scope="module")
def server():
    running = OwnRedis()
    yield running
    running.stop()


@pytest.fixture
def shared(server, settings, monkeypatch):
    """The site with this Redis; what it keeps is gone before each test."""
    redis.Redis.from_url(server.url).flushall()
    monkeypatch.setattr(shared_cache, "AWAY_UNTIL", {})
    settings.CACHES = patient_caches(server.url, "staff")
    caches["default"].clear()
    yield
    counts.forget()


def elsewhere(server, role="staff"):
    """Return the cache as another process has it: the same Redis, nothing kept beside."""
    options = patient_caches(server.url, role)["default"]
    return SharedCache(server.url.replace("127.0.0.1", "localhost"), options)


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_values_are_seen_by_other_processes_as_they_were(shared, server, value):
    cache.set("key", value)

    assert elsewhere(server).get("key", "nothing") == value
    assert type(elsewhere(server).get("key", "nothing")) is type(value)


@pytest.mark.parametrize("value", NOT_PLAIN, ids=repr)
def test_other_values_stay_in_their_process_and_never_travel_as_objects(shared, server, value):
    cache.set("key", value)

    assert cache.get("key") == value
    assert redis.Redis.from_url(server.url).keys() == []


def test_what_a_stranger_writes_into_redis_is_no_value_and_runs_nothing(shared, server):
    redis.Redis.from_url(server.url).set("staff:1:key", b"cos\nsystem\n(S'true'\ntR.")

    assert cache.get("key", "nothing") == "nothing"


def test_hosts_of_another_role_share_nothing(shared, server):
    cache.set("key", 7)

    assert elsewhere(server, role="public").get("key") is None


def test_a_lock_is_given_to_one_of_two_processes(shared, server):
    assert [cache.add("lock", 1), elsewhere(server).add("lock", 1)] == [True, False]


@pytest.mark.full(LONG)
def test_two_processes_count_together(shared, server):
    """A real second process: it knows the Redis and the keys of this host, and nothing else."""
    now = 60_000
    counted = [counts.count(b"x", now), counts.count(b"x", now)]
    code = "import django; django.setup(); from home.caching.counts import count; print(count(b'x', 60_000))"

    said = subprocess.run(
        [sys.executable, "-c", code],
        env=environ_of_a_second_process(server),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert (counted, said.stdout.strip()) == ([1, 2], "3")


def environ_of_a_second_process(server):
    same = {"TEST_KEY_DIR": running.KEY_DIR, "REDIS_URL": server.url, "SITE_ROLE": "staff"}
    return {**os.environ, **same, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}


def test_nothing_of_whom_is_counted_stands_in_redis(shared, server):
    counts.count(b"network 198.51.100.0/24", 60_000)

    inside = redis.Redis.from_url(server.url)
    kept = [(key, inside.get(key)) for key in inside.scan_iter()]
    assert len(kept) == 2  # the count, and a random half of the key
    assert "198.51" not in repr(kept)


class TestAway:
    @pytest.fixture
    def away(self, settings, monkeypatch):
        own = OwnRedis()
        monkeypatch.setattr(shared_cache, "AWAY_UNTIL", {})
        settings.CACHES = settings_of({"REDIS_URL": own.url})
        counts.forget()
        own.stop()
        yield own
        own.stop()
        counts.forget()

    def test_each_process_goes_on_by_itself_and_counts(self, away):
        assert [counts.count(b"somebody", 60_000) for _ask in range(3)] == [1, 2, 3]

    def test_visitors_wait_for_it_once_and_not_each(self, away, monkeypatch):
        cache.get("key")
        monkeypatch.setattr(caches["default"], "redis", None)  # asking it would be an error

        cache.set("key", 5)

        assert cache.get("key") == 5

    @pytest.mark.django_db
    def test_pages_are_answered(self, away, client):
        assert client.get("/api/v1/openapi.json").status_code == 200
        assert client.get("/robots.txt").status_code == 200

    def test_doctor_says_so_and_no_longer_once_it_is_back(self, away):
        assert "away" in redis_answers()

        away.start()

        assert redis_answers() == ""

    def test_it_is_taken_up_again_and_a_count_that_moved_begins_anew(self, away, monkeypatch):
        assert [counts.count(b"somebody", 60_000) for _ask in range(2)] == [1, 2]
        away.start()
        later = time.monotonic() + shared_cache.ASKED_AGAIN_AFTER
        monkeypatch.setattr(time, "monotonic", lambda: later)

        assert counts.count(b"somebody", 60_000) == 1


class TestStart:
    @pytest.mark.parametrize(
        ("changed", "told"),
        [({}, 1), ({"REDIS_URL": "redis://x"}, 0), ({"WEB_WORKERS": 1}, 0), ({"PRODUCTION": False}, 0)],
        ids=["two processes", "with Redis", "one process", "on a desk"],
    )
    def test_production_with_two_processes_and_no_redis_is_told_what_that_means(
        self, settings, changed, told
    ):
        for name, value in {"PRODUCTION": True, "REDIS_URL": "", "WEB_WORKERS": 2, **changed}.items():
            setattr(settings, name, value)

        found = processes_count_together(None)

        assert [warning.id for warning in found] == ["cms.W016"] * told
        assert not told or "2 times as late" in found[0].msg
