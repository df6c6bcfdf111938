"""How large the house is: lines by kind and app, items and minutes by tier of tests, as the table of size.md.

What stands under "today" is counted here. A bound, and the decision that set it, are written by people.
"""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from docs.developers.folders import BEGIN, END
from tests.architecture.sources import APPS, ROOT, app_of, module_of, sources

PATH = ROOT / "docs" / "developers" / "size.md"
DECISIONS = PATH.with_name("decisions.md")
# What the last run of each tier took on this machine: written by the tests, in no commit.
SECONDS = ROOT / "var" / "tests" / "seconds.json"
TIERS = ("protect", "everything")
KINDS = ("Python", "migrations", "templates", "JavaScript", "CSS")
ALL_APPS, ALL_TESTS, OTHER_TESTS = "all apps", "tests, all", "tests, the rest"
TOP_APPS = tuple(sorted(app for app in APPS if "." not in app))
# Apps that lie in another are told after it, and counted in it as well.
APPS_AS_TOLD = tuple(sorted(APPS))
TESTS_AS_TOLD = (*TOP_APPS, "browser", "security")
OF_TEMPLATES = {".html", ".txt", ".xml", ".typ"}
OTHER_KINDS = {".js": "JavaScript", ".css": "CSS"}
SHORT = 30


@dataclass(frozen=True)
class Row:
    """A line of the table, as it is written there; what has no bound has empty cells."""

    figure: str
    today: str
    bound: str = ""
    decision: str = ""


# --- Counting -------------------------------------------------------------------------------------


def today() -> dict[str, str]:
    """Return what each figure is, in the order of the page; nothing for a tier that was not run here."""
    counted = {figure: f"{number:,}" for figure, number in lines().items()}
    return counted | files() | dict.fromkeys(figures_of_tiers(), "") | measured(SECONDS)


def lines() -> dict[str, int]:
    """Return the lines of each kind in each app, and of the tests; what there is none of is left out."""
    of_apps = Counter[str]()
    for path in (path for app in TOP_APPS for path in (ROOT / app).rglob("*.*")):
        if kind := kind_of(path):
            number = lines_in(path)
            of_apps.update({f"{kind}, {name}": number for name in (ALL_APPS, *apps_around(path))})
    of_tests = Counter[str]()
    for path in (ROOT / "tests").rglob("*.py"):
        number = lines_in(path)
        of_tests.update({ALL_TESTS: number, subject_of_test(path): number})
    order = [f"{kind}, {name}" for kind in KINDS for name in (ALL_APPS, *APPS_AS_TOLD)]
    order_of_tests = [ALL_TESTS, *(f"tests, {name}" for name in TESTS_AS_TOLD), OTHER_TESTS]
    every = of_apps + of_tests
    return {figure: every[figure] for figure in [*order, *order_of_tests] if every[figure]}


def kind_of(path: Path) -> str | None:
    """Return what a file of an app is counted as; None for data, pictures and pages for people."""
    if path.suffix == ".py":
        return "migrations" if "migrations" in path.parts else "Python"
    if path.suffix in OF_TEMPLATES and "templates" in path.parts:
        return "templates"
    return OTHER_KINDS.get(path.suffix)


def apps_around(path: Path) -> set[str]:
    """Return the app that a file lies in, and the one around that."""
    app = app_of(module_of(path))
    return {app, app.partition(".")[0]}


def subject_of_test(path: Path) -> str:
    subject = path.relative_to(ROOT / "tests").parts[0]
    return f"tests, {subject}" if subject in TESTS_AS_TOLD else OTHER_TESTS


def lines_in(path: Path) -> int:
    """Return how many lines a file has, as `git grep -c ''` counts: the last may lack its end."""
    content = path.read_bytes()
    return content.count(b"\n") + (content[-1:] not in (b"", b"\n"))


def files() -> dict[str, str]:
    """Return how Python is cut into files: short ones and imports are the price of small folders."""
    lengths = {path: lines_in(path) for path in sources()}
    share = sum(map(lines_of_imports, lengths)) / sum(lengths.values())
    return {
        "Python files, all apps": f"{len(lengths):,}",
        f"Python files of at most {SHORT} lines": f"{sum(n <= SHORT for n in lengths.values()):,}",
        "share of imports in lines of Python": f"{100 * share:.1f} %",
    }


def lines_of_imports(path: Path) -> int:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return sum(n.end_lineno - n.lineno + 1 for n in nodes if isinstance(n, ast.Import | ast.ImportFrom))


def figures_of_tiers() -> list[str]:
    return [f"{what}, {tier}" for tier in TIERS for what in ("items", "minutes")]


def measured(path: Path) -> dict[str, str]:
    """Return items and minutes of the tiers that were run on this machine."""
    tiers = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    found = {tier: tiers[tier] for tier in TIERS if tier in tiers}
    items = {f"items, {tier}": f"{run['items']:,}" for tier, run in found.items()}
    return items | {f"minutes, {tier}": f"{run['minutes']:,.1f}" for tier, run in found.items()}


# --- The page -------------------------------------------------------------------------------------


def told(page: str, figures: dict[str, str]) -> str:
    """Return the page with its figures made anew; bounds, and what people wrote around, stay.

    What could not be measured now is told as it was.
    """
    before, _begin, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    kept = {row.figure: row for row in rows_in(page)}
    rows = [renewed(kept.get(figure, Row(figure, "")), number) for figure, number in figures.items()]
    return f"{before}{BEGIN}\n{table_of(rows)}\n\n{END}{after}"


def renewed(row: Row, number: str) -> Row:
    return Row(row.figure, number or row.today, row.bound, linked(row.decision))


def rows_in(page: str) -> list[Row]:
    made = page.partition(BEGIN)[2].partition(END)[0]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in made.splitlines() if line]
    return [Row(*row) for row in cells[2:]]


def table_of(rows: Iterable[Row]) -> str:
    head = ["| what | today | bound | decision |", "|---|---:|---:|---|"]
    return "\n".join([*head, *(f"| {' | '.join(astuple(row))} |" for row in rows)])


def number_of(cell: str) -> float:
    return float(cell.replace(",", "").rstrip(" %"))


def linked(decision: str) -> str:
    """Return the number of a decision as a link to its entry; people may write the number alone."""
    number = decision_number(decision)
    heading = decisions().get(number)
    return f"[{number}](decisions.md#{anchor_of(heading)})" if heading else decision


def decision_number(cell: str) -> str:
    return re.search(r"\d*", cell.lstrip("["))[0]


def decisions() -> dict[str, str]:
    """Return the headings of the decisions that hold, by number: one that is struck out sets no bound."""
    text = DECISIONS.read_text(encoding="utf-8")
    return {number: f"{number}. {name}" for number, name in re.findall(r"^## (\d+)\. ([^~].*)$", text, re.M)}


def anchor_of(heading: str) -> str:
    """Return what a link to a heading ends with, made as forges make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
