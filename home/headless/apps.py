from typing import TYPE_CHECKING

from django.apps import AppConfig

from home.settings.defaults import settings

if TYPE_CHECKING:
    from home.jobs.queue import Job


class HeadlessConfig(AppConfig):
    name = "home.headless"
    label = "headless"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home.headless import checks, signals  # noqa: F401
        from home.headless.answers.read_models import connect

        connect()
        signals.connect()

    def provides_jobs(self) -> "dict[str, Job]":
        from home.headless.webhooks.actions import delivery, log_follower, retention
        from home.jobs.actions.clock import by_a_clock_that_is_right
        from home.jobs.queue import Job, Turn

        jobs = {
            log_follower.FOLLOW: Job(log_follower.follow, is_due=log_follower.is_behind),
            log_follower.LOOK_AT_CALENDAR: Job(log_follower.look_at_calendar, every=Turn.DAY),
            retention.FORGET: Job(by_a_clock_that_is_right(retention.forget_events), every=Turn.DAY),
        }
        if settings.SITE_ROLE == "public":  # opens no secret
            return jobs
        return jobs | {delivery.DELIVER: Job(delivery.deliver_due, threads=delivery.COURIERS)}
