"""Uploading a list, naming its columns, choosing rows, and letting them be taken into drafts."""

import json
from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language, gettext as _

from home.jobs.queue import enqueue
from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.choices import CHANGING_OUTCOMES, ListStep
from prisoner_pages.importing.reading import read_table
from prisoner_pages.importing.refusal import FileRefused
from prisoner_pages.lists.read_models.columns import LABELS, doubled, missing, suggestions
from prisoner_pages.models import ListColumn, ListedRow, ListImport, Partner
from prisoner_pages.permissions.partners import require_editor
from prisoner_pages.stories.actions.drafts import NoSection, section_of

WORK, FORGET = "prisoner_pages.work_at_list", "prisoner_pages.forget_lists"
AT_ONCE = 500


@transaction.atomic
def upload_list(data: bytes, *, partner: Partner, by: User) -> ListImport:
    """Keep the rows of a file, encrypted, and suggest what its columns mean. Raises FileRefused."""
    require_editor(by, partner)
    _refuse_without_section(partner)
    table = read_table(data)
    known = dict(partner.list_columns.values_list("heading", "column"))
    found = ListImport.objects.create(
        partner=partner,
        by=by,
        language=get_language() or "uk",
        headings=list(table.headings),
        columns=suggestions(table.headings, known),
        remarks=[remark.as_dict() for remark in table.warnings],
    )
    rows = []
    for number, line in table.lines:
        row = ListedRow(source=found, number=number)
        row.cells = json.dumps(line, ensure_ascii=False)
        rows.append(row)
    ListedRow.objects.bulk_create(rows, batch_size=AT_ONCE)
    return found


def _refuse_without_section(partner: Partner) -> None:
    try:
        section_of(partner, SOURCE_LANGUAGE)
    except NoSection as error:
        raise FileRefused(_("This partner has no pages yet: a coordinator opens its workspace.")) from error


def _locked(found: ListImport, by: User, *steps: ListStep) -> ListImport:
    """Return the list, locked. Raises ValidationError where it has moved on meanwhile."""
    require_editor(by, found.partner)
    found = ListImport.objects.select_for_update(of=("self",)).select_related("partner").get(pk=found.pk)
    if found.step not in steps:
        raise ValidationError(_("This list has moved on meanwhile. Look at it once more."))
    return found


@transaction.atomic
def map_columns(found: ListImport, columns: Sequence[str], *, by: User) -> None:
    """Say what each column means, remember it for the partner, and have the list looked through.

    Raises ValidationError, in words, for what is missing or named twice.
    """
    found = _locked(found, by, ListStep.COLUMNS, ListStep.CHECKED)
    _refuse_unfit(found, columns)
    for heading, column in zip(found.headings, columns, strict=True):
        if heading and column:  # of what is left out, and may be anything, nothing is remembered
            ListColumn.objects.update_or_create(
                partner=found.partner, heading=heading, defaults={"column": column}
            )
    found.columns, found.step = list(columns), ListStep.CHECKING
    found.save(update_fields=["columns", "step"])
    found.rows.update(outcome="", is_chosen=True, takes=[], found_encrypted=b"", record=None)
    enqueue(WORK, pk=found.pk)


def _refuse_unfit(found: ListImport, columns: Sequence[str]) -> None:
    if len(columns) != len(found.headings) or not set(columns) <= {"", *LABELS}:
        raise ValidationError(_("Choose one meaning for each column."))
    problems = [
        (_("No column is named for: %s."), missing(columns)),
        (_("Two columns mean the same: %s."), doubled(columns)),
    ]
    said = [
        sentence % ", ".join(str(LABELS[each]) for each in which) for sentence, which in problems if which
    ]
    if said:
        raise ValidationError(said)


@transaction.atomic
def choose_rows(
    found: ListImport,
    shown: Iterable[int],
    chosen: Iterable[int],
    takes: Mapping[int, list[str]],
    *,
    by: User,
) -> None:
    """Keep which of the shown rows are to be taken, and of which facts the list's value is."""
    found, chosen = _locked(found, by, ListStep.CHECKED), set(chosen)
    rows = list(found.rows.filter(pk__in=list(shown), outcome__in=CHANGING_OUTCOMES))
    for row in rows:
        row.is_chosen, row.takes = row.pk in chosen, takes.get(row.pk, [])
    ListedRow.objects.bulk_update(rows, ["is_chosen", "takes"])


@transaction.atomic
def choose_all(found: ListImport, outcome: str, *, by: User, chosen: bool) -> None:
    found = _locked(found, by, ListStep.CHECKED)
    rows = found.rows.filter(outcome__in=CHANGING_OUTCOMES)
    (rows.filter(outcome=outcome) if outcome else rows).update(is_chosen=chosen)


@transaction.atomic
def take_list(found: ListImport, *, by: User) -> None:
    """Let the chosen rows be written: drafts that somebody else approves, and claims for other partners."""
    found = _locked(found, by, ListStep.CHECKED)
    if not found.rows.filter(is_chosen=True, outcome__in=CHANGING_OUTCOMES).exists():
        raise ValidationError(_("No row is chosen."))
    found.step, found.by = ListStep.TAKING, by
    found.save(update_fields=["step", "by"])
    enqueue(WORK, pk=found.pk)


@transaction.atomic
def go_on(found: ListImport, *, by: User) -> None:
    """Go on where a worker that died has left the list: each row is done once."""
    found = _locked(found, by, ListStep.CHECKING, ListStep.TAKING)
    enqueue(WORK, pk=found.pk)


@transaction.atomic
def delete_list(found: ListImport, *, by: User) -> None:
    require_editor(by, found.partner)
    # Whoever works at it locks the list before its rows.
    for each in ListImport.objects.select_for_update().filter(pk=found.pk):
        each.delete()
