"""The bases that a list brings with its people are those that each of them has alone."""

from datetime import date

import pytest
import time_machine

from prisoner_pages.choices import Basis, Scope
from prisoner_pages.consents.actions.consents import withdraw_consent
from prisoner_pages.models import Consent, Prisoner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales

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
