import shutil
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.jobs import queue
from home.jobs.actions.heartbeat import beat
from home.models import Heartbeat
from home.site.views import readiness

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_process_is_alive_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


def test_site_is_ready_when_every_migration_is_there(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        assert client.get("/readyz").status_code == 200


def test_site_is_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="home").last().delete()

    assert client.get("/readyz").status_code == 503


def told(client):
    """Return the status and the reason that `/readyz` gives to somebody who asks some time after the last."""
    readiness.forget()
    response = client.get("/readyz")
    assert response["Cache-Control"] == "no-store"
    return response.status_code, response.content.decode().strip()


def test_site_is_not_ready_without_a_database(client):
    with mock.patch.object(connection, "cursor", side_effect=OperationalError):
        status, reason = told(client)

    assert status == 503
    assert "database" in reason


def test_site_is_not_ready_on_a_full_disk(client, monkeypatch):
    assert told(client) == (200, "ready")

    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: mock.Mock(free=3 * 2**20))

    assert told(client) == (503, "disk full")


@contextmanager
def read_only_database():
    begin, end = {
        "sqlite": ("PRAGMA query_only = on", "PRAGMA query_only = off"),
        "postgresql": ("SET default_transaction_read_only = on", "RESET default_transaction_read_only"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute(end)


@pytest.mark.django_db(transaction=True)
def test_site_is_not_ready_while_its_database_takes_no_writes(client):
    with read_only_database():
        assert told(client) == (503, "database takes no writes")

    assert told(client) == (200, "ready")


def test_site_is_not_ready_when_a_page_cannot_be_made_and_tells_nothing_of_the_fault(client, monkeypatch):
    monkeypatch.setattr(
        "home.site.views.errors.render", mock.Mock(side_effect=ValueError("/srv/secret/place"))
    )

    assert told(client) == (503, "pages cannot be made")


class TestStaticFiles:
    @pytest.fixture
    def static_root(self, settings, tmp_path):
        """A folder for collected files; what this site's pages ask for, without Wagtail's thousand."""
        settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
        settings.STATICFILES_DIRS = [Path(settings.BASE_DIR, "home", "static"), *settings.STATICFILES_DIRS]
        backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
        settings.STATIC_ROOT = tmp_path
        return tmp_path

    @pytest.fixture
    def collected(self, static_root):
        call_command("collectstatic", interactive=False, verbosity=0)
        return static_root

    def test_site_is_not_ready_before_they_are_collected(self, client, static_root):
        assert told(client) == (503, "static files missing")

    @pytest.mark.parametrize("lost", ["home/base.*.css", "staticfiles.json", "home/[!b]*.*.js"])
    def test_site_is_not_ready_when_one_is_gone(self, client, collected, lost):
        assert told(client) == (200, "ready")

        next(collected.glob(lost)).unlink()

        assert told(client) == (503, "static files missing")


class TestWorker:
    @pytest.fixture(autouse=True)
    def _up_for_long(self, monkeypatch):
        """Let this process have run for so long that a worker has had the time to begin."""
        monkeypatch.setattr(readiness, "STARTED", float("-inf"))

    @pytest.fixture
    def clock(self):
        with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False) as clock:
            yield clock

    @pytest.mark.django_db(transaction=True)
    def test_worker_that_works_is_asked_for_in_one_query(self, client, django_assert_max_num_queries):
        call_command("worker", once=True)

        readiness.forget()
        with django_assert_max_num_queries(3):
            assert client.get("/readyz").status_code == 200

    @pytest.mark.parametrize(
        ("minutes", "answer"),
        [(4, (200, "ready")), (6, (503, "worker silent")), (-6, (503, "worker silent"))],
    )
    def test_site_is_not_ready_when_the_worker_has_been_silent_for_long(self, client, clock, minutes, answer):
        beat()

        clock.shift(timedelta(minutes=minutes))

        assert told(client) == answer

    def test_worker_that_comes_back_makes_it_ready_and_leaves_one_row(self, client, clock):
        for _day in range(3):
            beat()
            assert told(client) == (200, "ready")
            clock.shift(timedelta(days=1))
            assert told(client) == (503, "worker silent")

        assert Heartbeat.objects.filter(name="worker").count() == 1
        assert Heartbeat.objects.count() == Heartbeat.objects.values("name").distinct().count()

    def test_worker_at_a_long_job_is_not_dead_until_the_job_is_given_up(self, client, clock):
        beat()
        clock.shift(timedelta(minutes=6))
        DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {"name": "tests.long", "kwargs": {}}},
            task_path=queue.run_job.module_path,
            status=TaskResultStatus.RUNNING,
            started_at=timezone.now() - timedelta(minutes=3),
            run_after=timezone.now(),
            backend_name="default",
        )
        assert told(client) == (200, "ready")

        clock.shift(timedelta(minutes=13))

        assert told(client) == (503, "worker silent")

    def test_worker_that_never_began_is_missed(self, client):
        assert told(client) == (503, "worker silent")

    def test_worker_has_some_minutes_to_begin_after_the_site(self, client, monkeypatch):
        monkeypatch.setattr(readiness, "STARTED", time.monotonic() - 60)

        assert told(client) == (200, "ready")

    def test_public_host_takes_letters_without_a_worker(self, client, settings):
        settings.SITE_ROLE = "public"

        assert told(client) == (200, "ready")


class TestAskedOften:
    """Anybody may ask, as often as they like."""

    def test_answer_is_kept_for_some_seconds(self, client, django_assert_num_queries, monkeypatch):
        passed = time.monotonic
        assert told(client) == (200, "ready")
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder: mock.Mock(free=0))

        with django_assert_num_queries(0):
            assert client.get("/readyz").content == b"ready\n"
        monkeypatch.setattr(time, "monotonic", lambda: passed() + readiness.KEPT_SECONDS)
        assert client.get("/readyz").content == b"disk full\n"

    def test_while_one_looks_the_others_get_the_last_answer_and_never_an_old_one(self, client, monkeypatch):
        passed = time.monotonic
        assert told(client) == (200, "ready")

        with readiness.LOOKING:
            monkeypatch.setattr(time, "monotonic", lambda: passed() + readiness.KEPT_SECONDS)
            assert client.get("/readyz").content == b"ready\n"
            monkeypatch.setattr(time, "monotonic", lambda: passed() + readiness.LONGEST_LOOK_SECONDS)
            late = client.get("/readyz")

        assert (late.status_code, late.content) == (503, b"no answer in time\n")

    @pytest.mark.django_db(transaction=True)
    def test_asking_leaves_nothing_in_the_database(self, client):
        beat()
        before = set(Heartbeat.objects.values_list("name", "at"))

        for _time in range(20):
            assert told(client) == (200, "ready")

        assert before and set(Heartbeat.objects.values_list("name", "at")) == before


def test_every_reason_is_explained_to_whoever_runs_the_site():
    explained = Path(settings.BASE_DIR, "docs", "operations.md").read_text()

    assert [words for words in readiness.REASONS if f"| `{words}` |" not in explained] == []
