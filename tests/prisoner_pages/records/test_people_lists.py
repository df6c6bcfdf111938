"""The list of people in the admin: columns chosen, exported as shown, kept under a name."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from prisoner_pages.can_be_written_to import HELD_PLACES, HELD_STATUSES
from prisoner_pages.choices import FactGroup
from prisoner_pages.models import Assignment, Facility, Prisoner, PrisonerPrivate, SavedList, Verification
from tests.factories.partners import employ_editor, employ_moderator, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing
from tests.tiers import SCREENS

pytestmark = [pytest.mark.django_db, pytest.mark.full(SCREENS)]
LIST, SAVE = "/admin/prisoners/", "/admin/prisoners/lists/save/"
EVERY_COLUMN = (
    "columns=status&columns=facility&columns=public_state&columns=letters&columns=partner"
    "&columns=place_verified_on&columns=status_since&columns=birth_year&columns=name_en&columns=name_ru"
    "&columns=mail_status&columns=stories&columns=given_to"
)


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@standing
def people(zmina):
    names = ("Ґулнара Вигаданка", "Гнат Вигаданко", "=cmd|calc Єзус", "Енвер Єнченко")
    return [PrisonerFactory(partner=zmina, writable=True, name_uk=name) for name in names]


@pytest.fixture
def user(zmina):
    return employ_editor(zmina)


@pytest.fixture
def editor(user):
    return logged_in(user)


def csv_of(client, query):
    return client.get(f"{LIST}?{query}&export=csv").content.decode("utf-8-sig").splitlines()


def closed_place(state):
    return Facility.objects.create(name_ru=f"ИК {state}", name_uk=f"ВК {state}", mail_status=state)


def names_in(response):
    return [person.name_uk for person in response.context["object_list"]]


def test_an_export_holds_the_columns_and_the_people_shown_and_no_formula(editor, people, user):
    Assignment.objects.create(prisoner=people[1], to=user)
    PrisonerFactory(partner=open_partner("pen"), name_uk="Чужа Людина")
    private = PrisonerPrivate(prisoner=people[1])
    private.notes = "kanarka"
    private.save()

    lines = csv_of(editor, "columns=given_to&columns=stories")

    assert lines[0] == "Ім’я,Історії мовами,Доручено"
    assert sorted(lines[1:])[0].startswith("'=cmd|calc")
    assert f'Гнат Вигаданко,"en, uk",{user.username}' in lines
    assert not any("Чужа" in line or "kanarka" in line for line in lines)


def test_the_list_is_narrowed_by_each_reason_that_holds_letters(editor, people, zmina):
    reasons = {**HELD_STATUSES, **HELD_PLACES}
    held = {}
    for state, reason in reasons.items():
        person = PrisonerFactory(partner=zmina, writable=True)
        Prisoner.objects.filter(pk=person.pk).update(
            **({"status": state} if state in HELD_STATUSES else {"facility": closed_place(state)})
        )
        held[reason] = person.name_uk

    for reason in held:
        found = list(editor.get(f"{LIST}?letters_held={reason}").context["object_list"])
        assert [each.name_uk for each in found] == [held[reason]]
        assert [each.call_to_action.reason for each in found] == [reason]


def test_the_list_is_narrowed_to_letters_whose_envelope_wants_a_year_of_birth(editor, people):
    known = Prisoner.objects.exclude(pk=people[3].pk)
    known.update(birth_date=date(1980, 1, 1), birth_precision="year")

    assert names_in(editor.get(f"{LIST}?letters_wait=no_year")) == ["Енвер Єнченко"]


def test_a_persons_name_is_no_name_of_a_thing(editor, people):
    assert csv_of(editor, "columns=name_en")[0] == "Ім’я,Ім’я англійською"


def test_an_xlsx_holds_the_same(editor, people):
    answer = editor.get(f"{LIST}?q=Гнат&export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active

    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == ["Ім’я", "Гнат Вигаданко"]
    assert f"people-{timezone.localdate()}.xlsx" in answer["Content-Disposition"]


def test_people_are_sorted_as_ukrainian_sorts_them(editor, people):
    assert names_in(editor.get(LIST))[:2] == ["Ґулнара Вигаданка", "Гнат Вигаданко"]


def test_one_more_person_costs_no_query_with_every_column(editor, people, zmina, django_assert_num_queries):
    editor.get(f"{LIST}?{EVERY_COLUMN}")
    with CaptureQueriesContext(connection) as few:
        editor.get(f"{LIST}?{EVERY_COLUMN}")
    count = len(few)
    PrisonerFactory(partner=zmina, writable=True)
    editor.get(f"{LIST}?{EVERY_COLUMN}")  # what is kept until a change is read anew once
    with django_assert_num_queries(count):
        editor.get(f"{LIST}?{EVERY_COLUMN}")


def test_the_list_is_narrowed_to_what_was_given_to_oneself_and_to_letters_held(editor, people, user):
    Assignment.objects.create(prisoner=people[1], to=user)
    Prisoner.objects.filter(pk=people[3].pk).update(held_at=timezone.now())

    assert names_in(editor.get(f"{LIST}?given_to=me")) == ["Гнат Вигаданко"]
    assert len(names_in(editor.get(f"{LIST}?given_to=nobody"))) == 3
    assert names_in(editor.get(f"{LIST}?letters_held=yes")) == ["Енвер Єнченко"]


def test_whoever_works_for_two_partners_narrows_the_list_to_one_of_them(people, user):
    pen, _other = open_partner("pen"), open_partner("other")
    theirs = PrisonerFactory(partner=pen, name_uk="Єва Вигаданка")

    def offered():
        page = logged_in(user).get(LIST)  # anew each time: other rights end a session
        return html.fromstring(page.content).xpath("//select[@name='partner']/option/@value")

    assert offered() == []
    user.groups.add(pen.editors)

    assert {*offered()} == {"", "zmina", "pen"}
    assert names_in(logged_in(user).get(f"{LIST}?partner=pen")) == [theirs.name_uk]


@pytest.mark.both_databases
def test_the_day_of_the_last_check_is_asked_of_the_place_or_of_what_is_chosen(editor, people):
    names = {each.name_uk for each in people}
    Verification.objects.all().delete()
    for person, group in zip(people, (FactGroup.PLACE, FactGroup.VERDICT, FactGroup.HEALTH), strict=False):
        Verification.objects.create(prisoner=person, group=group, verified_on=date(2026, 9, 1))
    before = f"{LIST}?place_not_verified_since=2026-08-01"

    def left_out(address):
        return names - set(names_in(editor.get(address)))

    assert left_out(before) == {people[0].name_uk}  # as lists and bookmarks of old ask
    assert left_out(f"{before}&not_verified=verdict") == {people[1].name_uk}
    assert left_out(f"{before}&not_verified=health") == {people[2].name_uk}
    assert left_out(f"{before}&not_verified=mail") == left_out(f"{LIST}?not_verified=health") == set()
    exported = csv_of(editor, "place_not_verified_since=2026-08-01&not_verified=verdict")
    assert not any(people[1].name_uk in line for line in exported)


# --- Kept lists -------------------------------------------------------------------------------------
def test_a_list_is_kept_for_oneself_or_for_the_partner(editor, people, zmina):
    query = "status=detained&columns=name_ru&q=Гнат&page=2&export=csv&next=//evil.example"
    editor.post(f"{SAVE}?{query}", {"name": "Мої", "partner": ""})
    editor.post(f"{SAVE}?status=on_trial", {"name": "Наші", "partner": zmina.pk})
    colleague = logged_in(employ_editor(zmina, "colleague"))
    mine = SavedList.objects.get(name="Мої")

    assert mine.query == "status=detained&columns=name_ru&q=%D0%93%D0%BD%D0%B0%D1%82"
    assert "Мої" not in colleague.get(LIST).content.decode()
    assert "Наші" in colleague.get(LIST).content.decode()
    assert colleague.post(f"/admin/prisoners/lists/{mine.pk}/forget/").status_code == 404


def test_a_partners_list_is_seen_by_nobody_elsewhere_and_forgotten_by_its_moderators(editor, people, zmina):
    pen = open_partner("pen")
    editor.post(f"{SAVE}?status=on_trial", {"name": "Чуже", "partner": pen.pk})
    assert not SavedList.objects.exists()
    editor.post(f"{SAVE}?status=on_trial", {"name": "Наші", "partner": zmina.pk})
    address = f"/admin/prisoners/lists/{SavedList.objects.get().pk}/forget/"

    assert "Наші" not in logged_in(employ_editor(pen)).get(LIST).content.decode()
    assert logged_in(employ_editor(zmina, "colleague")).post(address).status_code in (302, 403)
    assert SavedList.objects.exists()
    logged_in(employ_moderator(zmina)).post(address)
    assert not SavedList.objects.exists()


@pytest.mark.parametrize("name", ["", "x" * 61, "\0"])
def test_a_name_that_is_none_is_refused(name, editor, people):
    assert editor.post(SAVE, {"name": name}).status_code in (200, 400)
    assert not SavedList.objects.exists()
