import mimetypes

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from home import checks, signals  # noqa: F401
        from home.fields import show_dates_in_admin
        from home.jobs.actions.alarms import register_alarms
        from home.jobs.actions.picture_sizes import register_work
        from home.site.middleware import request_log as logs
        from home.spreadsheets import guard_exports_of_wagtail

        logs.configure_structlog()
        signals.connect()
        guard_exports_of_wagtail()
        register_work()
        register_alarms()
        show_dates_in_admin()
        mimetypes.add_type("image/avif", ".avif")  # not every system's table has it
