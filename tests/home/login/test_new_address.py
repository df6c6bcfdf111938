"""Whoever had the address of an account is told when it gets another, whoever changed it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from home.jobs.actions.outbox import send_due
from home.login.actions.mails import ADDRESS_KEPT, forget_addresses
from home.models import FormerAddress, Outbox
from tests.factories.login import log_in_fully, staff_account

pytestmark = pytest.mark.django_db
NEW = "new@example.org"


@pytest.fixture
def told(mailoutbox):
    def send():
        send_due()
        return [mail.to[0] for mail in mailoutbox]

    return send


def change(client, user, **fields):
    sent = {"username": user.username, "email": user.email, "first_name": "Анна", "last_name": "Вигадана"}
    return client.post(f"/admin/users/edit/{user.pk}/", {**sent, "is_active": "on", **fields})


def test_an_administrator_changes_somebodys_address(client, anna, told, mailoutbox):
    olena = staff_account("olena", is_superuser=False)
    log_in_fully(client, anna)

    change(client, olena, email=NEW)

    assert sorted(told()) == [NEW, "olena@example.org"]
    for mail in mailoutbox:
        assert "Адресу" in mail.subject
        for private in (NEW, "olena", "anna"):
            assert private not in mail.subject + mail.body


def test_its_owner_changes_it(client, anna, told):
    log_in_fully(client, anna)

    change(client, anna, email=NEW, is_superuser="on")

    assert sorted(told()) == ["anna@example.org", NEW]


def test_a_command_changes_it(anna, told):
    anna.email = NEW
    anna.save(update_fields=["email"])

    assert sorted(told()) == ["anna@example.org", NEW]


def test_who_changes_it_twice_before_the_mail_leaves_tells_both(anna, told):
    for address in (NEW, "newer@example.org"):
        anna.email = address
        anna.save()

    assert set(told()) == {"anna@example.org", NEW, "newer@example.org"}


def test_nothing_is_told_of_other_changes(client, anna, told):
    log_in_fully(client, anna)

    change(client, anna, first_name="Ганна", is_superuser="on")
    anna.save(update_fields=["last_name"])

    assert told() == [] and not FormerAddress.objects.exists()


def test_an_account_that_had_none_or_has_none_any_more(anna, told):
    anna.email = ""
    anna.save()
    assert told() == ["anna@example.org"]
    anna.email = NEW
    anna.save()

    assert told() == ["anna@example.org"]


def test_the_old_address_is_forgotten_when_the_mail_can_be_tried_no_longer(anna):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        anna.email = NEW
        anna.save()
        clock.shift(ADDRESS_KEPT - timedelta(hours=1))
        forget_addresses()
        assert FormerAddress.objects.exists()
        clock.shift(timedelta(hours=2))
        forget_addresses()

    assert not FormerAddress.objects.exists()
    assert "example.org" not in str(list(Outbox.objects.values()))
