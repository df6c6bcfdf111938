import contextlib

import pytest
from django.db import transaction
from django.test import TestCase, TransactionTestCase

from home.caching.read_models import bump, bump_once, current, memoized_for
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
