from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from letters import checks  # noqa: F401
        from letters.actions.registration import register_actions
        from letters.counting import register_counters

        register_counters()
        register_actions()
