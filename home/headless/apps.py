from django.apps import AppConfig


class HeadlessConfig(AppConfig):
    name = "home.headless"
    label = "headless"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from home.headless import freshness

        freshness.connect()
