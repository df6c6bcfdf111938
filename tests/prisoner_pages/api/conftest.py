"""The site of `world`, built once for all the tests in a row that read it."""

from tests.prisoner_pages.api.world import build_site
from tests.standing import standing


@standing
def person(db):
    return build_site()
