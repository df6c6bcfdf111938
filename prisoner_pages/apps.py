from django.apps import AppConfig


class PrisonerPagesConfig(AppConfig):
    name = "prisoner_pages"
    label = "prisoner_pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from prisoner_pages.permissions import register_policies
        from prisoner_pages.signals import connect

        register_policies()
        connect()
