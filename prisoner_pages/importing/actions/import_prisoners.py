"""A partner's list enters the site: row by row, each in its own short transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, cast

from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError, transaction
from django.utils.translation import gettext as _

from home.caching.read_models import renew_what_waits, renewing_soon
from home.caching.transaction_marks import one_step
from home.jobs.actions.statistics import MANY_ROWS, keep_statistics
from home.jobs.turns import give_way
from home.languages.info import CONTENT_LANGUAGES
from home.pages.actions.audit_log import logged_together
from home.pages.actions.indexing import (
    catch_up,
    deferred_indexing,
    forget_index,
    note_new_references,
    note_references,
)
from home.search.actions import indexed_together, merge_segments
from prisoner_pages.facts.read_models.declarations import IMPORTED
from prisoner_pages.facts.read_models.fact import PersonRow
from prisoner_pages.importing.actions.bases import give_bases
from prisoner_pages.importing.actions.changes import Meeting, change_facts
from prisoner_pages.importing.actions.facilities import import_facilities, read_facilities
from prisoner_pages.importing.actions.imported_facts import memory_of
from prisoner_pages.importing.actions.proposals import propose
from prisoner_pages.importing.actions.records import create_record, publish_record
from prisoner_pages.importing.actions.run import Change, Report, Run
from prisoner_pages.importing.actions.stories import (
    change_stories,
    publish_stories,
    rename_stories,
    tell_first_stories,
)
from prisoner_pages.importing.actions.whose_row import Known, forms_of
from prisoner_pages.importing.read_models.person_rows import COLUMNS, REQUIRED_COLUMNS, person_row
from prisoner_pages.importing.reading import ListRow, read_sheet
from prisoner_pages.importing.refusal import FileRefused, Remark
from prisoner_pages.models import CaseGroup, Occupation, Partner, Prisoner, PrisonerPage
from prisoner_pages.stories.actions.drafts import section_of

INDEXED = (Prisoner, PrisonerPage, Occupation, CaseGroup)
# What to count, and what to remember once it is stored.
Outcome: TypeAlias = tuple[str, Callable[[], None]]
# A row that loses the race for the database is tried again: letters go first.
TRIES = 3


@dataclass(frozen=True)
class Intent:
    """What the operator asked for. `publish` is their act, logged so; `rehearse` writes nothing."""

    publish: bool = False
    rehearse: bool = False


def import_prisoners(
    data: bytes, *, partner: Partner, intent: Intent, facilities: bytes | None = None
) -> Report:
    """Import a list (bytes of CSV or XLSX); return the Report. `facilities` is a list of places, taken first.

    A file that can't be read changes nothing: the report holds the one error. Raises NoSection for a partner
    without a workspace.
    """
    section_of(partner, "uk")
    run = Run(partner=partner, publish=intent.publish, rehearse=intent.rehearse)
    try:
        sheet = read_sheet(data, columns=COLUMNS, required=REQUIRED_COLUMNS)
        places = read_facilities(facilities) if facilities is not None else None
    except FileRefused as refused:
        run.report.errors.append(refused.remark)
        return run.report
    run.report.warnings += sheet.warnings
    try:
        with deferred_indexing(*INDEXED):
            if places:
                import_facilities(places, run)
            for row in sheet.rows:
                take_row(row, run)
                give_way()
    finally:
        renew_what_waits()
    if not run.rehearse:
        catch_up(*INDEXED)
        if run.report.created >= MANY_ROWS:
            keep_statistics()
            merge_segments()
    return run.report


def take_row(raw: ListRow, run: Run) -> str:
    """Take one line of the list, count it and return as what: what it made, or that it was passed over."""
    row, errors, warnings = person_row(raw)
    run.report.warnings += warnings
    run.report.errors += errors
    outcome = _outcome(row, run) if row else "skipped"
    run.report.count(outcome)
    return outcome


def _outcome(row: PersonRow, run: Run, tries: int = TRIES) -> str:
    said = len(run.report.warnings)
    try:
        return _in_transaction(row, run)
    except OperationalError:
        if tries == 1:
            raise
    except (ValidationError, DatabaseError) as error:
        run.report.errors += remarks_of(error, row)
        return "skipped"
    del run.report.warnings[said:]
    return _outcome(row, run, tries - 1)


def _in_transaction(row: PersonRow, run: Run) -> str:
    try:
        with transaction.atomic():
            with one_step(), logged_together():
                outcome, remember = _meet(row, run)
            transaction.set_rollback(run.rehearse)
    except Exception:
        run.forget()
        raise
    run.forget() if run.rehearse else run.keep()
    remember()
    return outcome


def remarks_of(error: ValidationError | DatabaseError, row: PersonRow) -> list[Remark]:
    """Return what the report says of a row that could not be stored."""
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        by_field = error.message_dict.items()
        return [Remark(row.number, column_of(field), " ".join(texts)) for field, texts in by_field]
    if isinstance(error, ValidationError):
        return [Remark(row.number, "", " ".join(error.messages))]
    return [Remark(row.number, "", _("The database refused the row."))]


def column_of(field: str) -> str:
    return next((fact.column for fact in IMPORTED if fact.name == field), "")


# --- One row, in its transaction -------------------------------------------------------------------
def _meet(row: PersonRow, run: Run) -> Outcome:
    """Do what the row asks for."""
    Partner.objects.wait_for_turn()
    run.people.refresh()
    found = run.people.candidates(row)
    if not found:
        return _create(row, run)
    if len(found) > 1:
        run.warn(
            row,
            "full_name_uk",
            _("Several records bear this name: the row was passed over."),
        )
        return "skipped", _nothing
    if found[0].partner_id != run.partner.pk:
        return _propose(found[0], row, run)
    return _update(found[0], row, run)


@indexed_together()
def _propose(known: Known, row: PersonRow, run: Run) -> Outcome:
    record = Prisoner.objects.get(pk=cast(int, known.pk))
    made = propose(record, row, run.known, partner=run.partner, by=run.by)
    run.changes += [Change(each.claim.field, each.claim.value, "proposed") for each in made]
    if not made:
        return "unchanged", _nothing
    run.warn(
        row,
        "",
        _("Another partner keeps this person: what the row says otherwise was left for them to decide."),
    )
    return "proposed", _nothing


def _nothing() -> None:
    pass


@renewing_soon()  # somebody nobody knew: of the others the row says nothing
@indexed_together()
def _create(row: PersonRow, run: Run) -> Outcome:
    record = create_record(row, run)
    run.met = record.pk
    pages = tell_first_stories(record, row, run)
    note_new_references(record, *pages)
    known = Known(None if run.rehearse else record.pk, row.birth_year, run.partner.pk, row)

    def remember() -> None:
        run.people.add(known, forms_of(row))
        run.seen.add(record.pk)

    return "created", remember


@indexed_together()
def _update(known: Known, row: PersonRow, run: Run) -> Outcome:
    if known.pk is None:
        return "unchanged" if says_nothing_new(row, cast(PersonRow, known.row)) else "updated", _nothing
    record = Prisoner.objects.select_for_update(no_key=True).get(pk=known.pk)
    if record.partner_id != run.partner.pk:  # handed over meanwhile
        return _propose(known, row, run)
    run.met = record.pk
    changed = any(_changes(record, row, run))
    if changed:
        pages = list(record.pages.all())
        note_references(Prisoner.objects.get(pk=record.pk), *pages)
        forget_index(record, *pages)

    def remember() -> None:
        run.people.learn_year(record.pk, row.birth_year)
        run.seen.add(record.pk)

    return "updated" if changed else "unchanged", remember


def _changes(record: Prisoner, row: PersonRow, run: Run) -> list[bool]:
    """Do every step and yield whether it wrote something; a second row of one record changes facts alone."""
    again = record.pk in run.seen
    memory, names = memory_of(record), names_of(record)
    steps = [change_facts(Meeting(record, row, run, memory, again))]
    if names != names_of(record):
        rename_stories(record, names)
    if not again:
        steps.append(change_stories(record, row, run, memory))
    steps.append(give_bases(record, row, run))
    if run.publish and not again:
        steps.append(publish_record(record, memory))
        if record.live and not record.paused_at:
            steps.append(publish_stories(record, row, run))
    return steps


def names_of(record: Prisoner) -> dict[str, str]:
    return {language: record.name_in(language) for language, _own_name in CONTENT_LANGUAGES}


def says_nothing_new(row: PersonRow, first: PersonRow) -> bool:
    """Whether a second row of a person, in a rehearsal, repeats what the first one said."""
    same_facts = all(fact.stated(row) in ("", fact.stated(first)) for fact in IMPORTED)
    return same_facts and set(row.sources) <= set(first.sources)
