"""What the worker runs for a row of the queue.

A row names code and its arguments. Imported as it stands, one row written by anybody would be code of their
choice beside the keys that open letters: so the worker knows the few paths there are, and imports no other.
"""

import json
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django_tasks import task
from modelsearch.tasks import insert_or_update_object_task
from wagtail.tasks import delete_file_from_storage_task, update_reference_index_task

from home.jobs.queue import enqueue, run_job

OF_STATIC_FILES = "staticfiles"
DELETE_FILE = "home.delete_file"


class TaskRefused(Exception):
    """A row of the queue asks for what no part of this site would ask for."""


@task()
def delete_stored_file(described: Any, path: str) -> None:
    """Delete a file of one of our storages. Raises TaskRefused for any other.

    It stands in for Wagtail's own task, which calls whatever `described` names and gives up after one try.
    """
    alias = _alias_of(described)
    try:
        delete_file(alias, path)
    except OSError:
        enqueue(DELETE_FILE, alias=alias, path=path)


def delete_file(alias: str, path: str) -> None:
    """Delete a stored file; a job, tried again until the storage answers: it may show somebody."""
    storages[alias].delete(path)


def _alias_of(described: Any) -> str:
    for alias in settings.STORAGES:
        if alias != OF_STATIC_FILES and _description(storages[alias]) == described:
            return alias
    raise TaskRefused("no storage of this site")


def _description(storage: Any) -> Any:
    """Return how Wagtail writes the storage into a row."""
    return json.loads(json.dumps(storage.deconstruct()))


RUN_AS_NAMED = (run_job, insert_or_update_object_task, update_reference_index_task)
# What a row may name -> what is imported and run for it.
RUN_FOR = {
    **{each.module_path: each.module_path for each in RUN_AS_NAMED},
    delete_file_from_storage_task.module_path: delete_stored_file.module_path,
}


def run_for(task_path: str) -> str:
    """Return the path of the task to run for a row that names `task_path`. Raises TaskRefused."""
    try:
        return RUN_FOR[task_path]
    except KeyError:
        raise TaskRefused("no task of this site") from None
