"""What a sheet says of one person from one source, so that letters reach them: all of it, or nothing.

Bases, place and post change at once, names and birth dates go into a draft that somebody else approves.
Only what is missing is filled in: nothing that stands there already is written over.
"""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from home.languages.written_dates import PartialDate
from prisoner_pages.choices import Basis, DatePrecision, FactGroup, MailStatus, Scope
from prisoner_pages.consents.actions.consents import give_consent
from prisoner_pages.facts.actions.changes import letters_follow, lock_record, log_record
from prisoner_pages.facts.actions.mail_status import set_mail_status
from prisoner_pages.facts.actions.verification import verify_facts
from prisoner_pages.facts.read_models.declarations import FACT_OF
from prisoner_pages.facts.read_models.fact import PersonRow
from prisoner_pages.importing.actions.bases import cite
from prisoner_pages.models import Facility, Prisoner
from prisoner_pages.permissions.partners import require, require_editor
from prisoner_pages.records.actions.drafts import refuse_invalid, refuse_locked
from prisoner_pages.records.actions.transfers import transfer_place
from prisoner_pages.records.read_models.letter_sheet import Said

BASIS_ENDED = _(
    "A basis for letters has ended, and no list renews it: record a new one in the record itself."
)
THERE_ALREADY = _("All of this is known already: somebody has filled it in meanwhile.")


@transaction.atomic
def complete_for_letters(record: Prisoner, *, by: User | None, said: Said, submit: bool = True) -> Prisoner:
    """Write what the row says and the record lacks; return the record.

    Raises ValidationError in words; then nothing of the row is written.
    """
    require_editor(by, record.partner)
    record = lock_record(record)
    written = [
        _list_as_recipient(record, by, said),
        _place(record, by, said),
        _say_of_post(record, by, said),
        _draft(record, by, said, submit=submit),
    ]
    if not any(written):
        raise ValidationError(THERE_ALREADY)
    return record


def _list_as_recipient(record: Prisoner, by: User | None, said: Said) -> bool:
    if not said.is_listed or Scope.LETTERS in record.bases:
        return False
    if record.consents.filter(scope=Scope.LETTERS).exists():
        raise ValidationError(BASIS_ENDED)
    give_consent(
        record,
        scope=Scope.LETTERS,
        basis=Basis.LISTED,
        by=by,
        given_on=said.on,
        source_url=said.source_url,
    )
    return True


def _place(record: Prisoner, by: User | None, said: Said) -> bool:
    """The source knows where the person is on its day, and not since when."""
    is_new = said.place is not None and record.facility_id is None
    if is_new:
        transfer_place(record, facility=said.place, by=by, source=said.source)
    elif said.is_still_there and said.source:
        verify_facts(record, group=FactGroup.PLACE, source=said.source, by=by, held_at=said.held_at)
    return is_new or said.is_still_there


def _say_of_post(record: Prisoner, by: User | None, said: Said) -> bool:
    record.refresh_from_db(fields=["mail_status"])
    if not said.letters or record.mail_status != MailStatus.UNKNOWN:
        return False
    set_mail_status(record, by=by, status=said.letters, source=said.source)
    return True


def _draft(record: Prisoner, by: User | None, said: Said, *, submit: bool) -> bool:
    """Write into the newest state what it lacks, as an edit of `by`; submit it unless it waits."""
    record.refresh_from_db()
    draft = record.get_latest_revision_as_object()
    missing = {name: value for name, value in said.facts.items() if lacks(draft, name)}
    says_none = said.has_no_patronymic and lacks(draft, "name_ru")
    if not missing and not says_none:
        return False
    refuse_locked(record, by)
    _put(draft, missing, said)
    draft.has_no_patronymic = draft.has_no_patronymic or says_none
    refuse_invalid(draft, *missing)
    draft.save_revision(user=by, clean=False)
    log_record(record, "complete_for_letters", by=by, fields=sorted(missing))
    if submit and by is not None and record.current_workflow_state is None:
        draft.get_workflow().start(draft, by)
    return True


def _put(draft: Prisoner, missing: dict[str, Any], said: Said) -> None:
    sources = (said.source_url,) if said.source_url else ()
    stated_on = PartialDate(said.on, DatePrecision.DAY) if said.on else None
    row = PersonRow(missing, sources=sources, stated_on=stated_on)
    for name in missing:
        FACT_OF[name].set_in(draft, row, None)
    cite(draft, row)


def lacks(draft: Prisoner, name: str) -> bool:
    return not {"name_ru": draft.has_envelope_name, "birth_date": draft.birth_year}[name]


@transaction.atomic
def complete_address(
    facility: Facility, *, by: User, address_ru: str, postal_index: str, source_url: str = ""
) -> Facility:
    """Fill in what the postal block lacks; it then serves everybody who is held there.

    The place names the source of what it was told last; the one before stays in its note.
    """
    require(by.has_perm("prisoner_pages.change_facility"))
    facility = Facility.objects.select_for_update().get(pk=facility.pk)
    facility.address_ru = facility.address_ru or address_ru
    facility.postal_index = facility.postal_index or postal_index
    if source_url and source_url != facility.source_url:
        _name_source(facility, source_url)
    facility.full_clean()
    facility.save()
    letters_follow(facility)
    log_record(facility, "complete_address", by=by)
    return facility


def _name_source(facility: Facility, source_url: str) -> None:
    if facility.source_url:
        before = " ".join(filter(None, [facility.source_url, str(facility.source_date)]))
        facility.note = f"{facility.note}\n{before}".strip()
    facility.source_url, facility.source_date = source_url, ""
