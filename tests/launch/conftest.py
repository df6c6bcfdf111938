"""`make launch`: a host of the site on this very Debian, in an overlay that is thrown away.

Needs root, a mount namespace of its own and the package index, so it stands apart from the other tests.
"""

import os

import pytest

from tests.launch.host import Host

collect_ignore_glob = [] if os.environ.get("LAUNCH") else ["test_*.py"]


@pytest.fixture(scope="session")
def host():
    """A bare machine with a checkout of this commit."""
    host = Host.made()
    yield host
    host.stop()
