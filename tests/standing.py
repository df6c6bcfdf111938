"""Worlds that stand while the tests that begin in them pass by.

A fixture under `@standing` is built once for all the tests in a row that ask for the same, in a
transaction around theirs: each test is rolled back to it as ever, and gets copies of what it returned. It
may use the database, the client and other standing fixtures and nothing else: no settings, no clock, no
files, no durable transaction. For tests that commit its rows are stored and put back. Above a fixture that
does not stand, it is built for one test alone.
"""

import secrets
from collections import Counter
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, signature
from itertools import takewhile

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import TestCase, TransactionTestCase

from home.models import Generation
from tests import stored_worlds
from tests.immediate import indexed_at_the_end
from tests.private_parts import fixture_of


@dataclass
class World:
    """What one fixture built, on what the worlds below it had built."""

    name: tuple
    around: ExitStack
    values: dict


_standing = []
# How often each world has fallen: before a test that begins in another, or was taken over by this process.
fallen = Counter()
_copies = {}


def standing(build=None, *, autouse=False):
    """Make a fixture of `build` that is built once for the tests in a row that ask for it."""
    if build is None:
        return lambda build: standing(build, autouse=autouse)

    @wraps(build)
    def fixture(request, **given):
        if request.fixturename in {name for _height, _module, name in worlds_of(request.node)}:
            return _copies[request.fixturename]
        return build(**given)

    own = signature(build)
    asked = [Parameter("request", Parameter.POSITIONAL_OR_KEYWORD), *own.parameters.values()]
    fixture.__signature__ = own.replace(parameters=asked)
    fixture.build = build
    return pytest.fixture(autouse=autouse)(fixture)


def asks_database(item):
    """A class of Django's asks by what it is, a function by its marker or its fixtures."""
    named = {"db", "transactional_db", "live_server"} & set(item.fixturenames)
    return is_of_django(item) or bool(named) or item.get_closest_marker("django_db") is not None


def is_of_django(item):
    return isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, TransactionTestCase)


def is_transactional(item):
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    return marked or bool({"transactional_db", "live_server"} & set(item.fixturenames))


def commits(item):
    """Is it a test that commits, and must come after all that find the database as the migrations left it?"""
    return is_transactional(item) or (is_of_django(item) and not issubclass(item.cls, TestCase))


def worlds_of(item):
    """Return the names of the worlds a test begins in, the ground first: (height, module, fixture)."""
    if not hasattr(item, "worlds"):
        stands = asks_database(item) and not is_of_django(item)
        item.worlds = tuple(sorted(_worlds_of(item))) if stands else ()
    return item.worlds


def _worlds_of(item):
    heights = {name: height(item, name) for name in item.fixturenames}
    found = {name for name, height in heights.items() if height}
    # A client stands only where one logged in before.
    if not any("client" in fixture_of(item, name).argnames for name in found):
        found.discard("client")
    return [(heights[name], fixture_of(item, name).func.__module__, name) for name in found]


def height(item, name):
    """Return how many worlds lie under this one, it included; None for a fixture that does not stand."""
    fixture = fixture_of(item, name)
    if fixture is None or not hasattr(fixture.func, "build") or name in fixture.argnames:
        return None
    below = [height(item, other) for other in signature(fixture.func.build).parameters if other != "db"]
    return None if None in below else 1 + max(below, default=0)


def raise_worlds_of(item):
    """Let the worlds of a test stand, and its fixtures find copies of what they hold."""
    if _standing:
        forget_last_test()
    for name in open_worlds_of(item)[len(_standing) :]:
        raise_world(name, fixture_of(item, name[-1]))
    if _standing:
        _copies.update(deepcopy(_standing[-1].values))


def put_back_worlds_of(item, *, ground):
    """The same for a test that commits."""

    def build(name, values):
        return built(fixture_of(item, name[-1]), values)

    _copies.update(stored_worlds.begin_in(worlds_of(item), ground=ground, build=build))
    forget_last_test()


def open_worlds_of(item):
    """Return the worlds that stand in transactions around the test's own: none, where it commits."""
    return () if is_transactional(item) else worlds_of(item)


def put_copies_away():
    _copies.clear()


def raise_world(name, fixture):
    values = deepcopy(_standing[-1].values) if _standing else {}
    around = ExitStack()
    around.enter_context(rolled_back())
    _standing.append(World(name, around, values))
    try:
        values[name[-1]] = built(fixture, values)
    except BaseException:
        strike_down_to(len(_standing) - 1)
        raise


def built(fixture, values):
    build = fixture.func.build
    with indexed_at_the_end():
        # `db` hands nothing on.
        return build(**{other: values.get(other) for other in signature(build).parameters})


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def forget_last_test():
    """What it cached under the numbers of this world may be of a world it had changed."""
    Generation.objects.update(number=secrets.randbits(62))
    cache.clear()


def strike_what_is_not_of(item):
    """Roll back every standing world in which the test does not begin, and all above it."""
    pairs = zip(_standing, open_worlds_of(item), strict=False)
    strike_down_to(len(list(takewhile(lambda pair: pair[0].name == pair[1], pairs))))


def strike_down_to(height):
    while len(_standing) > height:
        world = _standing.pop()
        world.around.close()
        fallen[world.name[-1]] += 1
