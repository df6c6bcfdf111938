import pytest

from home.headless.actions.endpoints import add_endpoint
from home.headless.choices import EventType


@pytest.fixture
def listening(server, db):
    """Return (endpoint, secret) for the receiver."""
    return add(server.url)


def add(url, owner="zmina"):
    return add_endpoint(owner=owner, url=url, events=[EventType.GONE], own_only=False, by=None)
