"""The queue of the tests: a job runs when its cause is committed, and one that fails is not tried again.

What is saved while a world or a person is made enters Wagtail’s two indexes, of words and of references,
once: when it is whole, or asks one of them; and our own when it is whole. What a test itself saves is
indexed at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django_tasks.backends.immediate import ImmediateBackend

from home.search.actions import indexed_together

OURS = "home.jobs.queue.run_job"
INDEXING = {"modelsearch.tasks.insert_or_update_object_task", "wagtail.tasks.update_reference_index_task"}
INDEXES = {"wagtailsearch_indexentry", "wagtailcore_referenceindex"}


class Immediate(ImmediateBackend):
    supports_defer = True
    # What waits to be indexed, each thing once; None where nothing waits.
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
def indexed_at_the_end() -> Iterator[None]:
    """Index what is saved here at the end, each thing once, or before a question to an index.

    Within another such, at the other's end.
    """
    if Immediate.to_index is not None:
        yield
        return

    def ask(execute, sql, *how):
        if any(index in sql for index in INDEXES):
            _index()
        return execute(sql, *how)

    Immediate.to_index = {}
    try:
        with connection.execute_wrapper(ask), indexed_together():
            yield
            _index()
    finally:
        Immediate.to_index = None


def _index() -> None:
    waiting, Immediate.to_index = Immediate.to_index, {}
    for task, args in waiting.values():
        # Some of it was taken back with its savepoint.
        with suppress(ObjectDoesNotExist):
            task.call(*args)
