"""Letters that wait too long: shown to the coordinators of their desk, and told daily without content."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.jobs import queue
from home.jobs.actions.outbox import send_due
from letters.choices.desk import DeskRole
from letters.choices.letters import Keeping, LetterState
from letters.erasure.actions.late import TELL_OF_LATE, tell_of_late
from letters.models import Letter, RetentionRule
from tests.letters.conftest import make_member
from tests.letters.desk_world import make_letter
from tests.standing import standing

LATE = "/admin/letters/?step=all&late=late"


def letter_of(world, days, **facts):
    return make_letter(world, received_on=timezone.localdate() - timedelta(days=days), **facts)


@standing
def head(world):
    return make_member(world.partner, "head", DeskRole.COORDINATOR)


@pytest.fixture(autouse=True)
def _logged_in(client, head):
    client.force_login(head)


def shown(client):
    return {row.letter for row in client.get(LATE).context["rows"]}


@pytest.mark.both_databases
def test_unsent_letters_are_found_from_the_hundred_and_fiftieth_day(client, world, head):
    late = {letter_of(world, 150), letter_of(world, 200, state=LetterState.PRINTED)}
    letter_of(world, 149)
    letter_of(world, 160, state=LetterState.POSTED)
    letter_of(world, 160, state=LetterState.REJECTED)

    assert shown(client) == late
    assert client.get("/admin/letters/desks/").context["late_count"] == 2
    assert "late=late" in client.get("/admin/letters/").content.decode()


@pytest.mark.both_databases
def test_shorter_time_of_keeping_is_told_as_much_earlier(client, world, head):
    letter = letter_of(world, 100)
    RetentionRule.objects.create(kind=Keeping.UNSENT, days=130)

    assert shown(client) == {letter}


def test_others_are_not_shown_the_way(client, world, head):
    client.force_login(make_member(world.partner, "screener", DeskRole.SCREENER))

    assert "late=late" not in client.get("/admin/letters/").content.decode()


@pytest.mark.both_databases
def test_list_of_late_letters_costs_what_the_queue_may(client, world, head, django_assert_max_num_queries):
    letter_of(world, 151)
    client.get(LATE)

    with django_assert_max_num_queries(13):  # one more than the queue: the times of keeping
        client.get(LATE)


def test_coordinators_of_that_desk_are_told_without_content(world, head, other_partner, mailoutbox):
    make_member(other_partner, "other-head", DeskRole.COORDINATOR)
    make_member(world.partner, "screener", DeskRole.SCREENER)
    letter = letter_of(world, 151, body="CANARY-BODY")

    tell_of_late()
    send_due()

    assert [mail.to for mail in mailoutbox] == [["head@staff.example"]]
    said = mailoutbox[0].subject + mailoutbox[0].body
    assert LATE in said
    assert not [word for word in ("CANARY", str(letter.uuid), world.name_uk) if word in said]


def test_mail_is_not_sent_when_the_letters_have_gone(world, head, mailoutbox):
    letter_of(world, 151)
    tell_of_late()
    Letter.objects.update(state=LetterState.POSTED)

    send_due()

    assert not mailoutbox


def test_job_runs_each_day():
    assert queue.known_jobs()[TELL_OF_LATE].every is queue.Turn.DAY


def test_the_mail_leads_to_the_host_of_the_staff(world, head, mailoutbox, settings):
    settings.STAFF_URL = "https://staff.example.org"
    settings.SITE_URL = "https://letters.example.org"
    letter_of(world, 151)

    tell_of_late()
    send_due()

    assert f"https://staff.example.org{LATE}" in mailoutbox[0].body
    assert "letters.example.org" not in mailoutbox[0].body
