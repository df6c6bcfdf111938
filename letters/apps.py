from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from letters import checks  # noqa: F401
        from letters.numbers.read_models.counters import register_counters
        from letters.registration import register_actions

        register_counters()
        register_actions()
