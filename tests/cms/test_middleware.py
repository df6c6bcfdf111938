"""Each middleware of ours has a check of its own, which names it and its place when it is amiss."""

import pytest
from django.conf import settings as running
from django.core import checks

from home.checks import MIDDLEWARE as OF_HOME
from home.headless.checks import MIDDLEWARE as OF_API
from home.settings.requirements import START, Needed, Unwanted
from letters.checks import MIDDLEWARE as OF_LETTERS
from prisoner_pages.checks import MIDDLEWARE as OF_PEOPLE
from tests.tiers import first_of

RULES = [*OF_HOME, *OF_API, *OF_PEOPLE, *OF_LETTERS]
NEEDED = {rule.path: rule for rule in RULES if isinstance(rule, Needed)}
UNWANTED = {rule.path: rule for rule in RULES if isinstance(rule, Unwanted)}
OURS = ("home.", "prisoner_pages.", "letters.")


def told_with(settings, middleware):
    """Return the ids and sentences of what is said about this MIDDLEWARE."""
    settings.MIDDLEWARE = middleware
    found = checks.run_checks(tags=[START])
    return [(error.id, f"{error.msg} {error.hint}") for error in found if "MIDDLEWARE" in error.msg]


def test_every_middleware_of_ours_has_its_own_check():
    assert set(NEEDED) == {path for path in running.MIDDLEWARE if path.startswith(OURS)}
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.django_db
def test_ours_are_all_there_and_in_their_places(settings):
    assert told_with(settings, running.MIDDLEWARE) == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", first_of(NEEDED))
def test_one_that_is_left_out_is_named_with_its_place(settings, path):
    [(identifier, words)] = told_with(settings, [each for each in running.MIDDLEWARE if each != path])

    assert identifier == NEEDED[path].id
    assert words.startswith(f"{path} is missing from MIDDLEWARE: it ")
    neighbours = [*NEEDED[path].after, *NEEDED[path].before]
    assert neighbours and all(neighbour in words.partition("Add it ")[2] for neighbour in neighbours)


@pytest.mark.django_db
@pytest.mark.parametrize("path", first_of(NEEDED))
def test_one_that_stands_elsewhere_is_named(settings, path):
    others = [each for each in running.MIDDLEWARE if each != path]
    moved = [*others, path] if NEEDED[path].before else [path, *others]

    assert (NEEDED[path].id, True) in [
        (identifier, words.startswith(f"{path} stands at a wrong place"))
        for identifier, words in told_with(settings, moved)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("path", UNWANTED)
def test_one_that_ours_stand_in_for_is_named(settings, path):
    [(identifier, words)] = told_with(settings, [*running.MIDDLEWARE, path])

    assert identifier == UNWANTED[path].id
    assert path in words and UNWANTED[path].instead in words
