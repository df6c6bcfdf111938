from django.apps import AppConfig


class HeadlessConfig(AppConfig):
    name = "home.headless"
    label = "headless"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.conf import settings

        from home.headless import signals
        from home.headless.answers import read_models as freshness
        from home.headless.webhooks.actions.delivery import COURIERS, DELIVER, deliver_due
        from home.headless.webhooks.actions.log_follower import (
            FOLLOW,
            LOOK_AT_CALENDAR,
            follow,
            is_behind,
            look_at_calendar,
        )
        from home.headless.webhooks.actions.retention import FORGET, forget_events
        from home.jobs import queue as jobs

        jobs.register_watched(FOLLOW, is_behind, follow)
        jobs.register_daily(LOOK_AT_CALENDAR, look_at_calendar)
        jobs.register_daily(FORGET, forget_events)
        if settings.SITE_ROLE != "public":  # a public host opens no secret
            jobs.register_beside(DELIVER, deliver_due, threads=COURIERS)
        freshness.connect()
        signals.connect()
