"""Worlds stand for tests in a row and fall before others, whichever of these tests a worker gets."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection, transaction

from tests.standing import fallen, standing
from tests.template import connected_to, template

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
of_each_test = pytest.mark.parametrize("time", range(3))
that_commits = pytest.mark.django_db(transaction=True)

BUILT = []


@standing
def first(db):
    # Below a world of tests that commit it is built once more, to be stored.
    BUILT.append("first" if connection.in_atomic_block else "first, stored")
    return Group.objects.create(name="first")


@standing
def above(first):
    BUILT.append("above")
    return Group.objects.create(name=f"above {first.name}")


@standing
def other(db):
    return Group.objects.create(name="other")


@standing
def committed(first):
    BUILT.append("committed")
    return Group.objects.create(name="committed")


@pytest.fixture
def plain():
    return "plain"


@standing
def on_what_does_not_stand(plain, db):
    BUILT.append("on what does not stand")
    return Group.objects.create(name=f"on {plain}")


def names():
    return set(Group.objects.values_list("name", flat=True)) & {"first", "above first", "other", "committed"}


@of_each_test
def test_world_is_built_once_and_found_as_it_was_built(first, time):
    assert BUILT.count("first") == 1 + fallen["first"]
    assert first.name == "first"
    assert names() == {"first"}

    first.name = "changed"
    first.save()
    Group.objects.create(name="other")


@of_each_test
def test_world_above_is_built_on_the_one_that_stands(above, time):
    assert BUILT.count("first") == 1 + fallen["first"]
    assert BUILT.count("above") == 1 + fallen["above"]
    assert names() == {"first", "above first"}


def test_world_has_fallen_before_a_test_that_begins_in_another(other):
    assert names() == {"other"}


def test_no_world_stands_for_a_test_that_asks_for_none():
    assert names() == set()


@of_each_test
def test_world_on_what_does_not_stand_is_built_for_each_test(on_what_does_not_stand, time):
    assert BUILT.pop() == "on what does not stand"


def test_durable_transaction_is_allowed_in_a_test(first):
    with transaction.atomic(durable=True):
        first.delete()

    assert names() == set()


class TestClass:
    @pytest.fixture
    def first(self):
        return "not a world"

    def test_nearest_of_one_name_counts(self, first):
        assert first == "not a world"
        assert names() == set()


@that_commits
@of_each_test
def test_what_a_test_committed_is_gone_before_the_next(time):
    assert names() == set()
    assert not connection.in_atomic_block

    Group.objects.create(name="committed")


@that_commits
@of_each_test
def test_world_of_tests_that_commit_is_built_once_for_them_and_found_as_it_was_built(committed, time):
    assert BUILT.count("committed") == 1
    assert names() == {"first", "committed"}
    assert committed.name == "committed"
    assert not connection.in_atomic_block

    Group.objects.all().delete()
    Group.objects.create(name="other")
    committed.name = "changed"


@that_commits
def test_permissions_stay_when_all_other_rows_are_deleted():
    Group.objects.create(name="committed")
    before = set(Permission.objects.values_list("pk", "codename"))

    call_command("flush", interactive=False, verbosity=0)

    assert not Group.objects.exists()
    assert set(Permission.objects.values_list("pk", "codename")) == before != set()


def migrations():
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name, applied FROM django_migrations ORDER BY id")
        return cursor.fetchall()


@that_commits
def test_database_is_a_copy_of_the_template():
    here = migrations()

    with template() as made, connected_to(made.name):
        there = migrations()

    assert here == there != []
