"""Publishing at a time: planned by who may, asked again when it has come, one refused keeps no other back."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.jobs import queue
from home.jobs.actions.daily import queue_watched_jobs
from home.translation.choices import NoticeKind, Right
from home.translation.core.actions.publish import NotReady
from home.translation.models import DeskTranslation, LocaleRole, Notice
from home.translation.permissions import NotYours
from home.translation.publication.actions.schedule import (
    PUBLISH_DUE,
    cancel_publishing,
    plan_publishing,
    publish_due,
    something_is_due,
)
from home.translation.team.actions.roles import end_right
from tests.factories.desk import open_for, source_page, translate_all
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"
LATER = timedelta(hours=2)


@standing
def ready(in_english):
    translate_all(in_english)
    return in_english


@pytest.fixture
def publisher(person, in_english):
    return person("publisher", Right.PUBLISH)


def after(wait):
    return time_machine.travel(timezone.now() + wait, tick=False)


def desk_of(translation):
    return DeskTranslation.objects.get(pk=translation.pk)


@pytest.mark.both_databases
def test_it_becomes_public_when_its_time_has_come_and_not_before(client, ready, publisher):
    plan_publishing(ready, timezone.now() + LATER, by=publisher)

    assert not something_is_due()
    assert publish_due() == 0
    assert client.get("/en/long-text/").status_code == 404
    with after(LATER):
        assert publish_due() == 1
        assert publish_due() == 0
    assert client.get("/en/long-text/").status_code == 200
    assert desk_of(ready).publish_at is None


def test_only_who_may_publish_plans_and_cancels(ready, person, publisher):
    at, translator = timezone.now() + LATER, person("translator", Right.TRANSLATE)
    plan_publishing(ready, at, by=publisher)

    with pytest.raises(NotYours):
        plan_publishing(ready, at, by=translator)
    with pytest.raises(NotYours):
        cancel_publishing(ready, by=translator)

    assert desk_of(ready).publish_by == publisher


def test_what_is_not_ready_or_lies_in_the_past_is_not_planned(in_english, publisher):
    with pytest.raises(NotReady):
        plan_publishing(in_english, timezone.now() + LATER, by=publisher)
    translate_all(in_english)
    with pytest.raises(NotReady):
        plan_publishing(in_english, timezone.now() - LATER, by=publisher)

    assert desk_of(in_english).publish_at is None


def test_a_right_that_ended_meanwhile_refuses_and_says_so(client, ready, publisher):
    plan_publishing(ready, timezone.now() + LATER, by=publisher)
    end_right(LocaleRole.objects.get(user=publisher), by=None)

    with after(LATER):
        assert publish_due() == 0

    assert client.get("/en/long-text/").status_code == 404
    desk = desk_of(ready)
    assert (desk.publish_at, desk.publish_refused_at is None) == (None, False)
    assert Notice.objects.get(user=publisher).kind == NoticeKind.REFUSED


@pytest.mark.both_databases
def test_one_that_is_refused_keeps_no_other_back(client, text, ready, publisher):
    other = open_for(source_page([], slug="other", title="Інша УКР"), "en")[0]
    translate_all(other)
    plan_publishing(ready, timezone.now() + LATER, by=publisher)
    plan_publishing(other, timezone.now() + LATER, by=publisher)
    text.unpublish()

    with after(LATER):
        assert publish_due() == 1

    assert client.get("/en/other/").status_code == 200
    assert client.get("/en/long-text/").status_code == 404


@pytest.mark.both_databases
def test_the_worker_queues_the_job_once_when_something_is_due(ready, publisher, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    plan_publishing(ready, timezone.now() + LATER, by=publisher)
    queue_watched_jobs()
    assert not queue.is_waiting(PUBLISH_DUE)

    with after(LATER):
        queue_watched_jobs()
        queue_watched_jobs()

    queued = DBTaskResult.objects.filter(args_kwargs__kwargs__name=PUBLISH_DUE)
    assert queued.count() == 1


@pytest.mark.full(LONG)
def test_the_dialog_plans_shows_and_cancels(client, ready, publisher):
    client.force_login(publisher)
    address = f"{DESK}{ready.pk}/publish/"

    client.post(f"{address}plan/", {"publish_at": "2099-01-02 10:30"})
    assert timezone.localtime(desk_of(ready).publish_at).strftime("%Y-%m-%d %H:%M") == "2099-01-02 10:30"
    assert "10:30" in client.get(address).content.decode()
    assert "10:30" in client.get(f"{DESK}{ready.pk}/").content.decode()
    assert "10:30" in client.get(DESK).content.decode()

    client.post(f"{address}cancel/")
    assert desk_of(ready).publish_at is None
    for odd in ("", "x", "9999999-01-01 00:00", "2001-01-01 10:00"):
        assert client.post(f"{address}plan/", {"publish_at": odd}).status_code in (400, 409)
