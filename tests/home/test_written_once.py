from uuid import uuid4

import pytest
from django.db.models import UUIDField
from django.test import TestCase
from wagtail.models import Page

from home.models import Generation
from home.written_once import Asked, written_once

pytestmark = pytest.mark.both_databases


@written_once
def numbered(least):
    return Generation.objects.filter(number__gte=least, name__in=Asked("names")).order_by("name")


@written_once
def named():
    return Generation.objects.filter(name=Asked("name")).values_list("number", flat=True)


@written_once
def named_alike():
    return named().rows.union(
        Generation.objects.filter(number=Asked("number")).values_list("number", flat=True)
    )


@written_once
def translations():
    return Page.objects.filter(translation_key__in=Asked("keys", UUIDField()))


@written_once
def with_locale():
    return Page.objects.filter(pk=Asked("page")).select_related("locale")


class WrittenOnceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        Generation.objects.bulk_create(
            Generation(name=name, number=number) for number, name in enumerate("abcd")
        )

    def names(self, names, least=0):
        return [row.name for row in numbered(least).ask(names=names)]

    def test_it_is_the_same_question_for_the_same_arguments(self):
        self.assertIs(numbered(1), numbered(1))
        self.assertIsNot(numbered(1), numbered(2))

    def test_each_asking_has_values_of_its_own(self):
        self.assertEqual(self.names(["a", "c"]), ["a", "c"])
        self.assertEqual(self.names(["d"]), ["d"])
        self.assertEqual(self.names(["a", "c", "d"], least=2), ["c", "d"])

    def test_the_database_answers_each_time(self):
        self.assertEqual(named().ask(name="a"), [0])
        Generation.objects.filter(name="a").update(number=7)
        self.assertEqual(named().ask(name="a"), [7])

    def test_a_queryset_of_keys_is_asked_in_the_same_query(self):
        of_two = Generation.objects.filter(number__lt=2).values("name")
        with self.assertNumQueries(1):
            self.assertEqual(self.names(of_two), ["a", "b"])

    def test_nothing_is_in_an_empty_list_or_in_a_queryset_that_can_hold_nothing(self):
        self.assertEqual(self.names([]), [])
        self.assertEqual(self.names(Generation.objects.none().values("name")), [])

    def test_none_equals_nothing(self):
        self.assertEqual(named().ask(name=None), [])

    def test_both_parts_of_a_union_are_told_their_values(self):
        self.assertEqual(sorted(named_alike().ask(name="b", number=3)), [1, 3])

    def test_values_are_written_as_their_field_stores_them(self):
        page = Page.objects.first()
        self.assertEqual(translations().ask(keys=[page.translation_key, uuid4()]), [page])

    def test_a_value_is_never_read_as_sql(self):
        for text in ("%s", "(<name>)", "a' OR '1'='1"):
            Generation.objects.create(name=text, number=9)
            self.assertEqual(named().ask(name=text), [9])

    def test_rows_bring_what_the_queryset_brings(self):
        page = Page.objects.first()
        with self.assertNumQueries(1):
            [found] = with_locale().ask(page=page.pk)
            self.assertTrue(found.locale.language_code)
