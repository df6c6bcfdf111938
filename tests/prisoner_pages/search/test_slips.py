"""Who is found by a name with a slip in it; and when the words that may be meant are read anew."""

import pytest

from home.caching.read_models import current
from home.search.read_models import WORDS, known_words
from prisoner_pages.models import Occupation, Prisoner, PrisonerPage
from prisoner_pages.people.read_models.search_results import answer_to
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales, write
from tests.factories.site_content import word_in
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@standing
def one():
    open_locales("uk", "en")
    return PrisonerFactory(slug="one", name_uk="Селім Баглиєв", name_en="Selim Bahlyiev", writable=True)


def found(words, language="uk"):
    keys = answer_to(words, language, generations=current()).people
    return set(Prisoner.objects.filter(pk__in=keys).values_list("slug", flat=True))


def known():
    return known_words("uk", generations=current())


def test_a_name_of_this_very_moment_is_found_with_a_slip(one):
    assert found("Очоклс") == set()

    PrisonerFactory(slug="new", name_uk="Гнат Очокляс", name_en="Hnat Ochoklias")

    assert found("Очокляз") == {"new"}


SLIPS = {"missing": "Баглєв", "doubled": "Баагглиєв", "another": "Баклиєв", "swapped": "Балгиєв"}


@pytest.mark.parametrize("words", SLIPS.values(), ids=SLIPS)
def test_a_letter_may_be_missing_doubled_another_or_in_its_neighbours_place(one, words):
    assert found(words) == found(f"Селім {words}") == {"one"}


def test_of_a_short_name_a_letter_may_be_missing_and_no_other_be_in_its_place(one):
    PrisonerFactory(slug="short", name_uk="Арсі Кримська", name_en="Arsi Krymska")
    PrisonerFactory(slug="shorter", name_uk="Яна Морська", name_en="Yana Morska")

    assert found("Асі") == {"short"} and found("Яза") == set()


def test_who_is_called_just_so_is_found_without_those_who_are_called_nearly_so(one):
    PrisonerFactory(slug="nearly", name_uk="Селім Баглаєв", name_en="Selim Bahlaiev")

    assert found("Баглиєв") == {"one"} and found("Баглоєв") == {"one", "nearly"}


@pytest.mark.parametrize("words", ["zzzzzz", "zzz", "Smith", "Шевченко", "Хрн", "Селім Шевченко"])
def test_words_that_nobody_has_find_nobody(one, words):
    assert found(words) == set()


def works(person):
    person.occupations.set([word_in(["uk", "en"], Occupation, "бджоляр", "beekeeper")])
    person.save()


def is_renamed(person):
    person.name_uk = "Селім Ялинський"
    person.save()


@pytest.mark.parametrize("change", [works, is_renamed, lambda person: pause_prisoner(person, by=None)])
def test_words_are_read_anew_after_a_name_or_a_fact_has_changed_or_somebody_is_hidden(one, change):
    before, number = known(), current()[WORDS]

    change(one)

    assert current()[WORDS] != number and known() != before


def test_a_story_costs_no_reading_of_all_words(one, django_assert_num_queries):
    assert "баглиєв" in known()
    write(PrisonerPage.objects.get(prisoner=one, locale__language_code="uk"), live=True, intro="Грає.")
    assert found("грає") == {"one"}

    with django_assert_num_queries(1):  # the numbers
        assert "баглиєв" in known()
