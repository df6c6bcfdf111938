"""The queue of the tests: a job runs when its cause is committed, and one that fails is not tried again."""

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend

OURS = "home.jobs.queue.run_job"


class Immediate(ImmediateBackend):
    supports_defer = True

    def enqueue(self, task, args, kwargs):
        if task.module_path != OURS:
            return super().enqueue(task, args, kwargs)
        if task.run_after is None:
            transaction.on_commit(lambda: super(Immediate, self).enqueue(task, args, kwargs))
