"""What a record still lacks to be shown and to be written to: asked of the rules that decide it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.can_be_written_to import OPEN_STATUSES, CallReason
from prisoner_pages.choices import FactGroup, Scope
from prisoner_pages.models import Prisoner
from prisoner_pages.permissions.partners import may_moderate
from prisoner_pages.records.gap_words import ENVELOPE_WORK, YEAR_WORK
from prisoner_pages.records.read_models.day import keeps_records

# Where in the form it is mended.
FIELDS = {
    CallReason.STATUS_UNKNOWN: "#id_status",
    CallReason.PLACE_UNKNOWN: "#id_facility-chooser",
    CallReason.NAME_INCOMPLETE: "#id_name_ru",
}
# Which act mends it.
ACTS = {
    CallReason.MAIL_UNKNOWN: "letters",
    CallReason.ON_HOLD: "release",
    CallReason.PLACE_STALE: "verify",
}


@dataclass(frozen=True)
class Missing:
    words: str | Promise
    address: str = ""  # of a field of the form ("#id_status") or of a screen; "" where others do it

    @property
    def is_field(self) -> bool:
        return self.address.startswith("#")


@dataclass(frozen=True)
class Checklist:
    to_publish: list[Missing]
    for_envelope: list[Missing]

    @property
    def count(self) -> int:
        return len(self.to_publish) + len(self.for_envelope)


def checklist_of(record: Prisoner, user: User) -> Checklist:
    """Return what is missing of the record as its draft has it."""
    return Checklist(list(_to_publish(record)), list(_for_envelope(record, user)))


def _to_publish(record: Prisoner) -> Iterator[Missing]:
    if record.paused_at:
        yield Missing(_("The person is hidden. A moderator of the partner shows the person again."))
    yield from _faults(record)
    if Scope.NAME not in record.bases:
        yield Missing(_("Record a basis for showing the name."), _basis(record, Scope.NAME))
    if record.workflow_in_progress:
        yield Missing(_("Another person of the partner approves the record."))
    elif not record.live or record.has_unpublished_changes:
        yield Missing(_("Submit the record for approval, by the button below."))
    yield from _story(record)


def _faults(record: Prisoner) -> Iterator[Missing]:
    """What would be refused when the draft is published."""
    try:
        record.full_clean()
    except ValidationError as refusal:
        for name, faults in refusal.message_dict.items():
            field: Any = name != "__all__" and record._meta.get_field(name)
            label = f"{capfirst(field.verbose_name)}: " if field else ""
            yield Missing(f"{label}{' '.join(faults)}", f"#id_{name}" if field else "")


def _story(record: Prisoner) -> Iterator[Missing]:
    story = record.pages.filter(locale__language_code=SOURCE_LANGUAGE).first()
    if story is None:
        yield Missing(_("Begin the story."), reverse("record_act", args=[record.pk, "story"]))
    elif story.workflow_in_progress:
        yield Missing(_("Another person of the partner approves the story."))
    elif not story.live or story.has_unpublished_changes:
        address = reverse("wagtailadmin_pages:edit", args=[story.pk])
        yield Missing(_("Complete the story, and submit it for approval."), address)


def _for_envelope(record: Prisoner, user: User) -> Iterator[Missing]:
    reason = record.call_to_action.reason
    gaps = record.gaps if record.status in OPEN_STATUSES else []
    if reason in ENVELOPE_WORK and reason not in gaps:
        yield Missing(ENVELOPE_WORK[reason], _where(reason, record, user))
    for gap in gaps:
        yield Missing(ENVELOPE_WORK[gap], _where(gap, record, user))
    if record.status in OPEN_STATUSES and record.birth_year is None:
        yield Missing(YEAR_WORK, "#id_birth_date")


def _where(reason: CallReason, record: Prisoner, user: User) -> str:
    if reason in FIELDS:
        return FIELDS[reason]
    if reason == CallReason.ON_HOLD and not may_moderate(user, record.partner):
        return ""
    if reason in ACTS:
        address = reverse("record_act", args=[record.pk, ACTS[reason]])
        return f"{address}?group={FactGroup.PLACE}" if reason == CallReason.PLACE_STALE else address
    if reason == CallReason.PLACE_DOUBTED:
        return reverse("post_notes", args=[record.facility_id])
    if reason == CallReason.NO_BASIS:
        return _basis(record, Scope.LETTERS)
    return _address_of_place(record, user) if reason == CallReason.ADDRESS_INCOMPLETE else ""


def _address_of_place(record: Prisoner, user: User) -> str:
    """Who keeps the list of places completes it there; who keeps records proposes."""
    if user.has_perm("prisoner_pages.change_facility"):
        return reverse("wagtailsnippets_prisoner_pages_facility:edit", args=[record.facility_id])
    return f"{reverse('propose_place')}?place={record.facility_id}" if keeps_records(user) else ""


def _basis(record: Prisoner, scope: Scope) -> str:
    return f"{reverse('add_consent', args=[record.pk])}?scope={scope}"
