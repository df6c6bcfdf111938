"""Announcing a release, an exchange or a death: one person prepares it, another one confirms it.

Until then the letters are held (`Letter.hold`) and nothing public changes.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.languages.written_dates import PartialDate
from prisoner_pages.can_be_written_to import CALL_FOR_STATUS, Call
from prisoner_pages.choices import DatePrecision, FactGroup, SourceKind, Status
from prisoner_pages.facts.actions.changes import change_record, letters_follow, log_record, note_update
from prisoner_pages.facts.actions.verification import set_verification
from prisoner_pages.models import AnnouncedPerson, Announcement, CaseEvent, Detention, Prisoner, Source
from prisoner_pages.models.figures import last_day_of
from prisoner_pages.permissions.partners import may_confirm, require, require_editor
from prisoner_pages.pictures.actions import delete_public_pictures
from prisoner_pages.policies import ANNOUNCED_AFTER, ANNOUNCED_EVENTS

MOST_PEOPLE = 100
NOBODY = _("Choose at least one person.")
TOO_MANY = _("At most %(count)s people are announced at once.")
WAITS_ALREADY = _("%(person)s: an announcement already waits for its second person.")
NOT_FROM_HERE = _("%(person)s: the record says “%(status)s”, and this can’t follow it.")
TOO_EARLY = _("%(person)s: by the record, the stay in the place of detention began after this date.")
OVER = _("This announcement is over: somebody has confirmed or ended it.")
FAMILY_FIRST = _("The family must know before anybody else does.")
CHANGED = _("The announcement or a record has changed since you opened it. Look at it once more.")
HANDED_OVER = _("%(person)s: the record belongs to another partner now. Leave this person out.")


@transaction.atomic
def prepare_announcement(
    records: Iterable[Prisoner],
    *,
    by: User,
    status: str,
    on: date,
    source_kind: str,
    precision: str = DatePrecision.DAY,
    source_url: str = "",
    family_knows: bool = False,
) -> list[Announcement]:
    """Prepare what another person is to confirm; return the announcements, one for each partner concerned.

    Letters to these people are held at once. Raises PermissionDenied, and ValidationError in words for
    people who can't be announced so; then nobody is.
    """
    people = _locked({record.pk for record in records})
    for person in people:
        require_editor(by, person.partner)
    said = Announcement(
        status=status,
        on=on,
        precision=precision,
        source_kind=source_kind,
        source_url=source_url,
        family_knows=family_knows,
        prepared_by=by,
    )
    said.clean()
    _refuse_unfit(people, said)
    partners = dict.fromkeys(person.partner for person in people)
    return [_store(said, [each for each in people if each.partner == partner]) for partner in partners]


def _locked(pks: Iterable[int]) -> list[Prisoner]:
    # A letter that arrives refers to the record: one that never ends must keep nobody waiting.
    people = Prisoner.objects.select_for_update(no_key=True, of=("self",)).select_related("partner")
    return list(people.filter(pk__in=pks).order_by("pk"))


def _refuse_unfit(people: Sequence[Prisoner], said: Announcement) -> None:
    if not people:
        raise ValidationError(NOBODY)
    if len(people) > MOST_PEOPLE:
        raise ValidationError(TOO_MANY, params={"count": MOST_PEOPLE})
    waiting = [WAITS_ALREADY % {"person": person} for person in people if person.is_being_announced]
    if faults := waiting or [fault for person in people if (fault := _why_not(person, said))]:
        raise ValidationError(faults)


def _why_not(person: Prisoner, said: Announcement) -> str:
    """Return in words why the record as it stands can't take this, or ""."""
    if person.status not in ANNOUNCED_AFTER[Status(said.status)]:
        return NOT_FROM_HERE % {"person": person, "status": person.get_status_display()}
    last = _last_day(said)
    stays = person.detentions.filter(to_date=None)
    is_early = last and any(began > last for stay in stays if (began := _began(stay)))
    return TOO_EARLY % {"person": person} if is_early else ""


def _last_day(said: Announcement) -> date | None:
    """Return the last day that the date can mean; None where it has none ("after 3 May")."""
    if said.precision == DatePrecision.AFTER:
        return None
    if said.precision in (DatePrecision.MONTH, DatePrecision.YEAR):
        return last_day_of(str(PartialDate(said.on, said.precision)))
    return said.on


def _began(stay: Detention) -> date | None:
    """Return the first day on which the stay can have begun, where one is known."""
    return None if stay.from_precision == DatePrecision.BEFORE else stay.from_date


def _store(said: Announcement, people: Sequence[Prisoner]) -> Announcement:
    said.pk, said._state.adding, said.partner = None, True, people[0].partner
    said.save()
    stored = Announcement.objects.get(pk=said.pk)
    AnnouncedPerson.objects.bulk_create(
        AnnouncedPerson(announcement=stored, prisoner=person, revision=person.latest_revision_id)
        for person in people
    )
    for person in people:
        _follow(person, "prepare_announcement", stored, said.prepared_by)
    return stored


def _follow(person: Prisoner, action: str, announcement: Announcement, by: User | None) -> None:
    letters_follow(person)
    log_record(person, action, by=by, status=announcement.status, announcement=announcement.pk)


@transaction.atomic
def confirm_announcement(
    announcement: Announcement, *, by: User, seen: str, family_knows: bool = False
) -> Announcement:
    """Announce it of everybody in it, in every language at once; `seen` is `Announcement.seen` as shown.

    Raises PermissionDenied for whoever prepared it, and ValidationError in words for what is over, has
    changed, or that the family doesn't know; then nothing is announced of anybody.
    """
    announcement = _lock_waiting(announcement)
    require(may_confirm(by, announcement))
    people = _locked(announcement.people.values_list("prisoner_id", flat=True))
    _refuse_unseen(announcement, people, seen)
    announcement.family_knows = announcement.family_knows or family_knows
    if not announcement.family_knows:
        raise ValidationError(FAMILY_FIRST)
    announcement.confirmed_by, announcement.confirmed_at = by, timezone.now()
    announcement.save()
    for person in people:
        _announce(person, announcement, by)
    announcement.people.update(announced_at=announcement.confirmed_at)
    return announcement


def _lock_waiting(announcement: Announcement) -> Announcement:
    stored = Announcement.objects.select_for_update(of=("self",)).select_related("partner", "prepared_by")
    announcement = stored.get(pk=announcement.pk)
    if not announcement.is_waiting:
        raise ValidationError(OVER, code="over")
    return announcement


def _refuse_unseen(announcement: Announcement, people: Sequence[Prisoner], seen: str) -> None:
    if announcement.seen != seen:
        raise ValidationError(CHANGED, code="changed")
    faults = [_why_not_now(person, announcement) for person in people]
    if not people or any(faults):
        raise ValidationError([fault for fault in faults if fault] or [NOBODY])


def _why_not_now(person: Prisoner, announcement: Announcement) -> str:
    if person.partner != announcement.partner:
        return HANDED_OVER % {"person": person}
    return _why_not(person, announcement)


def _announce(person: Prisoner, announcement: Announcement, by: User) -> None:
    change_record(person, change=lambda facts: _tell(facts, announcement), by=by)
    public_url = "" if announcement.has_private_source else announcement.source_url
    set_verification(
        person,
        FactGroup.PLACE,
        on=announcement.on,
        by=by,
        source_url=public_url,
        precision=announcement.precision,
    )
    note_update(person, FactGroup.PLACE)
    person.claims.to_decide().filter(field="status", value=announcement.status).update(
        needs_decision=False, settled_at=announcement.confirmed_at
    )
    if CALL_FOR_STATUS[announcement.status].call is Call.NAME_ONLY:
        delete_public_pictures(person)
    _follow(person, "confirm_announcement", announcement, by)


def _tell(facts: Prisoner, announcement: Announcement) -> None:
    """The stay that lasted ends; of a place of today nothing is said any more."""
    on, precision = announcement.on, announcement.precision
    facts.status, facts.status_since, facts.status_since_precision = announcement.status, on, precision
    facts.facility, facts.place_as_stated = None, ""
    facts.detentions.set([end_stay(stay, on, precision) for stay in facts.detentions.all()])
    kind = ANNOUNCED_EVENTS[Status(announcement.status)]
    events = [event for event in facts.case_events.all() if (event.kind, event.date) != (kind, on)]
    facts.case_events.set([*events, CaseEvent(kind=kind, date=on, date_precision=precision)])
    facts.sources.set([*facts.sources.all(), *_new_source(facts, announcement)])


def end_stay(stay: Detention, on: date, precision: str) -> Detention:
    """No stay ends before it began: of a month or a year only what comes after is meant."""
    if stay.to_date is None:
        stay.to_date, stay.to_precision = max(on, _began(stay) or on), precision
    return stay


def _new_source(facts: Prisoner, announcement: Announcement) -> list[Source]:
    known = {source.url for source in facts.sources.all()}
    if announcement.source_url and announcement.source_url in known:
        return []
    is_public = not announcement.has_private_source
    return [
        Source(
            url=announcement.source_url,
            kind=SourceKind(announcement.source_kind),
            seen_on=timezone.localdate(),
            is_public=is_public,
            groups=[FactGroup.PLACE.value],
        )
    ]


@transaction.atomic
def end_announcement(announcement: Announcement, *, by: User | None) -> Announcement:
    """Take it back, or refuse it: nothing is announced, and the letters go on."""
    announcement = _lock_waiting(announcement)
    require_editor(by, announcement.partner)
    people = _locked(announcement.people.values_list("prisoner_id", flat=True))
    announcement.ended_by, announcement.ended_at = by, timezone.now()
    announcement.save(update_fields=["ended_by", "ended_at"])
    for person in people:
        _follow(person, "end_announcement", announcement, by)
    return announcement


@transaction.atomic
def leave_out(announced: AnnouncedPerson, *, by: User | None) -> Announcement:
    """Leave one person out of what waits; without anybody left it is ended."""
    announcement = _lock_waiting(announced.announcement)
    require_editor(by, announcement.partner)
    for person in _locked([announced.prisoner_id]):
        announcement.people.filter(prisoner=person).delete()
        _follow(person, "leave_out_of_announcement", announcement, by)
    return announcement if announcement.people.exists() else end_announcement(announcement, by=by)
