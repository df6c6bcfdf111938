"""Whoever types a name is told who may be the same person, in any script; the answer is remembered."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from prisoner_pages.choices import PairAnswer, PauseForm, Status
from prisoner_pages.models import Prisoner, RecordPair
from prisoner_pages.names import patronymics_agree
from prisoner_pages.records.actions.doubles import answer_doubles
from prisoner_pages.records.actions.pauses import pause_prisoner
from prisoner_pages.records.read_models.doubles import Described, doubles_of, doubles_of_each
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.journeys.marked_words import said_in
from tests.prisoner_pages.records.test_record_screens import fields_of, url
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def editor(zmina):
    return employ_editor(zmina)


@standing
def known(zmina):
    return PrisonerFactory(
        partner=zmina,
        name_uk="Нариман Джелялов",
        name_en="Nariman Dzhelial",
        patronymic_uk="Енверович",
        birth_date=date(1980, 4, 27),
        stories=[],
    )


def found(user, *names, **more):
    return [each.record for each in doubles_of(Described(names, **more), user)]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("Нариман Джелялов", True),
        ("Джелялов Нариман Энверович", True),
        ("Nariman Celâlov", True),
        ("Nariman Dzhelyalov", True),
        ("Джелялов", False),
        ("Нариман Мемедемінов", False),
        ("", False),
        ("=1+1' %_", False),
    ],
)
def test_the_same_name_is_found_in_any_script_and_order(editor, known, typed, is_found):
    assert (known in found(editor, typed)) is is_found


@pytest.mark.parametrize(
    ("more", "is_found"),
    [
        ({"birth_year": 1980}, True),
        ({"birth_year": 1991}, False),
        ({"patronymic": "Енверович"}, True),
        ({"patronymic": "Енверовіч", "birth_year": 1981}, True),  # a slip in one of the two
        ({"patronymic": "Рустемович"}, False),
        ({"patronymic": "Рустемович", "birth_year": 1980}, True),
        ({"patronymic": "Рустемович", "birth_year": 1991}, False),
        ({"patronymic": "Енвер огли"}, True),  # of another making: it says nothing
    ],
)
def test_year_and_patronymic_tell_people_apart_where_both_are_known(editor, known, more, is_found):
    assert (known in found(editor, "Нариман Джелялов", **more)) is is_found


def test_patronymics_are_compared_by_their_sound():
    assert patronymics_agree("Енверович", "Энверович") is True
    assert patronymics_agree("Енверович", "Рустемівна") is False
    assert patronymics_agree("", "Рустемівна") is None


def test_of_another_partner_only_those_are_named_whom_the_site_shows(known):
    """Whoever is hidden or a draft there is told to coordinators alone."""
    pen = open_partner("pen")
    stranger, coordinator = employ_editor(pen), employ_coordinator()
    shown, draft, hidden = (
        PrisonerFactory(partner=known.partner, name_uk="Зоя Згурська", live=live, stories=[])
        for live in (True, False, True)
    )
    pause_prisoner(hidden, by=None, form=PauseForm.OPEN)

    doubles = doubles_of(Described(("Зоя Згурська",)), stranger)

    assert [(each.record, each.is_own, each.address) for each in doubles] == [
        (shown, False, f"/uk/prisoners/{shown.slug}/")
    ]
    assert found(coordinator, "Зоя Згурська") == [shown, draft, hidden]


def test_of_whom_the_site_tells_the_name_alone_others_learn_nothing_more_by_asking(editor, known):
    stranger = employ_editor(open_partner("pen"))
    Prisoner.objects.filter(pk=known.pk).update(status=Status.RELEASED_UNDER_CONTROL)

    for more in ({"birth_year": 1991}, {"patronymic": "Рустемович"}, {"birth_year": 1980}):
        [double] = doubles_of(Described(("Нариман Джелялов",), **more), stranger)
        assert (double.record, str(double)) == (known, "Нариман Джелялов")
    page = logged_in(stranger).get(reverse("doubles_while_typing"), {"name_en": "Nariman Celalov"})
    text = " ".join(said_in(page.text))
    assert "Нариман Джелялов" in text and "1980" not in text and "Енверович" not in text
    assert not found(editor, "Нариман Джелялов", birth_year=1991)
    [own] = doubles_of(Described(("Нариман Джелялов",)), editor)
    assert str(own) == "Нариман Джелялов (Енверович, 1980)"


def test_what_is_said_again_is_kept_and_logged_once_and_different_people_stay_so(editor, known, zmina):
    other = PrisonerFactory(partner=zmina, name_uk="Нариман Джелялов", stories=[])
    for record, second, answer in (
        (known, other, PairAnswer.OPEN),
        (known, other, PairAnswer.APART),
        (other, known, PairAnswer.APART),
        (known, other, PairAnswer.OPEN),
    ):
        answer_doubles(record, others=[second.pk], answer=answer, by=editor)

    assert RecordPair.objects.get().answer == PairAnswer.APART
    assert ModelLogEntry.objects.filter(action="prisoner_pages.part_records").count() == 1


def test_what_is_asked_costs_as_much_for_many(editor, known):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            found(editor, "Нариман Джелялов")
        return len(queries)

    cost()  # what the user may do is kept
    few = cost()
    PrisonerFactory.create_batch(3, partner=known.partner, name_uk="Нариман Джелялов", stories=[])
    assert cost() == few


def test_of_many_at_once_the_same_are_named_as_of_each_by_itself(editor, known):
    PrisonerFactory(
        partner=known.partner, name_uk="Емір-Усеїн Куку", birth_date=date(1976, 6, 26), stories=[]
    )
    PrisonerFactory(partner=open_partner("pen"), name_uk="Нариман Джелялов", live=False, stories=[])
    asked = [
        Described(("Джелялов Нариман Энверович", "Nariman Celâlov")),
        Described(("Нариман Джелялов",), birth_year=1991),
        Described(("Emir-Usein Kuku",), birth_year=1976),
        Described(("Джелялов",)),
    ]

    def cost(many):
        with CaptureQueriesContext(connection) as queries:
            doubles = doubles_of_each(dict(enumerate(many)), editor)
        return list(doubles.values()), len(queries)

    cost(asked)  # what the user may do is kept
    (found, queries), (_one, of_one) = cost(asked), cost(asked[:1])

    assert found == [doubles_of(each, editor) for each in asked]
    assert [len(each) for each in found] == [1, 0, 1, 0] and queries == of_one


class TestForm:
    def test_saving_a_double_asks_once_and_the_answer_is_remembered(self, editor, known, zmina):
        client = logged_in(editor)
        typed = fields_of(Prisoner(partner=zmina), name_uk="Джелялов Наріман", slug="")

        asked = client.post(url("add"), typed)
        assert Prisoner.objects.count() == 1
        page = asked.content.decode()
        assert str(known) in page and f'name="doubles_seen" value="{known.pk} "' in page
        assert "Джелялов Наріман" in page

        told = {"doubles_answer": PairAnswer.APART, "doubles_seen": str(known.pk)}
        assert client.post(url("add"), typed | told).status_code == 302
        made = Prisoner.objects.latest("pk")
        assert found(editor, "Наріман Джелялов") == [known, made]
        assert doubles_of(Described.of(made), editor, record=made) == []
        assert doubles_of(Described.of(known), editor, record=known) == []
        said = ModelLogEntry.objects.get(action="prisoner_pages.part_records")
        assert (said.object_id, said.data) == (str(made.pk), {"other": known.pk})

    def test_an_empty_form_names_nobody(self, editor, known):
        page = logged_in(editor).get(url("add")).content.decode()
        assert "data-doubles-from" in page and str(known) not in page

    def test_an_answer_about_others_than_are_found_now_is_asked_for_again(self, editor, known, zmina):
        typed = fields_of(Prisoner(partner=zmina), name_uk="Нариман Джелялов")
        told = {"doubles_answer": PairAnswer.APART, "doubles_seen": "999999 x"}

        logged_in(editor).post(url("add"), typed | told)

        assert Prisoner.objects.count() == 1

    @pytest.mark.full(LONG)
    def test_an_edit_is_warned_of_and_never_refused(self, editor, known, zmina):
        """By hand or by itself: what is typed is saved."""
        client = logged_in(editor)
        double = PrisonerFactory(partner=zmina, name_uk="Нариман Джелялов", live=False, stories=[])
        assert str(known) in client.get(url("edit", double.pk)).content.decode()

        by_hand = client.post(url("edit", double.pk), fields_of(double))
        by_itself = client.post(
            url("edit", double.pk), fields_of(double), headers={"Accept": "application/json"}
        )

        assert (by_hand.status_code, by_itself.status_code) == (302, 200)
        assert by_itself.json()["success"]
        assert not RecordPair.objects.exists()

    def test_who_does_not_know_yet_is_warned_again_and_not_asked(self, editor, known, zmina):
        told = {"doubles_answer": PairAnswer.OPEN, "doubles_seen": str(known.pk)}
        typed = fields_of(Prisoner(partner=zmina), name_uk="Нариман Джелялов")
        logged_in(editor).post(url("add"), typed | told)

        made = Prisoner.objects.latest("pk")
        assert [each.record for each in doubles_of(Described.of(made), editor, record=made)] == [known]
        assert not ModelLogEntry.objects.filter(action="prisoner_pages.part_records").exists()


class TestWhileTyping:
    def test_doubles_are_named_as_the_form_names_them(self, editor, known):
        answer = logged_in(editor).get(
            reverse("doubles_while_typing"), {"name_en": "Nariman Celalov", "birth_date": "1980-01-01"}
        )
        page = answer.content.decode()
        assert str(known) in page and url("edit", known.pk) in page

    @pytest.mark.parametrize(
        ("born", "is_found"),
        [
            ("27.04.1980", True),
            ("квітень 1980", True),
            ("1980", True),
            ("27.04.1991", False),
            ("1991", False),
        ],
    )
    def test_a_birth_date_is_read_as_the_field_reads_it(self, editor, known, born, is_found):
        asked = {"name_uk": "Нариман Джелялов", "birth_date": born}
        page = logged_in(editor).get(reverse("doubles_while_typing"), asked).text
        assert (str(known) in page) is is_found

    @pytest.mark.parametrize("typed", [{}, {"name_uk": "х" * 300}, {"birth_date": "завтра", "record": "x"}])
    def test_anything_may_be_typed(self, editor, known, typed):
        assert logged_in(editor).get(reverse("doubles_while_typing"), typed).content.decode().strip() == ""
