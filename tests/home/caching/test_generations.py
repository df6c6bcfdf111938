import contextlib

import pytest
from django.db import transaction
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from home.caching.read_models import (
    SOON,
    bump,
    bump_once,
    current,
    memoized_for,
    renew_what_waits,
    renewing_soon,
)
from home.models import Generation

pytestmark = pytest.mark.both_databases

NAME = "of a test"


class Undone(Exception):
    pass


class GenerationTests(TestCase):
    def setUp(self):
        self.built = []

        @memoized_for(NAME)
        def greeting(who):
            self.built.append(who)
            return f"Hello, {who}"

        self.greeting = greeting

    def read(self, who="you"):
        return self.greeting(who, generations=current())

    def test_a_value_is_built_once_for_a_generation(self):
        self.assertEqual(self.read(), self.read())
        self.assertEqual(self.built, ["you"])

    def test_a_value_is_built_anew_after_a_bump(self):
        self.read()
        bump(NAME)
        self.read()

        self.assertEqual(self.built, ["you", "you"])

    def test_a_bump_of_another_cache_leaves_it(self):
        self.read()
        bump("something else")
        self.read()

        self.assertEqual(self.built, ["you"])

    def test_values_are_kept_by_their_arguments(self):
        self.assertNotEqual(self.read("you"), self.read("me"))

    def test_a_value_read_inside_a_change_that_was_undone_is_not_shown_after_it(self):
        bump(NAME)
        self.read()
        with self.assertRaises(Undone), transaction.atomic():
            bump(NAME)
            self.read()
            raise Undone
        bump(NAME)
        self.read()

        self.assertEqual(len(self.built), 3)

    def test_two_bumps_never_give_the_same_number(self):
        numbers = []
        for _time in range(20):
            bump(NAME)
            numbers.append(current()[NAME])

        self.assertEqual(len(set(numbers)), 20)

    def test_all_numbers_cost_one_query(self):
        for name in ("a", "b", "c"):
            bump(name)

        with self.assertNumQueries(1):
            numbers = current()
        self.assertLessEqual({"a", "b", "c"}, set(numbers))


class BumpOnceTests(TestCase):
    """A number that nearly every change renews: once until somebody has read it, and never too seldom."""

    def test_a_second_change_costs_nothing_until_the_number_was_read(self):
        bump_once("content")
        with self.assertNumQueries(0):
            bump_once("content")
        before = current()["content"]

        bump_once("content")

        self.assertNotEqual(current()["content"], before)

    def test_a_change_after_one_that_was_rolled_back_renews_the_number(self):
        before = current().get("content")
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            bump_once("content")
            raise ZeroDivisionError

        bump_once("content")

        self.assertNotEqual(current()["content"], before)


class BumpOnceInItsOwnTransactionTests(TransactionTestCase):
    def test_each_transaction_renews_the_number(self):
        seen = set()
        for _change in range(3):
            with transaction.atomic():
                bump_once("content")
            seen.add(Generation.objects.get(name="content").number)

        self.assertEqual(len(seen), 3)


@pytest.mark.django_db(transaction=True)
class TestAdditions:
    """What only adds renews the number for all within SOON, whoever comes back for it or not."""

    @pytest.fixture(autouse=True)
    def stopped_clock(self, time_machine):
        bump(NAME)
        time_machine.move_to(timezone.now(), tick=False)

    def add(self):
        with transaction.atomic(), renewing_soon():
            bump_once(NAME)
            return current()[NAME]

    def test_readers_keep_the_number_before_until_the_moment(self, time_machine):
        before, new = current()[NAME], self.add()
        assert before != new
        assert current()[NAME] == before

        time_machine.shift(SOON)

        assert current()[NAME] == new

    def test_the_first_addition_of_all_needs_no_number_before(self):
        with renewing_soon():
            bump_once("never told")

        assert "never told" in current()

    def test_a_value_read_inside_an_addition_that_was_undone_is_not_shown_after_it(self):
        people = []
        names = memoized_for(NAME)(lambda: list(people))
        with contextlib.suppress(Undone), transaction.atomic(), renewing_soon():
            people.append("undone")
            bump_once(NAME)
            assert names(generations=current()) == ["undone"]
            raise Undone
        people.clear()

        assert names(generations=current()) == []

    def test_what_is_committed_after_the_moment_has_a_number_that_nobody_has_seen(self, time_machine):
        first = self.add()
        second = self.add()  # as of one that was begun before the moment and committed after it
        time_machine.shift(SOON)

        assert current()[NAME] == second != first

    def test_after_the_moment_the_next_addition_begins_anew(self, time_machine):
        first = self.add()
        time_machine.shift(SOON)
        second = self.add()
        assert current()[NAME] == first

        time_machine.shift(SOON)

        assert current()[NAME] == second

    def test_a_change_at_once_in_the_same_transaction_wins(self):
        before = current()[NAME]
        with transaction.atomic():
            with renewing_soon():
                bump_once(NAME)
            bump_once(NAME)
            with renewing_soon():
                bump_once(NAME)

        assert current()[NAME] != before

    def test_all_that_waits_holds_once_the_work_is_over(self):
        before = current()[NAME]
        self.add()

        renew_what_waits()

        assert current()[NAME] != before
