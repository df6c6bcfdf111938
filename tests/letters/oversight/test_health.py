"""Desks that nobody attends, and wishes of visitors that nobody carries out, are told by the doctor."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from letters.models import DeskMember, Letter, WriterRequest
from letters.oversight.read_models.health import desks_are_attended, requests_are_done, requests_waiting
from tests.letters.conftest import make_screener

pytestmark = pytest.mark.django_db


def stored(world):
    letter = Letter(prisoner=world, code_digest="c", idempotency_key="k")
    letter.save()
    return letter


def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def test_desk_with_letters_and_no_seat(world):
    screener = make_screener(world.partner, "screener")
    assert desks_are_attended() == ""
    stored(world)
    assert desks_are_attended() == ""

    DeskMember.objects.filter(user=screener).update(until=timezone.localdate() - timedelta(days=1))

    assert desks_are_attended() == f"{world.partner.slug}: letters wait and nobody has a seat"


def test_desk_where_nobody_has_done_anything_for_long(world):
    make_screener(world.partner, "screener")
    stored(world)

    with in_days(13):
        assert desks_are_attended() == ""
    with in_days(15):
        assert "nobody has done anything for 14 days" in desks_are_attended()


def test_letters_that_are_held_for_long(world):
    make_screener(world.partner, "screener")
    letter = stored(world)
    Letter.objects.filter(pk=letter.pk).update(
        held_because="in_transfer", held_since=timezone.localdate() - timedelta(days=31)
    )

    assert "held for more than 30 days" in desks_are_attended()


def test_wish_of_a_visitor_that_waits():
    WriterRequest.objects.create(kind="erase_mail", sealed="v1:x", asked_at=timezone.now())
    assert requests_are_done() == ""

    with time_machine.travel(timezone.now() + timedelta(minutes=40)):
        assert requests_are_done() == "1 waits, the oldest for 40 minutes"
    assert requests_waiting()["erase_mail"] == 1 and sum(requests_waiting().values()) == 1
