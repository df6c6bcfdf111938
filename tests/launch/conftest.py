"""`make launch`: a host of the site on this very Debian, in an overlay that is thrown away.

Needs root, a mount namespace of its own and the package index, so it stands apart from the other tests.
"""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import launched
from tests.launch.host import Host

collect_ignore_glob = [] if os.environ.get("LAUNCH") else ["test_*.py"]


@pytest.fixture(scope="session")
def host():
    """A bare machine with a checkout of this commit."""
    host = Host.made()
    yield host
    host.stop()


@pytest.fixture(scope="session")
def chromium(host):
    with sync_playwright() as playwright:
        yield launched(playwright, "--host-resolver-rules=MAP *.example 127.0.0.1")


@pytest.fixture(autouse=True)
def _in_order(chromium):
    """Each test goes on from the one before: pytest would put those with a browser together."""


@pytest.fixture
def page(chromium):
    """A page that finds both names here, and takes our own certificate."""
    context = chromium.new_context(locale="uk", ignore_https_errors=True)
    yield context.new_page()
    context.close()
