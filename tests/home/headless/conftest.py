import pytest

from home.headless.choices import EventType
from home.headless.webhooks.actions.endpoints import add_endpoint


@pytest.fixture
def listening(server, db):
    """Return (endpoint, secret) for the receiver."""
    return add(server.url)


def add(url, owner="zmina"):
    return add_endpoint(owner=owner, url=url, events=[EventType.GONE], own_only=False, by=None)
