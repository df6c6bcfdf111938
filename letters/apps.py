from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from home import outbox
        from letters import checks  # noqa: F401
        from letters.actions import mail, submit

        outbox.register(submit.LETTER_RECEIVED, mail.letter_received)
