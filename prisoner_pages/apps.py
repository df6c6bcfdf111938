from django.apps import AppConfig


class PrisonerPagesConfig(AppConfig):
    name = "prisoner_pages"
    label = "prisoner_pages"
    default_auto_field = "django.db.models.BigAutoField"
