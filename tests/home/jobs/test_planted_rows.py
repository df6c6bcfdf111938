"""Whoever can write a row of the queue, by a hole in a view or a restored backup, runs no code of theirs."""

import sys
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.tasks import delete_file_from_storage_task

from home.jobs import queue
from home.jobs.actions.tasks import RUN_FOR
from home.jobs.queue import Job
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
WAGTAILS = "wagtail.tasks.delete_file_from_storage_task"


@pytest.fixture(autouse=True)
def _queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def done(monkeypatch):
    found = []
    monkeypatch.setitem(queue.known_jobs(), "tests.note", Job(lambda what: found.append(what)))
    return found


def plant(task_path, args_kwargs, **columns):
    row = {"queue_name": "default", "backend_name": "default", "run_after": timezone.now(), **columns}
    return DBTaskResult.objects.create(task_path=task_path, args_kwargs=args_kwargs, **row)


@pytest.mark.full(LONG)
def test_code_of_a_strangers_choice_does_not_run_and_holds_up_no_job(done, tmp_path):
    sys.modules.pop("this", None)
    folder = tmp_path / "made by a stranger"
    planted = [
        plant(WAGTAILS, {"args": [["os.mkdir", [str(folder)], {}], "x"], "kwargs": {}}),
        plant("home.jobs.run_job", {"args": [], "kwargs": {"name": "tests.note", "kwargs": {"what": "his"}}}),
        plant("this.s", {"args": [], "kwargs": {}}),
    ]
    queue.enqueue("tests.note", what="ours")

    call_command("worker", once=True)

    assert done == ["ours"]
    assert not folder.exists()
    assert "this" not in sys.modules
    kept = DBTaskResult.objects.filter(pk__in=[row.pk for row in planted])
    assert {row.status for row in kept} == {TaskResultStatus.FAILED}


SHAPES = {
    "a list": [],
    "a text": "x",
    "no arguments": {"args": []},
    "arguments as a list": {"kwargs": ["name"]},
    "a name that is none": {"args": [], "kwargs": {"name": {}}},
}


@pytest.mark.parametrize("workers", first_of([["one", "two"], {}, 7, "x"]), ids=repr)
@pytest.mark.parametrize("args_kwargs", first_of(SHAPES.values()), ids=SHAPES)
def test_row_that_is_as_if_left_by_a_dead_worker_keeps_none_from_being_given_back(args_kwargs, workers):
    left = {"status": TaskResultStatus.RUNNING, "started_at": timezone.now() - timedelta(hours=1)}
    plant(queue.run_job.module_path, args_kwargs, worker_ids=workers, **left)
    ours = plant(queue.run_job.module_path, {"args": [], "kwargs": {"name": "tests.note"}}, **left)

    assert queue.revive_abandoned() == 2

    ours.refresh_from_db()
    assert ours.status == TaskResultStatus.READY


@pytest.mark.full(LONG)
@pytest.mark.parametrize(
    ("args_kwargs", "columns"),
    first_of(
        [
            ([], {}),
            ({"args": []}, {}),
            ({"args": [], "kwargs": {"name": "tests.nothing", "kwargs": {}}}, {}),
            ({"args": [], "kwargs": {}}, {"queue_name": "no queue of ours"}),
        ]
    ),
    ids=["no mapping", "half a mapping", "unknown job", "unknown queue"],
)
def test_row_that_cannot_be_read_does_not_end_the_worker(done, args_kwargs, columns):
    row = plant(queue.run_job.module_path, args_kwargs, **columns)
    queue.enqueue("tests.note", what="ours")

    call_command("worker", once=True)

    row.refresh_from_db()
    assert (row.status, done) == (TaskResultStatus.FAILED, ["ours"])


@pytest.mark.full(LONG)
@pytest.mark.parametrize("alias", first_of(["default", "renditions"]))
def test_file_that_wagtail_wants_deleted_is_deleted(alias):
    name = storages[alias].save("old.txt", ContentFile(b"old"))
    delete_file_from_storage_task.enqueue(storages[alias].deconstruct(), name)

    call_command("worker", once=True)

    assert not storages[alias].exists(name)
    assert DBTaskResult.objects.successful().filter(task_path=WAGTAILS).count() == 1


@pytest.mark.full(LONG)
def test_file_outside_our_storages_is_left_alone(tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("kept")
    plant(
        WAGTAILS,
        {
            "args": [
                ["django.core.files.storage.FileSystemStorage", [], {"location": str(tmp_path)}],
                "other.txt",
            ],
            "kwargs": {},
        },
    )

    call_command("worker", once=True)

    assert other.exists()


def test_only_what_needs_no_import_by_name_may_be_named():
    assert set(RUN_FOR) == {
        "home.jobs.queue.run_job",
        "modelsearch.tasks.insert_or_update_object_task",
        "wagtail.tasks.update_reference_index_task",
        WAGTAILS,
    }
