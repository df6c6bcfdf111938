"""A Redis of a test's own, which it may stop."""

import shutil
import subprocess
from contextlib import contextmanager
from functools import partial

import pytest
import redis
from django.core.cache import cache
from django.test import override_settings

from home.caching import counts, shared_cache
from home.settings.caches import caches
from tests.live.server import answers, free_port
from tests.waiting import LONGEST_SECONDS, wait_until


class OwnRedis:
    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        program = shutil.which("redis-server")
        if program is None:
            pytest.fail("redis-server is not installed: apt-get install redis-server")
        quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning"]
        self.process = subprocess.Popen(
            [program, "--port", str(self.port), *quiet], stdout=subprocess.DEVNULL
        )
        wait_until(lambda: answers(self.port, self.process))

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def begin_anew(self):
        """Let it answer, empty, and this process ask it again."""
        if self.process.poll() is not None:
            self.start()
        self.inside.replicaof("NO", "ONE")
        self.inside.flushall()
        shared_cache.AWAY_UNTIL.clear()
        cache.clear()
        counts.forget()

    def breaks(self, seed):
        """Stop it; or empty it; or make it a copy of one that is away: it reads and takes nothing more."""
        [self.stop, self.inside.flushall, partial(self.inside.replicaof, "127.0.0.1", "1")][seed % 3]()

    @property
    def inside(self):
        return redis.Redis.from_url(self.url)


def patient_caches(url, role=""):
    """Return the settings of a site that waits for its Redis however busy a machine is."""
    return caches({"REDIS_URL": url, "SITE_ROLE": role}, patience_seconds=LONGEST_SECONDS)


@contextmanager
def site_with_redis():
    """Let the site count in a Redis that a test may break."""
    server = OwnRedis()
    with override_settings(CACHES=patient_caches(server.url)):
        yield server
    server.stop()
    shared_cache.AWAY_UNTIL.clear()
    counts.forget()
