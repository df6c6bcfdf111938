from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from home.health.question import Question
    from home.jobs.queue import Job


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"

    def ready(self) -> None:
        from cms import checks  # noqa: F401

    def provides_jobs(self) -> "dict[str, Job]":
        from cms.grants.sessions import END_LONG, end_long_transactions
        from home.jobs.queue import Job

        return {END_LONG: Job(end_long_transactions, threads=1)}

    def provides_health(self) -> "tuple[Question, ...]":
        from cms.grants.sessions import sessions_can_be_ended
        from home.health.question import WITH_STAFF, Question

        return (
            Question(
                "sessions of the public host",
                sessions_can_be_ended,
                "manage.py grants NAME --administrator, and give it to psql as the cluster’s administrator",
                roles=WITH_STAFF,
            ),
        )
