"""What every test stands on."""

import gc
import os
import random
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.urls import get_resolver
from django.utils import translation
from wagtail.models import Collection, Locale, Page

from home.caching import counts
from home.jobs import queue
from home.site.views import readiness
from home.translation.core.actions.catch_up import CATCH_UP
from tests import faults
from tests.factories.receiver import receiver
from tests.prisoner_pages.demo.loading import load, load_rest
from tests.private_parts import begin_with
from tests.s3_server import (
    PRIVATE,
    PUBLIC,
    REGION,
    S3,
    empty,
    fields_asking_again,
    for_everybody,
    rights_in_manual,
    stores_at,
)
from tests.standing import (
    asks_database,
    commits,
    is_transactional,
    put_back_worlds_of,
    put_copies_away,
    raise_worlds_of,
    standing,
    strike_down_to,
    strike_what_is_not_of,
    worlds_of,
)
from tests.stored_worlds import keep_migrated, put_back_migrated
from tests.template import copy_template
from tests.tiers import Record, leave_out_what_waits

DATABASE_BLOCKER = pytest.StashKey()
FEW_FILES = 4


def pytest_xdist_auto_num_workers(config):
    """Run a few files in this process: workers would read all of the project again before they begin.

    Else a worker for each core, or as many as PYTEST_XDIST_AUTO_NUM_WORKERS says.
    """
    return 0 if len(config.args) < FEW_FILES and all(".py" in named for named in config.args) else None


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="run also what waits for `make everything`")
    parser.addoption("--order", type=int, help="shuffle the tests by this number")


def pytest_configure(config):
    # Workers tell the process that started them, which remembers.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Record(config))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Put tests that begin in the same worlds in a row; let those that commit come later, the browser last.

    From the first browser on an event loop runs in the thread, and Django keeps such a thread’s connections
    elsewhere: a test that forks or counts them would find another one than it has closed.
    """
    leave_out_what_waits(config, items)
    if (seed := config.getoption("order")) is not None:
        random.Random(seed).shuffle(items)
    items.sort(key=lambda item: (has_browser(item), commits(item), worlds_of(item)))
    for item in filter(worlds_of, items):
        begin_with(item, "worlds")


def has_browser(item):
    return bool(item.get_closest_marker("browser")) or "chromium" in item.fixturenames


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if DATABASE_BLOCKER in item.config.stash:
        with item.config.stash[DATABASE_BLOCKER].unblock():
            strike_what_is_not_of(item)
            if asks_database(item) and not commits(item):
                put_back_migrated()


@pytest.fixture(scope="session")
def django_db_setup(
    pytestconfig,
    django_test_environment,
    django_db_modify_db_settings,
    django_db_keepdb,
    django_db_createdb,
    django_db_blocker,
):
    """As pytest-django's, but the database is not migrated from nothing: it is a copy of the template.

    Addresses are those of the role that this process has: they are read before a test takes another.
    """
    get_resolver().url_patterns  # noqa: B018 - read once, and kept
    with django_db_blocker.unblock():
        if django_db_createdb or not django_db_keepdb:
            copy_template(connection.settings_dict["TEST"]["NAME"])
        databases = setup_databases(verbosity=0, interactive=False, keepdb=True, serialized_aliases=())
    pytestconfig.stash[DATABASE_BLOCKER] = django_db_blocker
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def room_for_worlds(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        strike_down_to(0)


@pytest.fixture
def worlds(request, calm, room_for_worlds, django_db_blocker):
    """Let the worlds of a test stand before its own transaction begins."""
    with django_db_blocker.unblock():
        raise_worlds_of(request.node)
    yield
    put_copies_away()


@standing
def client():
    return Client()


@standing
def demo(db):
    """The demo as its command loads it, without letters."""
    load()


@standing
def living_demo(demo):
    """The demo with its letters and the work in it, as the worker does it."""
    load_rest()


@pytest.fixture
def server(settings):
    """A receiver of webhooks of ours; the setting lets them reach it."""
    settings.WEBHOOKS_MAY_REACH_PRIVATE = True
    with receiver() as running:
        yield running


@pytest.fixture(scope="session")
def s3():
    running = S3()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def s3_environ(s3):
    """What a staff host is given: a key for each bucket, with the rights that the manual names."""
    environ = {
        "AWS_STORAGE_BUCKET_NAME": PUBLIC,
        "AWS_PRIVATE_BUCKET_NAME": PRIVATE,
        "AWS_S3_ENDPOINT_URL": s3.url,
        "AWS_S3_REGION_NAME": REGION,
        "AWS_S3_ADDRESSING_STYLE": "path",
    }
    for bucket, prefix in ((PUBLIC, "AWS"), (PRIVATE, "AWS_PRIVATE")):
        key_id, secret = s3.user(rights_in_manual("staff host and worker"), bucket)
        environ |= {f"{prefix}_ACCESS_KEY_ID": key_id, f"{prefix}_SECRET_ACCESS_KEY": secret}
    return environ


@pytest.fixture
def buckets(s3, s3_environ, settings):
    """The site with its files in two buckets; a client of somebody who may do everything there."""
    client = s3.client()
    for name in (PUBLIC, PRIVATE):
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    client.put_bucket_policy(Bucket=PUBLIC, Policy=for_everybody(PUBLIC, *rights_in_manual("everybody")))
    settings.STORAGES = stores_at(s3_environ)
    with fields_asking_again():
        yield client
    for name in (PUBLIC, PRIVATE):
        empty(client, name)


@pytest.fixture
def calm(monkeypatch):
    """Forget what other tests left: erasures in the ledger, the language of the last request in the thread,
    what was found when somebody asked whether the site is ready, who asked how often, and how long ago this
    process began.

    Jobs run at once here; but the desk takes over what was published only where a test calls for it.
    """
    translation.deactivate()
    readiness.forget()
    counts.forget()
    monkeypatch.setattr(readiness, "STARTED", time.monotonic())
    monkeypatch.setitem(queue.known_jobs(), CATCH_UP, queue.Job(lambda: None))
    Path(settings.ERASURE_LEDGER).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def ground(request, calm, django_db_blocker):
    """Put back what the migrations made and a transactional test has taken."""
    if commits(request.node):
        request.getfixturevalue("django_db_setup")
        with django_db_blocker.unblock():
            keep_migrated()
    if is_transactional(request.node):
        request.getfixturevalue("transactional_db")
        put_back_worlds_of(request.node, ground=restore_ground)


def restore_ground():
    locale, _created = Locale.objects.get_or_create(language_code="uk")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root", locale=locale)
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")


def pytest_unconfigure():
    """Let the process end at once, instead of looking through all its modules for garbage."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter):
    """Say how many faults were tried, where they were asked for."""
    if "FAULT_RUNS" in os.environ and faults.TOLD:
        terminalreporter.section("faults")
        for line in faults.summary():
            terminalreporter.line(line)
