import pytest

from home.headless.actions.endpoints import add_endpoint
from home.headless.choices import EventType
from tests.factories.receiver import receiver


@pytest.fixture
def server(settings):
    """A receiver of ours; the setting lets webhooks reach it."""
    settings.WEBHOOKS_MAY_REACH_PRIVATE = True
    with receiver() as running:
        yield running


@pytest.fixture
def listening(server, db):
    """Return (endpoint, secret) for the receiver."""
    return add(server.url)


def add(url, owner="zmina"):
    return add_endpoint(owner=owner, url=url, events=[EventType.GONE], own_only=False, by=None)
