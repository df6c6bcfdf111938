"""What the search finds on the demo site: the right thing first, for nine questions of ten."""

from itertools import product

import pytest

from home.caching.read_models import current
from home.search.actions import catch_up
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.search_results import answer_to
from prisoner_pages.public.read_models.pages import pages_in
from prisoner_pages.public.search_terms import holds, terms_of
from tests.prisoner_pages.search.queries import SEEN, UNSEEN
from tests.standing import standing
from tests.tiers import MANY

pytestmark = [pytest.mark.django_db, pytest.mark.full(MANY)]


@standing
def indexed(demo):
    catch_up()


def first_of(asked):
    numbers = current()
    answer = answer_to(asked.words, asked.language, generations=numbers)
    slugs = dict(Prisoner.objects.filter(pk__in=answer.people).values_list("pk", "slug"))
    lines = pages_in(asked.language, generations=numbers)
    pages = {page.pk: page.url.removeprefix(f"/{asked.language}/") for page in lines}
    people = [f"prisoners/{slugs[pk]}/" for pk in answer.people]
    return people, [pages[pk] for pk in answer.pages]


def is_first(asked):
    """People and pages stand in lists of their own: the right one is the first of its own."""
    people, pages = first_of(asked)
    return any(right in (people[:1] or [""]) + (pages[:1] or [""]) for right in asked.right)


@pytest.mark.both_databases
@pytest.mark.parametrize("questions", [SEEN, UNSEEN], ids=["seen", "unseen"])
def test_nine_of_ten_questions_find_what_they_look_for_first(indexed, questions):
    missed = [asked for asked in questions if not is_first(asked)]

    assert len(missed) <= len(questions) // 10, missed


@pytest.mark.parametrize("words", ["учителька математики", "вчителька математики", "вчительки", "вчит"])
def test_a_ukrainian_word_is_found_with_either_letter_that_it_may_begin_with(indexed, words):
    answer = answer_to(words, "uk", generations=current())

    assert Prisoner.objects.filter(pk__in=answer.people, slug="nazife-demerdzhyli").exists()
    assert not answer.nearly


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        *product(["учитель", "вчитель"], ["учителі", "вчителі", "учит", "вчит", "учи", "вчи"]),
        *product(["учні", "вчні"], ["учня", "вчня"]),
    ],
)
def test_either_letter_is_shown_as_the_reason(told, asked):
    assert holds(told, terms_of(asked, "uk"), "uk")


@pytest.mark.parametrize(("told", "asked"), [("ухвала", "хвала"), ("уява", "вява")])
def test_a_word_with_another_beginning_is_another_word(told, asked):
    assert not holds(told, terms_of(asked, "uk"), "uk")
