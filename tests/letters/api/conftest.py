import pytest

from home.headless.answers.api import rate_limits
from tests.letters.api.post_world import open_front_end


@pytest.fixture
def front_end(world):
    return open_front_end(world.partner)


@pytest.fixture(autouse=True)
def counted_anew(monkeypatch):
    monkeypatch.setattr(rate_limits, "COUNTS", rate_limits.Counts())
