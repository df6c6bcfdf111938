"""The queue of the tests: a job runs at once, and one that fails is not tried again."""

from django_tasks.backends.immediate import ImmediateBackend


class Immediate(ImmediateBackend):
    supports_defer = True

    def enqueue(self, task, args, kwargs):
        return None if task.run_after else super().enqueue(task, args, kwargs)
