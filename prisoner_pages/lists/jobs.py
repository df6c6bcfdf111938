"""Looking a list through, and taking it, row by row: a killed worker loses at most the row in hand."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from home.caching.read_models import current, renew_what_waits
from home.jobs.actions.statistics import KEEP_STATISTICS, MANY_ROWS
from home.jobs.queue import enqueue, enqueue_once
from home.jobs.turns import give_way
from home.pages.actions.indexing import catch_up, deferred_indexing
from home.search.actions import CATCH_UP
from prisoner_pages.choices import CHANGING_OUTCOMES, ListStep, RowOutcome
from prisoner_pages.facts.read_models.fact import Fact
from prisoner_pages.importing.actions.import_prisoners import INDEXED, take_row
from prisoner_pages.importing.actions.run import Report, Run
from prisoner_pages.importing.actions.whose_row import Known, forms_of
from prisoner_pages.importing.reading import row_of
from prisoner_pages.importing.refusal import Remark
from prisoner_pages.lists.actions import AT_ONCE, FORGET, WORK
from prisoner_pages.lists.read_models.shown import person_of
from prisoner_pages.models import ListedRow, ListImport, Prisoner
from prisoner_pages.permissions.partners import may_edit
from prisoner_pages.public.read_models.lexicon import lexicon_in

__all__ = ["FORGET", "WORK", "forget_lists", "work_at_list"]

NAMES = ("full_name_uk", "full_name_en", "full_name_ru")
SECONDS = 60  # per run; each run queues the next, so that other work gets its turn
KEPT_DAYS, REPORT_DAYS = 7, 30


def work_at_list(pk: int, seconds: float = SECONDS) -> None:
    """Go on with the list for a while, and queue the next run if rows are left."""
    found = ListImport.objects.select_related("partner", "by").filter(pk=pk).first()
    if found is None or not found.is_worked_at:
        return
    if found.by is None or not may_edit(found.by, found.partner):
        _stop(found)
        return
    with translation.override(found.language):
        run = _resumed(found)
        try:
            with deferred_indexing(*INDEXED):
                is_over = all(_work(found, row, run) for row in _for_a_while(found, monotonic() + seconds))
        finally:
            renew_what_waits()
        if not run.rehearse:
            catch_up(*INDEXED)
    if is_over and not waiting(found).exists():
        _end(found)
    elif ListImport.objects.filter(pk=pk, step=found.step).exists():
        enqueue(WORK, pk=pk)


def waiting(found: ListImport) -> "QuerySet[ListedRow]":
    """Return the rows that this step has not come to yet."""
    if found.step == ListStep.CHECKING:
        return found.rows.filter(outcome="")
    return found.rows.filter(is_chosen=True, is_done=False, outcome__in=CHANGING_OUTCOMES)


def _for_a_while(found: ListImport, until: float) -> Iterator[int]:
    for pk in list(waiting(found).order_by("number").values_list("pk", flat=True)):
        if monotonic() > until:
            return
        yield pk
        give_way()


def _resumed(found: ListImport) -> Run:
    """Return a run that knows what the rows before have done."""
    run = Run(found.partner, publish=False, rehearse=found.step == ListStep.CHECKING, by=found.by)
    lexicon = lexicon_in(found.language, generations=current())
    run.describe = lambda fact, record: in_words(fact, record, lexicon)
    done = found.rows.exclude(outcome="") if run.rehearse else found.rows.filter(is_done=True)
    run.seen |= set(done.exclude(record=None).values_list("record", flat=True))
    if run.rehearse:
        run.people.refresh()
        for row in done.filter(outcome=RowOutcome.CREATED):
            _pretend(row, found, run)
    return run


def in_words(fact: Fact, record: Prisoner, lexicon: Any) -> str:
    return str(fact.held_in_words(record, lexicon)) if fact.held_by(record) else ""


def _pretend(row: ListedRow, found: ListImport, run: Run) -> None:
    if person := person_of(row, found.columns):
        run.people.add(Known(None, person.birth_year, found.partner_id, person), forms_of(person))


@transaction.atomic
def _work(found: ListImport, pk: int, run: Run) -> bool:
    """Do one row and mark it as done, both or neither; return whether the list still wants it."""
    if not ListImport.objects.select_for_update().filter(pk=found.pk, step=found.step).exists():
        return False
    row = waiting(found).select_for_update().filter(pk=pk).first()
    if row is None:
        return True  # another worker was quicker
    raw, warnings = row_of(row.number, row.line, found.columns)
    run.report, run.met, run.changes = Report(), None, []
    run.takes = {each["field"]: each["old"] for each in row.told["changes"] if each["field"] in row.takes}
    row.outcome = take_row(raw, run)
    of_file = [Remark(**each) for each in found.remarks if each["row"] == row.number]
    _note(row, raw.cells, run, [*of_file, *warnings, *run.report.errors, *run.report.warnings])
    row.is_done = not run.rehearse
    row.record_id = None if run.rehearse and row.outcome == RowOutcome.CREATED else run.met
    row.save()
    ListImport.objects.filter(pk=found.pk).update(worked_at=timezone.now())
    return True


def _note(row: ListedRow, cells: dict[str, str], run: Run, remarks: list[Any]) -> None:
    told = {
        "name": next((cells[each] for each in NAMES if cells.get(each)), ""),
        "changes": [asdict(change) for change in run.changes],
        "remarks": [{"column": each.column, "message": each.message} for each in remarks],
    }
    row.found = json.dumps(told, ensure_ascii=False)


def _stop(found: ListImport) -> None:
    """Whoever took the list may write for the partner no more: nothing goes on in their name."""
    before = ListStep.COLUMNS if found.step == ListStep.CHECKING else ListStep.CHECKED
    ListImport.objects.filter(pk=found.pk, step=found.step).update(step=before)


def _end(found: ListImport) -> None:
    """What the list said is kept no longer than it takes."""
    if found.step == ListStep.TAKING:
        _empty(found)
        if found.rows.filter(is_done=True).count() >= MANY_ROWS:
            enqueue_once(KEEP_STATISTICS)
            enqueue_once(CATCH_UP)
    over = ListStep.CHECKED if found.step == ListStep.CHECKING else ListStep.OVER
    ListImport.objects.filter(pk=found.pk, step=found.step).update(step=over)


def _empty(found: ListImport) -> None:
    """Of a list that was taken its remarks are left, for the report. By parts: nobody waits for the whole."""
    full = found.rows.exclude(cells_encrypted=b"").only("pk", "row_key", "found_encrypted")
    while rows := list(full[:AT_ONCE]):
        for row in rows:
            row.found, row.cells_encrypted = json.dumps(row.told | {"changes": []}, ensure_ascii=False), b""
        ListedRow.objects.bulk_update(rows, ["found_encrypted", "cells_encrypted"])
        give_way()
    ListImport.objects.filter(pk=found.pk).update(headings=[])


def forget_lists() -> None:
    """Delete lists that nobody has gone on with, and reports."""
    now = timezone.now()
    left = Q(made_at__lt=now - timedelta(days=KEPT_DAYS)) & ~Q(step=ListStep.OVER)
    ListImport.objects.filter(left | Q(made_at__lt=now - timedelta(days=REPORT_DAYS))).delete()
