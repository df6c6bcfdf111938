from itertools import product

import pytest

from prisoner_pages import can_be_written_to, policies
from prisoner_pages.choices import FacilityMail, FactGroup, MailStatus, Scope, Status
from prisoner_pages.models import Facility, Prisoner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales

TABLES = [
    (policies.BASES_FOR_SCOPE, Scope),
    (policies.FRESH_DAYS, FactGroup),
    (can_be_written_to.CALL_FOR_STATUS, Status),
    (can_be_written_to.CALL_FOR_MAIL_STATUS, MailStatus),
    (can_be_written_to.CALL_FOR_FACILITY, FacilityMail),
]


@pytest.mark.parametrize(("table", "choices"), TABLES)
def test_every_table_answers_for_every_choice(table, choices):
    assert set(table) == set(choices)


@pytest.mark.django_db
def test_the_query_and_the_page_agree_on_who_takes_letters():
    open_locales("uk")
    for status, mail in product(Status, MailStatus):
        for scopes in ([Scope.NAME], [Scope.NAME, Scope.LETTERS], [Scope.LETTERS]):
            PrisonerFactory(status=status, mail_status=mail, bases=scopes, stories=[])

    open_to_letters = set(Prisoner.objects.accepting_letters())

    for record in Prisoner.objects.all():
        takes = record.is_public and record.call_to_action.takes_letters
        assert takes == (record in open_to_letters), record.status


@pytest.mark.django_db
def test_a_closed_place_holds_letters_and_never_refuses_them():
    open_locales("uk")
    for mail in FacilityMail:
        place = Facility.objects.create(name_ru=mail, mail_status=mail)
        record = PrisonerFactory(writable=True, facility=place, stories=[])
        assert record.call_to_action.takes_letters
