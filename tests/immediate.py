"""The queue of the tests: a job runs when its cause is committed, and one that fails is not tried again.

What is saved enters Wagtail’s two indexes, of words and of references, when somebody asks one of them: on a
site, too, a worker does that later. Most tests never ask, and each save would cost twice as much.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django_tasks.backends.immediate import ImmediateBackend

OURS = "home.jobs.queue.run_job"
INDEXING = {"modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task"}
INDEXES = {"wagtailsearch_indexentry", "wagtailcore_referenceindex"}


class Immediate(ImmediateBackend):
    supports_defer = True
    # What waits for somebody to ask an index, each once; None where it does not wait.
    to_index = None

    def enqueue(self, task, args, kwargs):
        if task.module_path in INDEXING and Immediate.to_index is not None:
            Immediate.to_index[task.module_path, *args] = (task, args)
        elif task.module_path != OURS:
            return super().enqueue(task, args, kwargs)
        elif task.run_after is None:
            transaction.on_commit(lambda: super(Immediate, self).enqueue(task, args, kwargs))
        return None


@contextmanager
def indexed_when_asked() -> Iterator[None]:
    """Index what is saved in this transaction before the next question to an index; without one, never."""

    def ask(execute, sql, *how):
        if any(index in sql for index in INDEXES):
            index_what_waits()
        return execute(sql, *how)

    around, Immediate.to_index = Immediate.to_index, {}
    try:
        with connection.execute_wrapper(ask):
            yield
    finally:
        Immediate.to_index = around


def index_what_waits() -> None:
    waiting, Immediate.to_index = Immediate.to_index, {}
    for task, args in waiting.values():
        # Some of it was taken back with its savepoint.
        with suppress(ObjectDoesNotExist):
            task.call(*args)
