"""Whoever holds the public host's database user never ends its transactions: nobody waits for long."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models.signals import post_migrate, pre_migrate

from cms.grants import sessions
from cms.grants.sessions import end_long_transactions, sessions_can_be_ended
from cms.grants.statements import for_administrator
from home.site.views.errors import server_error
from letters.handling.actions.transitions import lock_letter, lock_letters, lock_with_recipient
from tests.cms.grants.public_user import only_postgresql, user_who_logs_in
from tests.letters.conftest import make_world
from tests.letters.desk_world import make_letter
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases, only_postgresql]


@contextmanager
def open_transaction(**who):
    """A second connection with a transaction that is not ended; yields its cursor."""
    other = connection.copy()
    other.settings_dict = {**other.settings_dict, **who}
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1")
            yield cursor
    finally:
        other.close()


def is_open(cursor):
    try:
        cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


@pytest.mark.parametrize(("longest", "stays"), [(timedelta(0), False), (timedelta(hours=1), True)])
def test_long_transactions_of_that_user_are_ended_and_nobody_elses(monkeypatch, longest, stays):
    monkeypatch.setattr(sessions, "LONGEST", longest)
    with user_who_logs_in() as user:
        public = {"USER": user, "PASSWORD": "of this test", "HOST": "127.0.0.1"}
        with open_transaction(**public) as theirs, open_transaction() as ours:
            theirs.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")

            end_long_transactions()

            assert (is_open(theirs), is_open(ours)) == (stays, True)


def test_whoever_owns_the_database_may_end_them_once_the_administrator_has_said_so():
    with user_who_logs_in() as user, connection.cursor() as cursor:
        cursor.execute("SET ROLE pg_monitor")
        before = sessions_can_be_ended()
        cursor.execute("RESET ROLE")

        name = connection.settings_dict["NAME"]
        said = [line for line in for_administrator(user, name) if "pg_get_userbyid" in line]
        cursor.execute(said[0])
        cursor.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [user])

        assert user in before and cursor.fetchone() == (True,) and sessions_can_be_ended() == ""


@pytest.mark.full(LONG)
def test_what_arrives_for_ever_keeps_no_letter_from_being_worked_on():
    letter = make_letter(make_world())
    with open_transaction() as arriving, connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '3s'")
        # As the check of a log entry's foreign key does.
        arriving.execute("SELECT 1 FROM letters_letter WHERE id = %s FOR KEY SHARE", [letter.pk])

        with transaction.atomic():
            assert lock_letter(letter) == lock_with_recipient(letter) == letter
            assert set(lock_letters([letter.pk])) == {letter.pk}
        cursor.execute("RESET lock_timeout")


@pytest.mark.full(LONG)
def test_whoever_waits_for_a_row_in_vain_is_told_to_come_again_in_a_while(rf):
    letter, answer = make_letter(make_world()), None
    with open_transaction() as colleague, connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("8s",)
        colleague.execute("SELECT 1 FROM letters_letter WHERE id = %s FOR UPDATE", [letter.pk])
        cursor.execute("SET lock_timeout = '100ms'")
        try:
            with transaction.atomic():
                lock_letter(letter)
        except OperationalError:
            answer = server_error(rf.post("/admin/letters/"))
        cursor.execute("RESET lock_timeout")

    assert answer is not None and answer.status_code == 503


def test_changes_of_tables_wait_longer_than_a_visitor_and_nothing_after_them_does():
    waits, home = [], apps.get_app_config("home")
    about = {"app_config": home, "verbosity": 0, "interactive": False, "using": "default", "plan": []}
    with connection.cursor() as cursor:
        for signal in (pre_migrate, post_migrate):
            signal.send(sender=home, apps=apps, **about)
            cursor.execute("SHOW lock_timeout")
            waits.append(cursor.fetchone())

    assert waits == [("5min",), ("8s",)]
