"""What every test stands on."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation
from wagtail.models import Collection, Locale, Page

from home import jobs
from home.translation.actions.catch_up import CATCH_UP
from tests import faults
from tests.emptying import use_instead_of_flush

use_instead_of_flush()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Let the tests with a browser come last; with DATABASE_TESTS_ONLY, leave out what is no matter of it.

    From the first browser on an event loop runs in the thread, and Django keeps such a thread’s connections
    elsewhere: a test that forks or counts them would find another one than it has closed.
    """
    if os.environ.get("DATABASE_TESTS_ONLY"):
        config.hook.pytest_deselected(items=[item for item in items if not hangs_on_database(item)])
        items[:] = filter(hangs_on_database, items)
    items.sort(key=has_browser)


def has_browser(item):
    return bool(item.get_closest_marker("browser")) or "chromium" in item.fixturenames


def hangs_on_database(item):
    """Does it ask the database, and look at what it gets by other eyes than a browser's?"""
    of_django = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, TransactionTestCase)
    marked = item.get_closest_marker("django_db") is not None
    asks = of_django or marked or bool({"db", "transactional_db", "live_server"} & set(item.fixturenames))
    return asks and not has_browser(item)


@pytest.fixture(autouse=True)
def ground(request, monkeypatch):
    """Put back what the migrations made and a transactional test has taken; forget what others left.

    Others leave erasures in the ledger, and the language of the last request in the thread. Jobs run at
    once here; but the desk takes over what was published only where a test calls for it, not in all of them.
    """
    translation.deactivate()
    monkeypatch.setitem(jobs.REGISTRY, CATCH_UP, lambda: None)
    Path(settings.ERASURE_LEDGER).unlink(missing_ok=True)
    if is_transactional(request):
        request.getfixturevalue("transactional_db")
        restore_ground()


def is_transactional(request):
    marker = request.node.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    return marked or bool({"transactional_db", "live_server"} & set(request.fixturenames))


def restore_ground():
    locale, _created = Locale.objects.get_or_create(language_code="uk")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root", locale=locale)
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")


def pytest_terminal_summary(terminalreporter):
    """Say how many faults were tried, where they were asked for."""
    if "FAULT_RUNS" in os.environ and faults.TOLD:
        terminalreporter.section("faults")
        for line in faults.summary():
            terminalreporter.line(line)
