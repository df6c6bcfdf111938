"""Staff find people by what the site tells of them, where nobody is called so: their own people alone."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from prisoner_pages.models import Occupation, Prisoner
from prisoner_pages.records.filters import chosen_people
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import word_in
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LIST = "/admin/prisoners/"


def beekeeper(partner, name):
    person = PrisonerFactory(partner=partner, name_uk=name, writable=True)
    person.occupations.set([word_in(["uk", "en"], Occupation, "бджоляр", "beekeeper")])
    person.save()
    return person


@standing
def own():
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def people(own):
    """Two who keep bees, one of them somebody else's, and a draft of either partner."""
    other = open_partner("pen")
    PrisonerFactory(partner=own, name_uk="Гнат Вигаданко", live=False)
    PrisonerFactory(partner=other, name_uk="Селім Баглиєв", live=False)
    return [beekeeper(own, "Аблялім Дерменкойли"), beekeeper(other, "Левко Дерменкойли")]


@standing
def user(own):
    return employ_editor(own)


@pytest.fixture
def listed(user, people):
    editor = logged_in(user)

    def listed(words):
        shown = editor.get(LIST, {"q": words}).context["object_list"]
        return [person.name_uk for person in shown]

    return listed


@pytest.mark.full(LONG)
@pytest.mark.parametrize("words", first_of(["бджоляр", "бджоляра", "бджолярі", "Дерменкойли"]))
def test_ones_own_people_are_found_by_what_their_public_page_tells(listed, words):
    assert listed(words) == ["Аблялім Дерменкойли"]


def test_whoever_is_called_so_stands_alone(listed, own):
    PrisonerFactory(partner=own, name_uk="Осман Бджоляр", live=False)

    assert listed("бджоляр") == ["Осман Бджоляр"]


def test_what_no_page_tells_finds_nobody(listed, people):
    Prisoner.objects.get(pk=people[0].pk).consents.all().delete()

    assert listed("бджоляр") == []


def test_a_name_with_a_slip_finds_whoever_is_called_nearly_so(listed):
    assert listed("Вигданко") == ["Гнат Вигаданко"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("бджоляр", {"Аблялім Дерменкойли", "Левко Дерменкойли"}),
        ("Вигданко", {"Гнат Вигаданко"}),
        ("Селім Балгиєв", set()),
    ],
)
def test_where_a_person_is_chosen_others_public_people_are_found_too_and_no_draft_of_theirs(
    user, people, words, found
):
    address = reverse("wagtailsnippetchoosers_prisoner_pages_prisoner:choose_results")

    shown = logged_in(user).get(address, {"q": words}).context["results"]

    assert {person.name_uk for person in shown} == found


def test_what_is_done_to_all_is_done_to_those_who_are_called_so_alone(user, people):
    def chosen(words):
        request = RequestFactory().get(LIST, {"id": "all", "q": words})
        request.user = user
        return [person.name_uk for person in chosen_people(request)]

    assert chosen("Аблялім") == ["Аблялім Дерменкойли"]
    assert chosen("бджоляр") == chosen("Аблялм") == []
