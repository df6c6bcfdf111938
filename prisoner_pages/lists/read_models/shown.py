"""A list as its screens and its report show it."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import get_language

from prisoner_pages.choices import CHANGING_OUTCOMES, ListStep, RowOutcome
from prisoner_pages.facts.read_models.declarations import FACT_OF
from prisoner_pages.facts.read_models.fact import PersonRow
from prisoner_pages.importing.actions.whose_row import forms_of
from prisoner_pages.importing.read_models.person_rows import COLUMNS, REQUIRED_COLUMNS, person_row
from prisoner_pages.importing.reading import row_of
from prisoner_pages.lists.read_models.columns import LABELS
from prisoner_pages.models import ListedRow, ListImport
from prisoner_pages.policies import ANNOUNCED_STATUSES
from prisoner_pages.records.read_models.claims import stated_in_words
from prisoner_pages.records.read_models.doubles import Described, Double, doubles_of_each

SAMPLES = 3
NOBODY: Mapping[int, list[Double]] = MappingProxyType({})


def columns_of(found: ListImport) -> list[dict[str, Any]]:
    """Return each heading with the first cells below it and what it is taken for."""
    lines = [row.line for row in found.rows.all()[:SAMPLES]]
    return [
        {
            "heading": heading,
            "column": found.columns[place],
            "samples": [line[place] for line in lines if place < len(line) and line[place]],
        }
        for place, heading in enumerate(found.headings)
    ]


def meanings() -> list[tuple[str, Any, bool]]:
    """Return [(column, label, whether a list can't do without it)]."""
    return [(each, capfirst(LABELS[each]), each in REQUIRED_COLUMNS) for each in COLUMNS]


def counts_of(found: ListImport) -> list[tuple[str, Any, int]]:
    """Return [(outcome, label, how many rows)], and "" for those that nobody has come to."""
    of = dict(found.rows.order_by().values_list("outcome").annotate(rows=Count("pk")))
    return [(each.value, each.label, of[each]) for each in RowOutcome if of.get(each)]


def progress_of(found: ListImport) -> dict[str, int]:
    wanted, done = Q(), ~Q(outcome="")
    if found.step == ListStep.TAKING:
        done = Q(is_done=True)
        wanted = Q(is_chosen=True, outcome__in=CHANGING_OUTCOMES) | done
    return found.rows.aggregate(total=Count("pk", filter=wanted), done=Count("pk", filter=wanted & done))


def person_of(row: ListedRow, columns: Sequence[str]) -> PersonRow | None:
    """Return what a row says, None where it can't be read."""
    return person_row(row_of(row.number, row.line, columns)[0])[0]


def doubles_of_rows(found: ListImport, rows: Iterable[ListedRow], user: User) -> dict[int, list[Double]]:
    """Return who of those the user may see is perhaps the person of whom a row would make a new record."""
    is_asked = found.step == ListStep.CHECKED
    new = {
        row.pk: person_of(row, found.columns)
        for row in rows
        if is_asked and row.outcome == RowOutcome.CREATED
    }
    described = {pk: _described(person) for pk, person in new.items() if person}
    return doubles_of_each(described, user) if described else {}


def _described(person: PersonRow) -> Described:
    patronymic = FACT_OF["patronymic_uk"].stated(person)
    return Described(tuple(forms_of(person).values()), patronymic, person.birth_year)


def with_changes(
    rows: Iterable[ListedRow], doubles: Mapping[int, list[Double]] = NOBODY
) -> list[dict[str, Any]]:
    """Return rows with what would change, in the reader's words, and who may be the same person."""
    return [_shown(row, row.told) | {"doubles": doubles.get(row.pk, ())} for row in rows]


def _shown(row: ListedRow, told: dict[str, Any]) -> dict[str, Any]:
    changes = [_change(each, row) for each in told["changes"]]
    changes = [each for each in changes if each["old"] != str(each["new"])]  # as far as it is shown
    return {
        "row": row,
        "name": told["name"],
        "may_choose": row.outcome in CHANGING_OUTCOMES,
        "changes": changes,
        "remarks": [
            {"label": LABELS.get(each["column"], ""), "message": each["message"]} for each in told["remarks"]
        ],
    }


class _Said:
    def __init__(self, field: str, value: str) -> None:
        self.field, self.value = field, value


def _change(change: dict[str, str], row: ListedRow) -> dict[str, Any]:
    field, stated = change["field"], change["stated"]
    announced = field == "status" and stated in ANNOUNCED_STATUSES
    return {
        "field": field,
        "label": FACT_OF[field].label,
        "old": change["old"],
        "new": stated_in_words(_Said(field, stated), get_language()),
        "kind": change["kind"],
        "may_take": change["kind"] == "claims" and not announced,
        "is_taken": field in row.takes,
    }


def report_of(found: ListImport) -> dict[str, Any]:
    """Return the report of a command, and what became of each row."""
    rows = [(row, row.told) for row in found.rows.all()]
    outcomes = [row.outcome for row, _told in rows]
    said = [{"row": row.number, **remark} for row, told in rows for remark in told["remarks"]]
    return {
        **{each.value: outcomes.count(each.value) for each in RowOutcome},
        "rows": [{"row": row.number, "outcome": row.outcome, "taken": row.is_done} for row, _told in rows],
        "remarks": [*found.remarks, *said],
    }
