"""A pause takes hold at once, whatever somebody who holds the public host keeps open."""

import pytest
from django.db import connection

from prisoner_pages.models import Prisoner
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.cms.grants.public_user import only_postgresql
from tests.factories.prisoner_pages import PrisonerFactory, open_locales

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases, only_postgresql]


@pytest.fixture
def impatient():
    """Whoever waits for a lock gives up after three seconds, in this test alone."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '3s'")
        yield
        cursor.execute("RESET lock_timeout")


@pytest.fixture
def arriving():
    """A second connection, in whose transaction a letter arrives that never ends."""
    other = connection.copy()
    other.set_autocommit(False)
    yield other
    other.rollback()
    other.close()


def test_a_letter_that_arrives_for_ever_keeps_no_pause_waiting(arriving, impatient):
    open_locales("uk")
    person = PrisonerFactory(writable=True)
    with arriving.cursor() as cursor:  # as the check of its foreign key does
        cursor.execute("SELECT 1 FROM prisoner_pages_prisoner WHERE id = %s FOR KEY SHARE", [person.pk])

    pause_prisoner(person, by=None)

    assert Prisoner.objects.get(pk=person.pk).paused_at
