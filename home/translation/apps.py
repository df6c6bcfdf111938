from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "home.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"
