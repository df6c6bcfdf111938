"""Announcing a release, an exchange or a death: two people, one transaction, and quiet until then."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.models import Invitation
from prisoner_pages.choices import DatePrecision, EventKind, FactGroup, Status
from prisoner_pages.models import AnnouncedPerson, Announcement, Claim, Detention, Prisoner
from prisoner_pages.records.actions.announcements import end_announcement, leave_out, prepare_announcement
from prisoner_pages.records.actions.transfers import hand_over, transfer_place
from tests.factories.partners import employ_coordinator
from tests.factories.prisoner_pages import FacilityFactory, PartnerFactory, PrisonerFactory
from tests.prisoner_pages.records.announcements.announcing_world import (
    DAY,
    SAID,
    URL,
    confirm,
    in_english,
    other,
    prepare,
    prepared,
    status_of,
)
from tests.tiers import LONG

__all__ = ["in_english", "other", "prepared"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


# --- Until it is confirmed ------------------------------------------------------------------------
def test_nothing_of_the_record_changes_until_it_is_confirmed(prepared, record):
    before = Prisoner.objects.filter(pk=record.pk).values().get()
    assert record.is_being_announced
    assert (before["status"], before["held_at"]) == (Status.SENTENCED, None)
    assert not record.updates.exists()
    assert record.call_to_action.takes_letters


def test_an_announcement_that_is_ended_changes_nothing(prepared, record, other):
    ended = end_announcement(prepared, by=other)

    assert ended.ended_by == other and not ended.is_waiting
    assert status_of(record) == Status.SENTENCED
    assert not Prisoner.objects.get().is_being_announced
    with pytest.raises(ValidationError, match="over"):
        confirm(prepared, other)


def test_one_of_several_is_left_out(record, editor, other):
    second = PrisonerFactory(partner=record.partner, writable=True)
    made = prepare([record, second], editor)

    leave_out(made.people.get(prisoner=second), by=other)
    confirm(made, other)

    assert (status_of(record), status_of(second)) == (Status.EXCHANGED, Status.SENTENCED)


def test_leaving_out_the_last_one_ends_it(prepared, other):
    left = leave_out(prepared.people.get(), by=other)

    assert left.ended_by == other


# --- By whom --------------------------------------------------------------------------------------
def test_whoever_prepared_it_does_not_confirm_it(prepared, editor, record):
    with pytest.raises(PermissionDenied):
        confirm(prepared, editor)
    assert status_of(record) == Status.SENTENCED


@pytest.mark.parametrize(("days", "is_second"), [(0, False), (6, False), (8, True)])
def test_whom_the_preparer_invited_of_late_is_no_second_person(days, is_second, record):
    preparer, invited = employ_coordinator(), employ_coordinator("invited")
    at = timezone.now() - timedelta(days=days)
    Invitation.objects.create(by=preparer, account=invited, sent_at=at, used_at=at)
    made = prepare([record], preparer)

    if is_second:
        assert confirm(made, invited).confirmed_by == invited
    else:
        with pytest.raises(PermissionDenied):
            confirm(made, invited)
    assert (status_of(record) == Status.EXCHANGED) is is_second


@pytest.mark.both_databases
def test_the_database_knows_no_announcement_by_one_person(prepared, editor):
    with pytest.raises(IntegrityError):
        Announcement.objects.update(confirmed_by=editor)


@pytest.mark.parametrize("who", ["other", "moderator", "coordinator"])
def test_another_person_of_the_partner_or_a_coordinator_confirms(who, prepared, record, request):
    by = employ_coordinator() if who == "coordinator" else request.getfixturevalue(who)

    assert confirm(prepared, by).confirmed_by == by
    assert status_of(record) == Status.EXCHANGED


def test_a_stranger_neither_prepares_nor_confirms_nor_ends(prepared, record, stranger):
    for act in (
        lambda: prepare([record], stranger),
        lambda: confirm(prepared, stranger),
        lambda: end_announcement(prepared, by=stranger),
        lambda: leave_out(prepared.people.get(), by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_account_that_is_closed_has_prepared_nothing(prepared, editor, other):
    editor.is_active = False
    editor.save()

    with pytest.raises(PermissionDenied):
        confirm(prepared, other)


def test_a_coordinator_prepares_for_several_partners_an_announcement_each(record):
    second = PrisonerFactory(partner=PartnerFactory(slug="pen"), writable=True)

    made = prepare_announcement([record, second], by=employ_coordinator(), **SAID)

    assert [(each.partner.slug, each.people.get().prisoner) for each in made] == [
        (record.partner.slug, record),
        ("pen", second),
    ]


# --- Confirmed ------------------------------------------------------------------------------------
def test_a_confirmed_announcement_changes_status_stay_step_source_and_check(record, editor, other):
    record.detentions.set([Detention(facility=record.facility, from_date=date(2025, 1, 1))])
    record.save()
    record.verifications.update(verified_on=date(2026, 8, 1))
    confirm(prepare([record], editor, precision=DatePrecision.MONTH), other)

    record = Prisoner.objects.get()
    assert (record.status, record.status_since, record.status_since_precision) == ("exchanged", DAY, "month")
    assert record.facility is None
    stay, step, source = record.detentions.get(), record.case_events.get(), record.sources.get()
    assert (stay.to_date, stay.to_precision) == (DAY, "month")
    assert (step.kind, step.date, step.date_precision) == (EventKind.EXCHANGED, DAY, "month")
    assert (source.url, source.kind, source.groups) == (URL, "official", ["place"])
    check = record.verifications.get(group=FactGroup.PLACE)
    assert (check.verified_on, check.verified_by, check.source_url) == (DAY, other, URL)
    assert record.updates.get().changed_on == timezone.localdate()
    assert record.facts.events[0].kind == EventKind.EXCHANGED
    assert AnnouncedPerson.objects.get().announced_at


def test_a_draft_that_waits_says_the_same_once_it_is_approved(record, editor, other):
    draft = record.get_latest_revision_as_object() if record.latest_revision else record
    draft.name_en = "Another Spelling"
    draft.save_revision(user=editor)
    confirm(prepare([record], editor), other)

    Prisoner.objects.get().latest_revision.publish()

    assert (status_of(record), Prisoner.objects.get().name_en) == (Status.EXCHANGED, "Another Spelling")


def test_a_claim_that_said_so_is_settled_and_others_wait_on(record, editor, other):
    for field, value in (("status", "exchanged"), ("status", "released"), ("name_en", "X")):
        Claim.objects.create(prisoner=record, field=field, value=value, needs_decision=True)
    confirm(prepare([record], editor), other)

    assert set(record.claims.to_decide().values_list("value", flat=True)) == {"released", "X"}


def test_somebody_without_a_public_page_is_announced_and_stays_without_one(editor, other, record):
    hidden = PrisonerFactory(partner=record.partner, writable=True, live=False)
    confirm(prepare([hidden], editor), other)

    assert (status_of(hidden), Prisoner.objects.get(pk=hidden.pk).live) == (Status.EXCHANGED, False)


def test_families_must_know_before_it_is_announced(record, editor, other):
    made = prepare([record], editor, family_knows=False)
    with pytest.raises(ValidationError, match="family must know"):
        confirm(made, other)

    assert confirm(made, other, family_knows=True).family_knows


def test_a_record_changed_after_the_confirmer_looked_is_looked_at_again(prepared, record, other):
    seen = prepared.seen
    transfer_place(record, facility=FacilityFactory(name_ru="ИК-9"), on=DAY, by=None)

    with pytest.raises(ValidationError, match="Look at it once more"):
        confirm(prepared, other, seen=seen)
    assert prepared.people.get().is_changed
    assert confirm(prepared, other).confirmed_at


def test_a_record_handed_over_meanwhile_is_not_announced(prepared, record, other):
    Prisoner.objects.update(partner=PartnerFactory(slug="pen"))

    with pytest.raises(ValidationError, match="another partner now"):
        confirm(prepared, other)


@pytest.mark.full(LONG)
def test_whoever_is_handed_over_is_left_out_of_what_waits(record, editor, other):
    second, by = PrisonerFactory(partner=record.partner, writable=True), employ_coordinator()
    made = prepare([record, second], editor)
    hand_over(record, to=PartnerFactory(slug="pen", section=True), by=by)

    assert not Prisoner.objects.get(pk=record.pk).is_being_announced
    assert [each.prisoner for each in made.people.all()] == [second]
    confirm(made, other)
    assert (status_of(record), status_of(second)) == (Status.SENTENCED, Status.EXCHANGED)


def test_handing_over_the_only_one_ends_the_announcement(prepared, record):
    by = employ_coordinator()
    hand_over(record, to=PartnerFactory(slug="pen", section=True), by=by)

    assert Announcement.objects.get().ended_by == by


def test_an_edit_alone_still_announces_nothing_afterwards(prepared, record, other):
    confirm(prepared, other)
    record = Prisoner.objects.get()
    record.status = Status.DETAINED  # arrested again
    record.save()

    record.status = Status.EXCHANGED
    with pytest.raises(ValidationError, match="announced by two"):
        record.save()


class Killed(BaseException):
    """The process ends between two statements."""


class KilledAfter:
    """Lets so many writing statements through, and then ends."""

    def __init__(self, writes):
        self.writes, self.seen = writes, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if self.seen == self.writes:
                raise Killed
            self.seen += 1
        return execute(sql, params, many, context)


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_what_ends_between_two_statements_leaves_nothing_half_announced(record, editor, other):
    people = [record, PrisonerFactory(partner=record.partner, writable=True)]
    made, whole = prepare(people, editor), KilledAfter(-1)
    with transaction.atomic(), connection.execute_wrapper(whole):
        confirm(made, other)
        transaction.set_rollback(True)

    for writes in {*range(0, whole.seen, whole.seen // 8), whole.seen - 1}:
        with pytest.raises(Killed), connection.execute_wrapper(KilledAfter(writes)):
            confirm(made, other)
        assert {status_of(each) for each in people} == {Status.SENTENCED}
        assert Announcement.objects.get().is_waiting
        assert not ModelLogEntry.objects.filter(action__endswith="confirm_announcement").exists()

    confirm(made, other)
    assert {status_of(each) for each in people} == {Status.EXCHANGED}


def test_each_act_is_in_the_history_of_the_record(prepared, record, other):
    confirm(prepared, other)

    entries = ModelLogEntry.objects.for_instance(record).filter(action__contains="announcement")
    assert {(entry.action, entry.data["announcement"]) for entry in entries} == {
        ("prisoner_pages.prepare_announcement", prepared.pk),
        ("prisoner_pages.confirm_announcement", prepared.pk),
    }
