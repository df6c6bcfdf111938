"""Whole lists through the screen: a workbook with its columns moved, and one that meets others' people."""

import csv
import io
import os
from datetime import date
from random import Random

import openpyxl
import pytest
from django.urls import reverse

from prisoner_pages.choices import ListStep
from prisoner_pages.importing.actions.import_prisoners import Intent, import_prisoners
from prisoner_pages.lists import jobs
from prisoner_pages.models import Claim, Consent, Prisoner, PrisonerPage
from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import open_locales
from tests.prisoner_pages.importing.test_lists import INVENTED
from tests.prisoner_pages.importing.test_lists_screen import look_through, press, upload
from tests.real_list import REAL_LIST
from tests.standing import standing
from tests.tiers import MANY

pytestmark = pytest.mark.full(MANY)


CANARY = "Кенар"
DRAFTED = ("name_en", "patronymic_uk", "place_as_stated", "origin")


@standing
def partners(db):
    open_locales("uk", "en")
    return open_partner("mission"), open_partner("zmina")


@pytest.fixture
def rows():
    """The invented list; whoever names the real one has that, which takes a minute."""
    path = REAL_LIST if "REAL_LIST" in os.environ else INVENTED
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def client(partners):
    return logged_in(employ_editor(partners[1]))


def as_csv(rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def as_workbook_with_moved_columns(rows):
    columns = Random(16).sample(list(rows[0]), len(rows[0]))
    book = openpyxl.Workbook()
    book.active.append(columns)
    for row in rows:
        book.active.append([as_cell(column, row[column]) for column in columns])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_cell(column, text):
    """As a spreadsheet holds what somebody types: days and numbers are no text."""
    if column in {"birth_date", "detention_date"} and len(text) == len("1980-04-27"):
        return date.fromisoformat(text)
    return int(text) if column in {"sentence_years", "sentence_months"} and text else text


def through_the_screen(client, data, name):
    """Upload, name the columns, look through, take all, each as it is pressed; return the list."""
    _answer, found = upload(client, data, name)
    look_through(client, found)
    press(client, "choose_rows", found, every="in")
    press(client, "take_list", found)
    jobs.work_at_list(found.pk)
    found.refresh_from_db()
    assert found.step == ListStep.OVER
    return found


def test_a_workbook_with_moved_columns_says_what_the_list_says(client, partners, rows):
    found = through_the_screen(client, as_workbook_with_moved_columns(rows), "list.xlsx")

    report = client.get(reverse("list_report", args=[found.pk, "json"])).json()
    assert (report["created"], report["skipped"]) == (len(rows), 0)
    assert Prisoner.objects.filter(partner=partners[1], live=False).count() == len(rows)
    again = import_prisoners(as_csv(rows), partner=partners[1], intent=Intent(rehearse=True))
    assert again.unchanged == len(rows)


def test_no_row_is_lost_and_no_draft_seen_where_a_list_meets_another_partners_people(client, partners, rows):
    mission, zmina = partners
    import_prisoners(as_csv(rows), partner=mission, intent=Intent(publish=True))
    draft_secretly(Prisoner.objects.filter(partner=mission))
    stated = [row | {"sentence_years": "23"} for row in rows]

    found = through_the_screen(client, as_csv(stated), "list.csv")

    report = client.get(reverse("list_report", args=[found.pk, "json"])).json()
    outcomes = ("created", "updated", "unchanged", "proposed", "skipped")
    assert sum(report[outcome] for outcome in outcomes) == len(rows) == found.rows.exclude(outcome="").count()
    assert report["proposed"] and Claim.objects.filter(field="sentence").exists()
    assert CANARY not in "".join(seen_by(client, found))
    assert Prisoner.objects.filter(partner=mission, live=True).count() == len(rows) - len(rows[::3])


def draft_secretly(records):
    """Hide every third; let drafts of all others and their bases say what nobody else may read."""
    for number, record in enumerate(records.order_by("pk")):
        if number % 3 == 0:
            hide(record)
        for name in DRAFTED:
            setattr(record, name, CANARY)
        record.save_revision(clean=False)
        for story in record.pages.filter(locale__language_code="uk"):
            story.intro = CANARY
            story.save_revision(clean=False)
    for basis in Consent.objects.filter(prisoner__in=records):
        basis.given_by = CANARY
        basis.save()


def hide(record):
    """Nobody has approved it: what its row in the database says is a draft, too."""
    PrisonerPage.objects.filter(prisoner=record).update(live=False, intro=CANARY)
    said = dict.fromkeys(DRAFTED, CANARY)
    Prisoner.objects.filter(pk=record.pk).update(live=False, **said)


def seen_by(client, found):
    """Yield each answer, report and file that the partner of the list gets of it, and the rows as kept."""
    people = reverse("wagtailsnippets_prisoner_pages_prisoner:list")
    pages = -(-found.rows.count() // 50)
    for address in (
        *(f"{reverse('list', args=[found.pk])}?p={page + 1}" for page in range(pages)),
        *(reverse("list_report", args=[found.pk, kind]) for kind in ("json", "csv")),
        *(reverse("wagtailadmin_home"), reverse("lists"), reverse("proposals"), reverse("claims_to_decide")),
        *(people, f"{people}?export=csv"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        yield answer.getvalue().decode()
    yield from (row.found for row in found.rows.all())
