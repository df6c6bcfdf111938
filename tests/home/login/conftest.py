import pytest
from django.core.cache import cache
from django.db import transaction

from tests.factories.login import staff_account
from tests.standing import standing


@standing
def anna(db):
    return staff_account()


@pytest.fixture(autouse=True)
def door(settings):
    settings.SECOND_STEP = True
    cache.clear()


@pytest.fixture
def committed(monkeypatch):
    """What follows on a commit follows at once, as it does where no test lies around a request."""
    monkeypatch.setattr(transaction, "on_commit", lambda do, *_using, **_how: do())
