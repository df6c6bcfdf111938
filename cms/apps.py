from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

if TYPE_CHECKING:
    from home.health.question import Question
    from home.jobs.queue import Job


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"

    def ready(self) -> None:
        from cms import checks  # noqa: F401

        # Once for all apps; this one has no models, and gets no signal of its own.
        pre_migrate.connect(wait_for_tables, sender=apps.get_app_config("home"))
        post_migrate.connect(wait_as_before, sender=apps.get_app_config("home"))

    def provides_jobs(self) -> "dict[str, Job]":
        from cms.grants.sessions import END_LONG, end_long_transactions
        from home.jobs.queue import Job

        return {END_LONG: Job(end_long_transactions, threads=1)}

    def provides_health(self) -> "tuple[Question, ...]":
        from cms.grants.sessions import sessions_can_be_ended
        from home.health.question import WITH_STAFF, Question

        return (
            Question(
                "public sessions",
                sessions_can_be_ended,
                "manage.py grants NAME --administrator, and give it to psql as the cluster’s administrator",
                roles=WITH_STAFF,
            ),
        )


def wait_for_tables(using: str, **_: Any) -> None:
    """A change of tables may wait longer than a visitor: for a backup that reads them, for instance."""
    _say(using, "SET lock_timeout = '5min'")


def wait_as_before(using: str, **_: Any) -> None:
    _say(using, "RESET lock_timeout")


def _say(using: str, statement: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(statement)
