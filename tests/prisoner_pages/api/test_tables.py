"""Every list as CSV and XLSX: whole, harmless in a spreadsheet, with a line to cite it by."""

import base64
import csv
import io

import openpyxl
import pytest

from cms.api import api
from prisoner_pages.api.routers import tables
from prisoner_pages.models import CampaignPage, FrontEnd
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory
from tests.tiers import first_of

pytestmark = pytest.mark.django_db

TABLES = [table.name for table in tables.TABLES]


def rows_of(response):
    """Return the rows of a table, whichever form it has."""
    assert response.status_code == 200, response.content
    content = b"".join(response)
    if "csv" in response.headers["Content-Type"]:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_each_operation_that_lists_things_has_a_table_in_both_forms():
    paths = api.document()["paths"]
    lists = [path for path, operations in paths.items() if is_list(operations.get("get", {}))]

    assert {"/api/v1/prisoners", "/api/v1/pages", "/api/v1/figures"} <= set(lists)
    assert [
        f"{path}.{form}" for path in lists for form in ("csv", "xlsx") if f"{path}.{form}" not in paths
    ] == []


@pytest.mark.parametrize("name", first_of(TABLES))
def test_example_of_a_workbook_is_one_and_says_what_that_of_the_lines_says(name):
    shown = {
        form: api.document()["paths"][f"/api/v1/{name}.{form}"]["get"]["responses"][200]["content"][kind][
            "example"
        ]
        for form, kind in (("csv", "text/csv"), ("xlsx", tables.TYPES["xlsx"]))
    }

    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(shown["xlsx"], validate=True)))

    as_csv = list(csv.reader(io.StringIO(shown["csv"])))
    as_xlsx = [["" if value is None else str(value) for value in row] for row in book.active.values]
    assert book.sheetnames == [name]
    assert as_xlsx[0] == as_csv[0]
    assert len(as_xlsx) == len(as_csv) > 2
    assert [row[0] for row in as_xlsx[1:-1]] == [row[0] for row in as_csv[1:-1]]
    assert as_xlsx[-1][0].startswith(f"Letters to Free Crimea, https://letters.example/api/v1/{name}.xlsx?")


def is_list(operation):
    """Say whether an operation answers with a list that is looked through part by part."""
    return "limit" in {parameter["name"] for parameter in operation.get("parameters", [])}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_all_that_its_list_has_in_both_forms(client, person, name):
    asked = {"locale": "en", "fallback": "uk"}
    items = client.get(f"/api/v1/{name}", {**asked, "limit": 100}).json()["items"]
    responses = {form: client.get(f"/api/v1/{name}.{form}", asked) for form in ("csv", "xlsx")}
    as_csv, as_xlsx = map(rows_of, responses.values())

    key = "slug" if "slug" in items[0] else "id"
    column = as_csv[0].index(key)
    assert [row[column] for row in as_csv[1:-1]] == [str(item[key]) for item in items]
    assert [str(row[column]) for row in as_xlsx[1:-1]] == [str(item[key]) for item in items]
    assert as_csv[-1][0].startswith(f"Letters to Free Crimea, http://testserver/api/v1/{name}.csv?locale=en")
    for form, response in responses.items():
        assert response.headers["Content-Disposition"].startswith(f'attachment; filename="{name}-en-')
        assert response.headers["Content-Disposition"].endswith(f'.{form}"')
        again = client.get(
            f"/api/v1/{name}.{form}", asked, headers={"if-none-match": response.headers["ETag"]}
        )
        assert again.status_code == 304


def test_line_to_cite_by_names_the_filters_and_not_whose_key_it_was(client, person):
    key = FrontEnd.objects.create(partner=PartnerFactory(), name="site").publishable_key
    address = f"/api/v1/prisoners.csv?letters=open&key={key}&locale=en"

    cited = rows_of(client.get(address))[-1][0]

    assert "http://testserver/api/v1/prisoners.csv?letters=open&locale=en," in cited and key not in cited


@pytest.mark.both_databases
def test_a_table_of_many_people_is_read_part_by_part_to_its_end(client, person, monkeypatch):
    monkeypatch.setattr(tables, "PEOPLE_AT_ONCE", 10)
    crowd = gather_crowd(25, partner=person.partner, languages=["uk", "en"])

    rows = rows_of(client.get("/api/v1/prisoners.csv?locale=uk&fields=slug,name,status"))
    narrowed = rows_of(client.get("/api/v1/prisoners.csv?locale=uk&campaign=winter"))

    assert rows[0] == ["slug", "name", "status"]
    assert {row[0] for row in rows[1:-1]} == {person.slug, *(each.slug for each in crowd)}
    assert len(rows) == 1 + 26 + 1
    assert {row[2] for row in rows[1:-1]} - {"", "sentenced"}
    assert [row[0] for row in narrowed[1:-1]] == ["open-person"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_is_a_formula(client, person, form):
    campaign = CampaignPage.objects.get(slug="winter", locale__language_code="uk")
    campaign.title = '=HYPERLINK("https://evil.test";"x")'
    campaign.save()

    rows = rows_of(client.get(f"/api/v1/campaigns.{form}?locale=uk"))

    assert rows[1][rows[0].index("title")] == '\'=HYPERLINK("https://evil.test";"x")'


def test_a_text_of_another_language_says_so(client, person):
    rows = rows_of(client.get("/api/v1/interests.csv?locale=en&fallback=uk"))

    assert rows[1][rows[0].index("name")] == "море [uk]"


@pytest.mark.parametrize("query", ["limit=5", "cursor=x", "fields=canary", "fields=writing", "stat=past"])
def test_what_a_table_does_not_know_is_refused(client, person, query):
    response = client.get(f"/api/v1/campaigns.csv?{query}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] in ("limit", "cursor", "fields", "stat")
