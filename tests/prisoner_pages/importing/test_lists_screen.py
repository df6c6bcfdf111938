"""A partner's list through the admin: columns, what would change, choice, drafts, and a killed worker."""

import io
import json
import os
import re
import signal
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import override
from lxml import html

from prisoner_pages.choices import ListStep
from prisoner_pages.importing.actions import import_prisoners
from prisoner_pages.importing.read_models.person_rows import COLUMNS, REQUIRED_COLUMNS
from prisoner_pages.lists import actions, jobs
from prisoner_pages.lists.read_models.shown import with_changes
from prisoner_pages.models import Claim, ListColumn, ListedRow, ListImport, Prisoner
from prisoner_pages.records.actions.drafts import submit_drafts
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.prisoner_pages.importing.conftest import PERSON, list_of
from tests.prisoner_pages.importing.test_bad_inputs import CASES, FILES
from tests.standing import standing
from tests.tiers import SCREENS

pytestmark = pytest.mark.full(SCREENS)


OTHER = {"full_name_uk": "Інша Людина", "full_name_en": "Other Person", "full_name_ru": ""}
HEADINGS = {"Name uk": "full_name_uk", "ПІБ англійською": "full_name_en", "Дата народження": "birth_date"}


@standing
def zmina(db):
    open_locales("uk", "en")
    return open_partner("zmina")


@pytest.fixture
def editor(zmina):
    return employ_editor(zmina)


@pytest.fixture
def client(editor):
    return logged_in(editor)


@pytest.fixture
def partner(zmina):
    return zmina


def upload(client, data, name="list.csv"):
    """Upload a file; return the answer and the list, None where it was refused."""
    file = io.BytesIO(data)
    file.name = name
    partner = ListImport._meta.get_field("partner").related_model.objects.get(slug="zmina")
    answer = client.post(reverse("lists"), {"partner": partner.pk, "file": file})
    return answer, ListImport.objects.order_by("pk").last()


def look_through(client, found):
    """Name the columns as suggested; return what would change, by the number of the row."""
    answer = client.post(reverse("map_columns", args=[found.pk]), {"column": found.columns})
    if answer.status_code == 302:
        jobs.work_at_list(found.pk)
    return answer


def press(client, name, found, **sent):
    return client.post(reverse(name, args=[found.pk]), sent)


def rows_of(found):
    return {row.number: row for row in found.rows.all()}


def take(client, data):
    _answer, found = upload(client, data)
    look_through(client, found)
    press(client, "take_list", found)
    jobs.work_at_list(found.pk)
    found.refresh_from_db()
    return found


# The command takes no file with a column it does not know, or with one twice. Here somebody looks at the
# columns: what is under them is left out, and the person enters.
COLUMNS_LEFT_OUT = {"IM-04", "IM-05", "IM-25", "IM-26"}
UKRAINIAN = re.compile("[а-яіїєґ]{3}")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_of_a_bad_file_the_good_rows_are_taken_and_of_the_others_it_is_said_why(case, client, zmina):
    """The catalogue's surface on the screen: nothing is written before somebody chooses."""
    file = FILES[case.id]()
    answer, found = upload(client, file.data)
    assert answer.status_code in (302, 400)
    if found:
        hold_explained(client, found, file)
        press(client, "take_list", found)
        jobs.work_at_list(found.pk)
    else:
        assert file.enter == 0 and UKRAINIAN.search(str(answer.context["form"].errors["file"]))
    assert Prisoner.objects.count() == (1 if case.id in COLUMNS_LEFT_OUT else file.enter)
    assert not Prisoner.objects.exclude(partner=zmina).exists()


def test_what_would_read_the_same_is_shown_as_no_change():
    changes = [
        {"field": "letters", "stated": stated, "kind": "puts", "old": "може отримувати листи"}
        for stated in ("yes", "no")
    ]
    row = ListedRow(number=2)
    row.found = json.dumps({"changes": changes})

    with override("uk"):
        (shown,) = with_changes([row])
        said = [str(each["new"]) for each in shown["changes"]]

    assert said == ["не може отримувати листів"]


def hold_explained(client, found, file):
    assert client.get(reverse("list", args=[found.pk])).status_code == 200
    assert look_through(client, found).status_code in (302, 400)
    shown = client.get(reverse("list", args=[found.pk]))
    assert shown.status_code == 200 and b"Traceback" not in shown.content
    assert all(row.outcome for row in found.rows.all() if found.step == ListStep.CHECKED)
    assert client.get(reverse("list_report", args=[found.pk, "csv"])).status_code == 200
    remarks = [remark for row in found.rows.all() for remark in row.told["remarks"] if remark["column"]]
    assert [remark["column"] for remark in remarks] == [column for column in file.wrong if column]
    assert all(UKRAINIAN.search(remark["message"]) for remark in remarks)
    assert not Prisoner.objects.exists()


def test_columns_under_other_names_are_suggested_and_remembered(client):
    theirs = {column: heading for heading, column in HEADINGS.items()} | {"source_url": "Зовсім інше"}
    header, rest = list_of({"birth_date": "1980"}).decode().split("\r\n", 1)
    data = "\r\n".join([",".join(theirs.get(each, each) for each in header.split(",")), rest]).encode()

    _answer, found = upload(client, data)
    without = ["" if each == "source_url" else each for each in COLUMNS]
    assert found.columns == without
    assert look_through(client, found).status_code == 400
    press(client, "map_columns", found, column=without)
    assert not ListColumn.objects.filter(column="").exists()
    press(client, "map_columns", found, column=COLUMNS)

    assert upload(client, data)[1].columns == list(COLUMNS)


def test_taken_rows_are_drafts_of_who_took_them_and_the_cells_are_gone(client, editor, monkeypatch):
    monkeypatch.setattr("prisoner_pages.lists.jobs.AT_ONCE", 1)  # each row a part of its own
    found = take(client, list_of({}, OTHER))

    assert found.step == ListStep.OVER
    assert [record.latest_revision.user for record in Prisoner.objects.all()] == [editor] * 2
    assert not Prisoner.objects.filter(live=True).exists()
    assert {bytes(row.cells_encrypted) for row in found.rows.all()} == {b""}
    assert found.headings == [] and not any(row.told["changes"] for row in found.rows.all())
    report = client.get(reverse("list_report", args=[found.pk, "json"])).json()
    assert (report["created"], report["skipped"]) == (2, 0)


def test_a_taken_list_leads_to_its_drafts_until_all_are_submitted(client, editor, zmina):
    PrisonerFactory(partner=zmina, name_uk="Не зі Списку", stories=[]).save_revision(user=editor)
    found = take(client, list_of({}, OTHER))

    def leads_to():
        page = html.fromstring(client.get(reverse("list", args=[found.pk])).content)
        return page.xpath("//a[contains(@href, 'from_list=')]/@href")

    (address,) = leads_to()
    ours = Prisoner.objects.filter(name_uk__in=[PERSON["full_name_uk"], OTHER["full_name_uk"]])
    assert {*client.get(address).context["page_obj"].object_list} == {*ours}
    for record in ours:
        story = record.pages.get()
        story.intro = "Пекарка."
        story.save_revision(user=editor)
        submit_drafts(record, by=editor)
    assert leads_to() == []


def test_people_are_narrowed_to_no_list_of_another_partner(client):
    found = take(client, list_of({}))
    pen = open_partner("pen")
    stranger, own = employ_editor(pen), PrisonerFactory(partner=pen, stories=[])
    asked = f"id=all&from_list={found.pk}"

    shown = logged_in(stranger).get(f"/admin/prisoners/?{asked}")
    chosen = logged_in(stranger).get(f"{reverse('do_to_many', args=['assign'])}?{asked}")

    assert {*shown.context["page_obj"].object_list} <= {own}
    assert str(own) not in chosen.text


def test_where_a_row_makes_a_new_record_the_screen_names_who_may_be_the_same_person(client, zmina):
    """Across scripts; of another partner's people only those whom the site shows."""
    born, pen = date(1970, 1, 2), open_partner("pen")
    own = PrisonerFactory(partner=zmina, name_uk="Марко Вігадченко", birth_date=born, stories=[])
    shown = PrisonerFactory(partner=pen, name_uk="Марк Вигадченко", name_en="", stories=[])
    PrisonerFactory(partner=pen, name_uk="Вігадченко Марк", name_en="", live=False, stories=[])
    rows = [{"full_name_uk": "Марк Выгадченко", "birth_date": year} for year in ("1970", "1991")]
    _answer, found = upload(client, list_of(*rows, OTHER))
    look_through(client, found)

    answer = client.get(reverse("list", args=[found.pk]))

    named = [[double.record for double in row["doubles"]] for row in answer.context["shown"]]
    assert named == [[own, shown], [shown], []]
    page = html.fromstring(answer.content)
    assert page.xpath("//td//a/@href") == [
        double.address for row in answer.context["shown"] for double in row["doubles"]
    ]


@pytest.mark.parametrize("required", [*REQUIRED_COLUMNS, None])
def test_a_list_does_without_all_but_the_columns_that_say_who_it_is_and_from_where(client, required):
    columns = [each for each in REQUIRED_COLUMNS if each != required]
    lines = [columns, [{**PERSON, "can_receive_letters": "no"}.get(each, "") for each in columns]]
    _answer, found = upload(client, "\n".join(map(",".join, lines)).encode())

    answer = look_through(client, found)

    assert answer.status_code == (400 if required else 302)
    assert [row.outcome for row in found.rows.all()] == ["" if required else "created"]
    if not required:
        press(client, "take_list", found)
        jobs.work_at_list(found.pk)
        record = Prisoner.objects.get()
        assert (record.name_uk, record.name_ru, record.status) == (PERSON["full_name_uk"], "", "unknown")


def test_a_row_left_out_is_not_written(client):
    _answer, found = upload(client, list_of({}, OTHER))
    look_through(client, found)
    first, second = rows_of(found).values()
    press(client, "choose_rows", found, shown=[first.pk, second.pk], chosen=[second.pk])
    press(client, "take_list", found)
    jobs.work_at_list(found.pk)

    assert [record.name_uk for record in Prisoner.objects.all()] == [OTHER["full_name_uk"]]


@pytest.mark.parametrize("is_taken", [True, False])
def test_the_lists_value_is_taken_against_an_edit_only_where_somebody_says_so(client, is_taken):
    take(client, list_of({"sentence_years": "12"}))
    sentence(13)

    _answer, found = upload(client, list_of({"sentence_years": "14"}))
    look_through(client, found)
    (row,) = rows_of(found).values()
    (change,) = [each for each in row.told["changes"] if each["field"] == "sentence"]
    assert (change["kind"], change["stated"]) == ("claims", "14/0") and "13" in change["old"]
    ticked = {"take": f"{row.pk}:sentence"} if is_taken else {}
    press(client, "choose_rows", found, shown=row.pk, chosen=row.pk, **ticked)
    press(client, "take_list", found)
    jobs.work_at_list(found.pk)

    assert Prisoner.objects.get().sentences.get().years == (14 if is_taken else 13)
    assert Claim.objects.exists() is not is_taken


def test_what_was_corrected_since_it_was_shown_is_not_written_over(client):
    take(client, list_of({"sentence_years": "12"}))
    sentence(13)
    _answer, found = upload(client, list_of({"sentence_years": "14"}))
    look_through(client, found)
    (row,) = rows_of(found).values()
    press(client, "choose_rows", found, shown=row.pk, chosen=row.pk, take=f"{row.pk}:sentence")
    press(client, "take_list", found)
    sentence(15)

    jobs.work_at_list(found.pk)

    assert Prisoner.objects.get().sentences.get().years == 15
    assert Claim.objects.get().value == "14/0"


def test_nobody_who_lost_the_right_has_a_list_written_in_their_name(client, editor):
    _answer, found = upload(client, list_of({}))
    look_through(client, found)
    press(client, "take_list", found)
    editor.groups.clear()

    jobs.work_at_list(found.pk)

    found.refresh_from_db()
    assert found.step == ListStep.CHECKED and not Prisoner.objects.exists()


def sentence(years):
    """Let an editor write that many years into the one record."""
    record = Prisoner.objects.get()
    (written,) = record.sentences.all()
    written.years = years
    record.sentences = [written]
    record.save()
    record.save_revision()


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_goes_on_where_it_stopped_and_doubles_nothing(client, monkeypatch):
    for module in (actions, jobs):
        monkeypatch.setattr(module, "enqueue", lambda *_arguments, **_more: None)
    names = [
        {"full_name_uk": f"Людина {each * 9}", "full_name_en": "", "full_name_ru": ""} for each in "абвгд"
    ]
    _answer, found = upload(client, list_of(*names))
    press(client, "map_columns", found, column=found.columns)
    kill_worker_at(2, found)
    assert found.rows.exclude(outcome="").count() == 0
    jobs.work_at_list(found.pk)
    press(client, "take_list", found)

    kill_worker_at(4, found)
    page = client.get(reverse("list", args=[found.pk]))
    assert (page.context["done"], page.context["total"]) == (2, 5)
    assert Prisoner.objects.count() == 2
    press(client, "go_on_with_list", found)
    jobs.work_at_list(found.pk)
    jobs.work_at_list(found.pk)

    assert sorted(record.name_uk for record in Prisoner.objects.all()) == [
        each["full_name_uk"] for each in names
    ]
    found.refresh_from_db()
    assert found.step == ListStep.OVER


def kill_worker_at(number, found):
    """Let a process of its own work at the list; it dies when it has written that row and not yet said so."""
    connection.close()
    worker = os.fork()
    if not worker:
        try:
            jobs.take_row = dying_at(number)
            jobs.work_at_list(found.pk)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(worker, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def dying_at(number):
    def take_or_die(raw, run):
        outcome = import_prisoners.take_row(raw, run)
        if raw.number == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return outcome

    return take_or_die


def test_rows_with_merged_cells_say_so(client):
    book = openpyxl.Workbook()
    book.active.append(list(COLUMNS))
    for name in ("Один Перший", "Два Другий"):
        row = {**PERSON, "full_name_uk": name, "full_name_en": "", "full_name_ru": "", "regime": "strict"}
        book.active.append([row.get(column, "") for column in COLUMNS])
    letter = openpyxl.utils.get_column_letter(COLUMNS.index("regime") + 1)
    book.active[f"{letter}3"] = None
    book.active.merge_cells(f"{letter}2:{letter}3")
    file = io.BytesIO()
    book.save(file)

    _answer, found = upload(client, file.getvalue(), "list.xlsx")
    look_through(client, found)

    first, second = (rows_of(found)[number].told for number in (2, 3))
    assert "regime" in [each["field"] for each in first["changes"]]
    assert "regime" not in [each["field"] for each in second["changes"]]
    assert len(first["remarks"]) == len(second["remarks"]) == 1


def test_what_a_list_says_lies_sealed(client):
    _answer, found = upload(client, list_of({}))
    look_through(client, found)

    row = found.rows.get()
    stored = bytes(row.cells_encrypted) + bytes(row.found_encrypted)
    assert stored and not re.search("Марко|Marko".encode(), stored)
    assert json.loads(row.cells)[0] == PERSON["full_name_uk"]
