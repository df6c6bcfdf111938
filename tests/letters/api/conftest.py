import pytest

from tests.letters.api.post_world import open_front_end


@pytest.fixture
def front_end(world):
    return open_front_end(world.partner)
