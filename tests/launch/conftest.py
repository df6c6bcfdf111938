"""`make launch`: a host of the site on this very Debian, in an overlay that is thrown away.

Needs root, a mount namespace of its own and the package index, so it stands apart from the other tests.
"""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import launched
from tests.launch.host import MAIL_PORT, Host
from tests.launch.servers import mail_server, object_store
from tests.launch.staff import Staff

collect_ignore_glob = [] if os.environ.get("LAUNCH") else ["test_*.py"]


@pytest.fixture(scope="session")
def host():
    """A bare machine with a checkout of this commit."""
    host = Host.made()
    yield host
    host.stop()


@pytest.fixture(scope="session")
def mailbox():
    with mail_server(MAIL_PORT) as mailbox:
        yield mailbox


@pytest.fixture(scope="session")
def buckets():
    with object_store() as buckets:
        yield buckets


@pytest.fixture(scope="session")
def chromium(host):
    """A browser that finds both names here, and believes our certificate alone."""
    names, believed = "MAP *.example 127.0.0.1", f"--ignore-certificate-errors-spki-list={host.pin}"
    with sync_playwright() as playwright:
        yield launched(playwright, f"--host-resolver-rules={names}", believed)


@pytest.fixture(scope="session")
def staff(chromium):
    return Staff(chromium)


@pytest.fixture(autouse=True)
def _in_order(chromium, mailbox, buckets):
    """Each test goes on from the one before: pytest would put those with a browser together."""


@pytest.fixture
def page(chromium):
    """A visitor's."""
    context = chromium.new_context(locale="uk")
    yield context.new_page()
    context.close()
