"""What a list brings with its people, the bases above all, is what each of them has alone."""

from datetime import date

import pytest
import time_machine

from prisoner_pages.choices import Basis, Scope
from prisoner_pages.consents.actions.consents import withdraw_consent
from prisoner_pages.models import Consent, Prisoner
from prisoner_pages.people.read_models import checked_facts
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.tiers import first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def people():
    """One with several bases, one of which ends and one of which was withdrawn; one with none."""
    open_locales("uk")
    person = PrisonerFactory(slug="several", bases=[Scope.NAME, Scope.LETTERS, Scope.HOME], stories=[])
    Consent.objects.create(prisoner=person, scope=Scope.PHOTO, basis=Basis.GIVEN, expires_on=date(2026, 3, 1))
    withdraw_consent(person.consents.get(scope=Scope.HOME), by=None)
    PrisonerFactory(slug="none", bases=[], stories=[])


HELD = {date(2026, 3, 1): {"name", "letters", "photo"}, date(2026, 3, 2): {"name", "letters"}}


@pytest.mark.parametrize("day", HELD)
def test_cards_bring_the_bases_that_hold_and_no_other(people, day, django_assert_num_queries):
    with time_machine.travel(day, tick=False):
        found = {each.slug: each for each in Prisoner.objects.for_cards()}

        with django_assert_num_queries(0):
            brought = {slug: each.bases for slug, each in found.items()}

        assert brought == {"several": HELD[day], "none": set()}
        assert brought == {each.slug: each.bases for each in Prisoner.objects.all()}


@pytest.mark.parametrize("at_once", first_of([1, 2, 3, 5, 6]))
def test_nobody_loses_anything_where_one_question_ends_and_the_next_begins(at_once, monkeypatch):
    open_locales("uk")
    people = [PrisonerFactory(writable=True) for _number in range(5)]
    for each in people[1::2]:
        withdraw_consent(each.consents.get(scope=Scope.LETTERS), by=None)
    monkeypatch.setattr(checked_facts, "PEOPLE_A_QUESTION", at_once)

    known = checked_facts.with_all_known(Prisoner.objects.order_by("pk"), and_stories=True)

    assert [each.pk for each in known] == [each.pk for each in people]
    assert [each.bases for each in known] == [{"name", "letters"}, {"name"}] * 2 + [{"name", "letters"}]
    assert [each.place_verified_on for each in known] == [
        Prisoner.objects.get(pk=each.pk).place_verified_on for each in people
    ]
    assert all(each.place_verified_on and each.told_in == {"uk"} for each in known)
