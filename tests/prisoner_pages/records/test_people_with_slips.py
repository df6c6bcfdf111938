"""Staff find people by a name with a slip in it: their own, drafts too, and nobody else's."""

import pytest

from prisoner_pages.models import Prisoner
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing

pytestmark = pytest.mark.django_db
LIST = "/admin/prisoners/"


@standing
def zmina(db):
    return open_partner("zmina")


@standing
def people(zmina):
    names = ("Гнат Вигаданко", "Енвер Сюйренли", "Селім Баглиєв")
    return [PrisonerFactory(partner=zmina, name_uk=name, live=False) for name in names]


@standing
def others(db):
    return PrisonerFactory(partner=open_partner("pen"), name_uk="Левко Стремидло", live=False)


def names_found(words):
    return set(Prisoner.objects.found_or_near(words).values_list("name_uk", flat=True))


@pytest.fixture
def editor(zmina):
    return logged_in(employ_editor(zmina))


def test_a_draft_is_found_by_a_name_with_a_slip(editor, people):
    shown = editor.get(f"{LIST}?q=Баглив").context["object_list"]

    assert [person.name_uk for person in shown] == ["Селім Баглиєв"]


def test_a_draft_of_another_partner_is_found_by_no_slip(editor, people, others):
    assert list(editor.get(f"{LIST}?q=Стремидл").context["object_list"]) == []
    assert list(editor.get(f"{LIST}?q=Стермидло").context["object_list"]) == []


@pytest.mark.parametrize(
    "words",
    ["Вигданко", "Вигаданкко", "Вигадонко", "Вигаднако", "Гнат Вигданко", "Vyhadnko", "Гат"],
)
def test_each_kind_of_slip_is_forgiven_in_any_script_and_order(people, words):
    assert names_found(words) == {"Гнат Вигаданко"}


def test_a_name_without_a_slip_finds_nobody_who_is_called_nearly_so(people, zmina):
    PrisonerFactory(partner=zmina, name_uk="Марк Вигаданка")

    assert names_found("Вигаданко") == {"Гнат Вигаданко"}


@pytest.mark.parametrize(
    "words", ["zzzzzz", "Smith", "Шевченко", "Гнат Шевченко", "Гна Шевченко", "Хрн", "-", ""]
)
def test_a_name_that_nobody_has_finds_nobody(people, words):
    assert names_found(words) == set()
