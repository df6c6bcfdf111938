"""The numbers of letters: who sees which, what is not told, and files without formulas."""

import csv
import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.utils import translation
from wagtail.log_actions import log as note
from wagtail.models import ModelLogEntry

from home.spreadsheets import csv_lines, harmless, xlsx_bytes
from letters.choices.desk import DeskRole, LogAction
from letters.choices.letters import LetterState
from letters.models import LetterLogEntry
from letters.numbers.read_models.tables import counted, steps, tables
from letters.oversight.actions.desks import create_desk
from prisoner_pages.partners.actions.workspaces import group_of
from prisoner_pages.roles import AUDITOR, COORDINATOR
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letters
from tests.security.hostile import bad_inputs
from tests.standing import standing
from tests.tiers import first_of

NUMBERS = "/admin/letters/numbers/"
STATES = [LetterState.RECEIVED] * 12 + [LetterState.POSTED] * 7 + [LetterState.REJECTED] * 3


@standing
def letters(world):
    for state in set(STATES):
        make_letters(world, STATES.count(state), state=state, received_on=date(2026, 3, 5))


@standing
def other_person(other_partner):
    person = PrisonerFactory(partner=other_partner, slug="inshyi", name_uk="Інший Чужий")
    make_letters(person, 40, language_declared="sv", received_on=date(2026, 4, 5))
    return person


@standing
def head(client, world):
    user = make_member(world.partner, "head", DeskRole.COORDINATOR)
    client.force_login(user)
    return user


def text_of(answer):
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode()


def table(name, **asked):
    letters = counted(**{"partners": None, "first": None, "last": None, **asked})
    with translation.override("en"):
        found = {str(each.title): each for each in tables(letters)}
        return found[name]


@pytest.mark.both_databases
class TestCounting:
    def test_stages_and_sums_of_a_language(self, letters, world, settings):
        make_letters(world, 6, language_declared="", language_detected="de", received_on=date(2026, 5, 1))

        shown = dict(table("Language").lines)

        assert shown["Ukrainian"][0] == 12
        assert shown["German"] == [6, 0, 0, 6]

    def test_small_numbers_are_not_told_nor_worked_out(self, letters):
        shown = table("Month")

        assert shown.lines == [("2026-03", [12, "…", "<5", 22])] or "<5" in shown.lines[0][1]
        assert 3 not in [*shown.lines[0][1], *shown.totals]

    def test_months_begin_and_end_a_period(self, letters, world):
        make_letters(world, 6, received_on=date(2026, 4, 1))
        march = {"first": date(2026, 3, 1), "last": date(2026, 3, 1)}

        assert [name for name, _cells in table("Month", **march).lines] == ["2026-03"]
        assert len(table("Month").lines) == 2

    def test_year_ends_with_december(self, world):
        make_letters(world, 6, received_on=date(2026, 12, 31))

        assert table("Month", first=None, last=date(2026, 12, 1)).lines

    def test_days_of_a_step_are_those_of_the_log(self, world):
        for letter in make_letters(world, 5, received_on=date(2026, 3, 1)):
            for action, day in ((LogAction.ACCEPTED, 3), (LogAction.POSTED, 11)):
                log(letter, action, date(2026, 3, day))

        with translation.override("en"):
            found = steps(counted(partners=None, first=None, last=None))
            days = {str(step.title): step.days for step in found}

        assert days["received → accepted"] == 2 and days["received → posted"] == 10
        assert days["accepted → approved"] is None, "fewer than five letters"

    def test_four_letters_tell_no_days(self, world):
        for letter in make_letters(world, 4, received_on=date(2026, 3, 1)):
            log(letter, LogAction.ACCEPTED, date(2026, 3, 3))

        assert {step.days for step in steps(counted(partners=None, first=None, last=None))} == {None}


def log(letter, action, day):
    LetterLogEntry(letter=letter, action=action, by_name="worker", day=day).save()


class TestWhoSees:
    @pytest.fixture
    def people(self, world, other_partner):
        users = {role.value: make_member(world.partner, role.value, role) for role in DeskRole}
        users["other"] = make_member(other_partner, "other", DeskRole.COORDINATOR)
        for name, role in (("across", COORDINATOR), ("auditor", AUDITOR)):
            users[name] = make_member(world.partner, name)
            users[name].groups.add(group_of(role))
        return users

    @pytest.mark.parametrize("path", first_of(["", "csv/"]))
    def test_coordinators_and_auditors_alone(self, client, letters, people, path):
        def sees(user):
            client.force_login(user)
            return client.get(NUMBERS + path).status_code == 200

        assert {name for name, user in people.items() if sees(user)} == {
            "coordinator",
            "other",
            "across",
            "auditor",
        }

    def test_coordinator_of_a_desk_sees_nothing_of_another(self, client, letters, other_person, head):
        other = create_desk(partner=other_person.partner)

        assert "Swedish" not in text_of(client.get(NUMBERS, HTTP_ACCEPT_LANGUAGE="en"))
        assert client.get(NUMBERS, {"desk": other.pk}).status_code == 422
        assert client.get(f"{NUMBERS}csv/", {"desk": other.pk}).status_code == 404

    def test_auditor_sees_one_desk_at_a_time(self, client, letters, other_person, people):
        client.force_login(people["auditor"])
        desk = create_desk(partner=other_person.partner)

        page = text_of(client.get(NUMBERS, {"desk": desk.pk}, HTTP_ACCEPT_LANGUAGE="en"))

        assert "Swedish" in page and "Ukrainian" not in page
        assert 'value=""' not in page.split('name="desk"')[1].split("</select>")[0]

    def test_coordinator_across_partners_sees_all(self, client, letters, other_person, people):
        client.force_login(people["across"])

        page = text_of(client.get(NUMBERS, HTTP_ACCEPT_LANGUAGE="en"))

        assert "Swedish" in page and "Ukrainian" in page

    def test_no_person_is_named(self, client, letters, world, head):
        for path in ("", "csv/"):
            assert world.name_uk.split()[0] not in text_of(client.get(NUMBERS + path))


@pytest.mark.parametrize(
    "query", ["first=x", "last=2026-13", "first=2026-05&last=2026-01", "desk=x", "desk=" + "9" * 40]
)
def test_what_is_asked_wrong_is_answered_with_a_sentence(client, head, query):
    assert client.get(f"{NUMBERS}?{query}").status_code == 422
    assert client.get(f"{NUMBERS}csv/?{query}").status_code == 404


def test_unknown_format_is_not_there(client, head):
    assert client.get(f"{NUMBERS}pdf/").status_code == 404


@pytest.mark.parametrize("count", [20, 2000])
def test_page_costs_as_much_for_many_letters(client, world, head, django_assert_max_num_queries, count):
    states = list(LetterState)
    for number in range(10):
        make_letters(
            world,
            count // 10,
            state=states[number],
            received_on=date(2026, 1, 1) + timedelta(days=30 * number),
        )
    client.get(NUMBERS)

    with django_assert_max_num_queries(20):
        assert client.get(NUMBERS).status_code == 200


class TestFiles:
    def test_file_says_whose_numbers_they_are_and_of_what_day(self, client, letters, head):
        first = next(csv.reader(io.StringIO(text_of(client.get(f"{NUMBERS}csv/")).removeprefix("\ufeff"))))

        assert re.search(r"\d{4}-\d\d-\d\d", first[0])

    def test_both_files_hold_the_same(self, client, letters, head):
        lines = list(csv.reader(io.StringIO(text_of(client.get(f"{NUMBERS}csv/")).removeprefix("\ufeff"))))
        book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{NUMBERS}xlsx/"))))

        rows = [["" if cell is None else str(cell) for cell in row] for row in book.active.values]
        assert [[cell for cell in row if cell] for row in rows] == [
            [cell for cell in line if cell] for line in lines
        ]

    @pytest.mark.both_databases
    def test_taking_a_file_is_noted_at_the_desk_with_its_rows(self, client, letters, head, world):
        list(client.get(f"{NUMBERS}csv/"))

        entry = ModelLogEntry.objects.for_instance(create_desk(partner=world.partner)).get()
        assert (entry.user, entry.action) == (head, "letters.export")
        assert set(entry.data) == {"rows", "format"} and entry.data["rows"] > 5

    @pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
    def test_no_text_begins_a_formula(self, start):
        (line,) = csv.reader(
            io.StringIO(b"".join(csv_lines([[f"{start}1+1"]])).decode("utf-8-sig"), newline="")
        )
        book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([[f"{start}1+1"]], title="x")))

        assert line[0].startswith("'") and book.active["A1"].data_type == "s"

    def test_numbers_stay_numbers(self):
        book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([[-5, 2.5]], title="x")))

        assert [cell.value for cell in book.active[1]] == [-5, 2.5]


class TestBadInputs:
    """The surface `exports` of the catalogue. A dispatcher takes no file; a coordinator takes a safe one."""

    CASES = {case.id: case for case in bad_inputs.cases("exports")}

    def test_every_case_is_here(self):
        assert set(self.CASES) == {"EX-03", "EX-04", "EX-06", "EX-10", "EX-11", "EX-12"}

    def test_dispatcher_takes_no_file(self, client, world, letters):
        client.force_login(make_member(world.partner, "dispatcher", DeskRole.DISPATCHER))

        for name in ("csv", "xlsx"):
            assert client.get(f"{NUMBERS}{name}/").headers.get("Content-Disposition") is None

    def test_ex_03_comes_back_exactly(self):
        name = 'a\nb"c,d;e'
        lines = csv.reader(io.StringIO(b"".join(csv_lines([[name]])).decode("utf-8-sig"), newline=""))

        assert list(lines) == [[name]]

    def test_ex_04_hidden_direction_is_taken_out(self):
        assert harmless("ab\u202ecd\x00") == "abcd"

    def test_ex_06_holds_no_row_of_another_desk(self, client, letters, other_person, head):
        other = {other_person.partner.name_uk, "Swedish"}

        file = text_of(client.get(f"{NUMBERS}csv/", HTTP_ACCEPT_LANGUAGE="en"))

        assert not [word for word in other if word in file]

    @pytest.mark.parametrize("name", ["csv", "xlsx"])
    def test_ex_11_and_12_wagtails_own_lists_are_harmless_too(self, client, admin_user, name):
        admin_user.first_name = "=1+1"
        admin_user.last_name = "@SUM(A1)"
        admin_user.save()
        create_log_of(admin_user)
        client.force_login(admin_user)

        for path in ("/admin/reports/site-history/", "/admin/users/"):
            answer = client.get(path, {"export": name})
            content = b"".join(answer) if answer.streaming else answer.content
            assert answer.status_code == 200
            if "Content-Disposition" in answer.headers:
                assert not formulas_in(content, name), path


def create_log_of(user):
    note(user, "wagtail.edit", user=user, title="=1+1")


def formulas_in(content, name):
    if name == "csv":
        cells = [cell for line in csv.reader(io.StringIO(content.decode())) for cell in line]
        return [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]
