"""F23: a clock that is wrong deletes nothing early, publishes nothing early, and leaves nobody logged in."""

import random
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.health.actions.watching import is_time_to_look, look_at_health
from home.health.read_models import clock_is_believed
from home.jobs import queue
from home.jobs.actions import clock
from home.jobs.actions.clock import by_a_clock_that_is_right, may_be_ahead, note_time
from home.jobs.queue import Job
from home.models import StaffSession
from home.registry import provided_by_name
from tests import faults
from tests.factories.login import (
    code_of,
    enter_code,
    enter_password,
    give_app,
    give_codes,
    led_to,
    staff_account,
)
from tests.tiers import RARE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.faults, pytest.mark.full(RARE)]
START = datetime(2026, 11, 2, 10, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Host:
    """A host whose clock is `ahead` of the true time; its worker notes the time as it does."""

    def __init__(self):
        self.true, self.ahead = START, timedelta(0)
        with self.clock():
            note_time()

    def clock(self):
        return time_machine.travel(self.true + self.ahead, tick=False)

    def leap(self, by):
        self.ahead += by

    def work(self, span, *, every=timedelta(minutes=30)):
        """Work on for so long in true time."""
        end = self.true + span
        while self.true < end:
            self.true += min(every, end - self.true)
            with self.clock():
                note_time()

    def doubts(self):
        with self.clock():
            return may_be_ahead() is not None


@pytest.fixture
def host(db, monkeypatch):
    """A machine that does not know whether its time is that of the world."""
    monkeypatch.setattr(clock, "is_synchronised", lambda: False)
    return Host()


def test_a_clock_that_goes_on_is_believed_also_after_a_restart_and_a_summer_time(host):
    host.work(DAY)
    host.work(timedelta(minutes=119), every=timedelta(minutes=119))

    assert not host.doubts()


def test_a_leap_is_doubted_before_the_worker_has_noted_it(host):
    host.leap(DAY)

    assert host.doubts()


def test_a_clock_that_was_behind_is_doubted_when_it_is_set_right_and_costs_a_look(host):
    host.leap(-DAY)
    host.work(MINUTE, every=MINUTE)
    assert not host.doubts(), "late, never early"

    host.leap(DAY)
    assert host.doubts()


@pytest.mark.parametrize("seed", faults.RUNS)
def test_nothing_that_is_due_by_a_wrong_day_is_done_before_its_true_day(host, seed):
    """Whatever the clock does, a job that waits for it runs by a day that has truly come."""
    chance, early = random.Random(seed), 0
    for _leap in range(6):
        host.leap(timedelta(hours=chance.choice([-400, -30, -24, 24, 25, 400])))
        for _hour in range(chance.randint(1, 40)):
            host.work(timedelta(hours=1))
            early += not host.doubts() and host.ahead > clock.LEAP

    faults.tell("F23 early", lost=early)


def test_a_leap_is_doubted_for_as_long_as_the_machine_does_not_know_better(host, monkeypatch):
    host.leap(DAY)
    host.work(30 * DAY, every=MINUTE * 100)
    assert host.doubts()

    monkeypatch.setattr(clock, "is_synchronised", lambda: True)
    assert not host.doubts()
    monkeypatch.setattr(clock, "is_synchronised", lambda: False)

    host.work(DAY)
    assert not host.doubts()


@pytest.mark.parametrize(("says", "is_so"), [("yes", True), ("no", False), ("", False)])
def test_the_machine_is_asked_and_one_that_cannot_tell_does_not_know(says, is_so, tmp_path, monkeypatch):
    program = tmp_path / "timedatectl"
    program.write_text(f"#!/bin/sh\necho {says}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert clock.is_synchronised() is is_so

    monkeypatch.setenv("PATH", "/nowhere")
    assert not clock.is_synchronised()


def test_a_clock_that_is_set_right_again_is_believed_at_once(host):
    host.leap(DAY)
    host.work(timedelta(hours=3))
    host.leap(-DAY)
    host.work(MINUTE, every=MINUTE)

    assert not host.doubts()


def test_doctor_tells_how_far_and_what_to_do_and_is_content_once_somebody_says_it_is_right(host, capsys):
    host.leap(timedelta(days=400))
    host.work(MINUTE, every=MINUTE)
    with host.clock():
        assert clock_is_believed() == (
            "400 days ahead, or no worker worked for so long: nothing is deleted by its day"
        )
        with pytest.raises(CommandError, match="nothing was deleted: this clock says 2027-12-07") as refusal:
            call_command("keep_times")
        assert "--clock-is-right" in str(refusal.value)

        call_command("keep_times", clock_is_right=True)

        assert clock_is_believed() == "" and may_be_ahead() is None


def test_jobs_that_delete_or_publish_by_a_day_wait_for_the_clock(host):
    known = provided_by_name("jobs")
    guarded = by_a_clock_that_is_right(len).__code__
    waiting = {name for name, job in known.items() if getattr(job.run, "__code__", None) is guarded}

    assert waiting == {
        *("letters.keep_times", "letters.close_days", "home.forget_invitations", "home.follow_schedule"),
        *("home.forget_addresses", "home.forget_sessions"),
        *("headless.forget_events", "translation.purge_deleted", "translation.publish_due"),
        *("prisoner_pages.forget_bulk_changes", "prisoner_pages.forget_lists"),
        *("prisoner_pages.forget_merges", "prisoner_pages.forget_tellers"),
    }
    # The others of a day: whoever adds one says here that it deletes nothing by its day.
    assert {name for name, job in known.items() if job.every is queue.Turn.DAY} - waiting == {
        # take what is over from who had it, and hide what may be shown no more: wrong, it can be given back
        *("letters.close_doors", "translation.close_ended", "prisoner_pages.withdraw_ended_pictures"),
        # compare what is with what was, and tell
        *("translation.look_through", "headless.look_at_calendar", "letters.tell_of_late", "verify_digest"),
        # say anew what notes on the post come to, and how long letters took
        *("prisoner_pages.settle_post", "letters.note_weeks"),
        # learn anew from what is there: what the search finds, which a wrong day narrows until the next one,
        # and what the database knows of its tables
        *("home.index_search", "home.keep_statistics"),
    }


@pytest.mark.django_db(transaction=True)
def test_a_job_that_waits_is_no_failure_and_is_done_when_the_clock_is_right(host, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    done = []
    monkeypatch.setitem(
        queue.known_jobs(), "tests.delete", Job(by_a_clock_that_is_right(lambda: done.append(1)))
    )
    queue.enqueue("tests.delete")
    host.leap(DAY)
    host.work(MINUTE, every=MINUTE)
    with host.clock():
        call_command("worker", once=True)
    row = DBTaskResult.objects.get(args_kwargs__kwargs__name="tests.delete")
    assert (done, row.status) == ([], TaskResultStatus.READY)

    host.leap(-DAY)
    host.work(timedelta(minutes=2), every=MINUTE)
    DBTaskResult.objects.filter(pk=row.pk).update(run_after=START - DAY)
    with host.clock():
        call_command("worker", once=True)

    faults.tell("F23 jobs", lost=int(not done), doubled=max(0, len(done) - 1))


def test_worker_looks_at_health_also_after_the_clock_went_back():
    with time_machine.travel(timezone.now() + DAY):
        look_at_health()

    assert is_time_to_look()


@pytest.mark.parametrize("leap", [DAY, -DAY])
def test_a_session_ends_when_the_clock_leaps_and_a_new_login_is_whole(leap, admin_client, client, admin_user):
    assert admin_client.get("/admin/").status_code == 200
    with time_machine.travel(timezone.now() + leap):
        told = admin_client.get("/admin/")
        client.force_login(admin_user)
        again = client.get("/admin/")

        assert (told.status_code, again.status_code) == (302, 200)

    # Set right again: what began by the wrong clock is over as well.
    assert client.get("/admin/").status_code == 302
    assert StaffSession.objects.count() >= 1


def test_codes_of_apps_are_refused_by_a_wrong_clock_and_a_recovery_code_is_taken(settings, client):
    settings.SECOND_STEP = True
    cache.clear()
    user = staff_account()
    give_app(user)
    spare, of_the_app = give_codes(user)[0], code_of()
    with time_machine.travel(timezone.now() + DAY):
        enter_password(client)
        refused = enter_code(client, of_the_app)
        taken = enter_code(client, spare)

    assert (led_to(refused), led_to(taken)) == ("", "/admin/")
