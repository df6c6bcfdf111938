"""What tests rest on that libraries keep to themselves, and that has no public way. It stands nowhere else.

A new version may change any of it without a word. Each function says what would break; test_private_parts.py
in tests/architecture notices.
"""

from playwright._impl._driver import compute_driver_executable
from wagtail.models import Page


def fixture_of(item, name):
    """Return the definition that a test finds by the name of a fixture, or None.

    Several may have one name, and which of them a test finds pytest 9.2 keeps in `_fixtureinfo`. Without it
    nobody knows at collection which tests begin in the same worlds, and every world is built for every test.
    """
    found = item._fixtureinfo.name2fixturedefs.get(name)
    return found[-1] if found else None


def begin_with(item, name):
    """Let a fixture be set up before the others of a test, the transaction of pytest-django's included.

    pytest 9.2 goes through `fixturenames`, a list that the tests of one function share, and nothing promises
    it. Otherwise worlds would be raised inside the transaction of the first test, and end with it.
    """
    if name not in item.fixturenames:
        item.fixturenames.insert(0, name)


def uncaptured(config):
    """Return a context in which what is printed is seen. pytest 9.2 has `capsys` for it within one test.

    Otherwise what fuzzing was answered would be summed up for nobody.
    """
    return config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled()


def kept_in(cache):
    """Return {key: pickled value} of a cache. Django 5.2 lists what one in memory holds in `_cache` only.

    Otherwise a search for leaks would look at nothing there.
    """
    return getattr(cache, "_cache", {})


def path_of_child(page, place):
    """Return the path of a child, first place 1. Treebeard 5.3 tells it to those who add one page at a time.

    Otherwise a crowd of pages could not be made in few inserts.
    """
    return Page._get_path(page.path, page.depth + 1, place)


def node_of_playwright():
    """Return the path of the Node, newer than Debian's, that Playwright 1.65 brings along for itself.

    Otherwise the example of a front end could not be built.
    """
    return compute_driver_executable()[0]
