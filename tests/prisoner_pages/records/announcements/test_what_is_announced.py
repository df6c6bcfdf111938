"""What may be announced of whom: after which status, on which day, by which source, and for how many."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from prisoner_pages.choices import DatePrecision, FactGroup, SourceKind, Status
from prisoner_pages.models import Detention, Prisoner
from prisoner_pages.policies import ANNOUNCED_AFTER, ANNOUNCED_EVENTS, ANNOUNCED_STATUSES
from prisoner_pages.records.actions import announcements
from tests.factories.prisoner_pages import PrisonerFactory
from tests.prisoner_pages.records.announcements.announcing_world import (
    DAY,
    confirm,
    in_english,
    other,
    prepare,
    prepared,
)
from tests.tiers import first_of

__all__ = ["in_english", "other", "prepared"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_tables_of_announcements_are_whole():
    assert set(ANNOUNCED_AFTER) == set(ANNOUNCED_EVENTS) == ANNOUNCED_STATUSES
    assert all(status not in before for status, before in ANNOUNCED_AFTER.items())


@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("status", sorted(ANNOUNCED_STATUSES))
def test_a_status_is_announced_only_after_those_of_the_table(status, before, record, editor):
    Prisoner.objects.filter(pk=record.pk).update(status=before)

    if before in ANNOUNCED_AFTER[status]:
        assert prepare([record], editor, status=status).is_waiting
    else:
        with pytest.raises(ValidationError, match=str(Prisoner.objects.get().name_uk)):
            prepare([record], editor, status=status)


def test_nobody_is_announced_without_a_source(record, editor):
    with pytest.raises(ValidationError, match="page that says so"):
        prepare([record], editor, source_url="")


def test_what_a_family_says_needs_no_page_and_is_not_shown(record, editor, moderator):
    made = prepare([record], editor, source_kind=SourceKind.FAMILY, source_url="https://example.org/private")
    confirm(made, moderator)

    record = Prisoner.objects.get()
    assert not record.sources.get(url="https://example.org/private").is_public
    assert record.facts.sources == []
    assert record.verifications.get(group=FactGroup.PLACE).source_url == ""


def test_a_day_to_come_and_one_before_the_stay_are_refused(record, editor):
    with pytest.raises(ValidationError, match="still to come"):
        prepare([record], editor, on=date(2999, 1, 1))
    record.detentions.set([Detention(facility=record.facility, from_date=date(2026, 9, 20))])
    record.save()
    with pytest.raises(ValidationError, match="began after this date"):
        prepare([record], editor)


BEGAN = date(2026, 9, 20)


@pytest.mark.parametrize(
    ("on", "precision", "ends"),
    first_of(
        [
            (date(2026, 8, 1), "month", None),
            (date(2025, 1, 1), "year", None),
            (BEGAN, "before", BEGAN),
            (date(2026, 9, 19), "before", None),
            (date(2026, 9, 1), "month", BEGAN),
            (date(2026, 1, 1), "year", BEGAN),
            (date(2026, 9, 1), "after", BEGAN),
            (date(2026, 10, 1), "month", date(2026, 10, 1)),
        ]
    ),
)
def test_no_stay_ends_before_it_began(on, precision, ends, record, editor, other):
    record.detentions.set([Detention(facility=record.facility, from_date=BEGAN)])
    record.save()
    if ends is None:
        with pytest.raises(ValidationError, match="began after this date"):
            prepare([record], editor, on=on, precision=precision)
        return

    confirm(prepare([record], editor, on=on, precision=precision), other)

    stay = Prisoner.objects.get().detentions.get()
    assert (stay.to_date, stay.to_precision) == (ends, precision)


def test_a_stay_that_began_before_some_day_can_have_ended_earlier(record, editor, other):
    stay = Detention(facility=record.facility, from_date=BEGAN, from_precision=DatePrecision.BEFORE)
    record.detentions.set([stay])
    record.save()

    confirm(prepare([record], editor), other)

    assert Prisoner.objects.get().detentions.get().to_date == DAY


def test_an_announcement_of_nobody_or_of_too_many_is_refused(record, editor, monkeypatch):
    with pytest.raises(ValidationError, match="at least one"):
        prepare([], editor)
    monkeypatch.setattr(announcements, "MOST_PEOPLE", 1)
    with pytest.raises(ValidationError, match="At most"):
        prepare([record, PrisonerFactory(partner=record.partner)], editor)


def test_somebody_twice_in_the_list_is_announced_once(record, editor):
    assert prepare([record, record], editor).people.count() == 1


def test_one_announcement_at_a_time_waits_for_a_person(prepared, record, other):
    with pytest.raises(ValidationError, match="already waits"):
        prepare([record], other, status=Status.DIED)
