"""Write the contract of the API and its examples anew, from a site with the demonstration loaded:

    DEBUG=1 DJANGO_SETTINGS_MODULE=cms.settings.dev python -m tests.write_contract

The examples are answers that this site gives. A promise that was taken back is named and nothing is written.
"""

import io
import json
import sys
from pathlib import Path

import django
import openpyxl

django.setup()

from django.test import Client  # noqa: E402

from cms.api import api  # noqa: E402
from home.spreadsheets import xlsx_bytes  # noqa: E402
from prisoner_pages.api.routers.tables import CSV, TABLES, XLSX, operation_id  # noqa: E402
from tests.contract import SNAPSHOT, newly_required, operations_of, taken_back, without_words  # noqa: E402

EXAMPLES = Path(__file__).parents[1] / "prisoner_pages" / "api" / "routers" / "examples"
HOST = "letters.example"  # in place of the one that answers here
# Operation -> what stands in its address, where an example wants more than the first of a list.
QUERIES = {
    "listPrisoners": "?letters=open&limit=2&locale=en",
    "drawRecipients": "?count=1&locale=en",
    "getPrisoner": "?locale=en",
    "getStatistics": "?locale=en",
    "listCampaigns": "?limit=2&locale=en",
    "getCampaign": "?locale=en",
    "listEvents": "?limit=2&locale=en",
    "getEvent": "?locale=en",
    "listFacilities": "?limit=2&locale=en",
    "listFigures": "?limit=2&locale=en",
    "resolvePath": "?path=/en/about/&locale=en",
    "search": "?q=letters&locale=en",
    **{operation_id(table.name, form): "?locale=en" for table in TABLES for form in (CSV, XLSX)},
}
LONGEST_LIST = 3  # items of an example


def write():
    client, document = Client(SERVER_NAME="localhost"), json.loads(json.dumps(api.document(), default=str))
    promised = json.loads(SNAPSHOT.read_text()) if SNAPSHOT.exists() else {"paths": {}}
    if broken := taken_back(promised, document) + newly_required(promised, document):
        sys.exit("\n".join(["Taken back:", *broken]))
    for path, method, operation in operations_of(document):
        if method == "get":
            _write_example(client, path, operation["operationId"])
    SNAPSHOT.parent.mkdir(exist_ok=True)
    kept = json.dumps(without_words(document), indent=1, ensure_ascii=False, sort_keys=True)
    SNAPSHOT.write_text(kept + "\n", encoding="utf-8")


def _write_example(client, path, name):
    response = client.get(_filled(client, path) + QUERIES.get(name, ""), headers={"accept-language": "en"})
    if response.status_code == 200 and path.endswith(".csv"):
        return _write_table(response, name)
    if response.status_code == 200 and path.endswith(".xlsx"):
        return _write_workbook(response, name)
    if response.status_code != 200 or not response["Content-Type"].startswith("application/json"):
        print(f"{name}: no example, {response.status_code}")
        return None
    answer = json.loads(response.content.decode().replace("http://localhost", f"https://{HOST}"))
    for key in ("items", "ids"):
        if isinstance(answer.get(key), list):
            answer[key] = answer[key][:LONGEST_LIST]
    EXAMPLES.mkdir(exist_ok=True)
    target = EXAMPLES / f"{name}.json"
    target.write_text(json.dumps(answer, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return None


def _write_table(response, name):
    """Keep the first rows and the last, which is the line to cite it by."""
    text = response.getvalue().decode("utf-8-sig").replace("http://localhost", f"https://{HOST}")
    *rows, cited = text.splitlines()
    shown = "\n".join([*rows[:LONGEST_LIST], cited, ""])
    (EXAMPLES / f"{name}.csv").write_text(shown, encoding="utf-8")


def _write_workbook(response, name):
    """Keep the same rows as of the lines, in a workbook made by what makes the answer."""
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    *rows, cited = ([_elsewhere(value) for value in row] for row in sheet.values)
    content = xlsx_bytes([*rows[:LONGEST_LIST], cited], title=sheet.title)
    (EXAMPLES / f"{name}.{XLSX}").write_bytes(content)


def _elsewhere(value):
    return value.replace("http://localhost", f"https://{HOST}") if isinstance(value, str) else value


def _filled(client, path):
    """Return the path with its argument taken from the list it belongs to; as it is where there is none."""
    if "{" not in path:
        return path
    listed = client.get(path[: path.index("/{")]).json()
    if not listed.get("items"):
        return path
    argument = path[path.index("{") + 1 : path.index("}")]
    return f"{path[: path.index('{')]}{listed['items'][0][argument]}"


if __name__ == "__main__":
    write()
