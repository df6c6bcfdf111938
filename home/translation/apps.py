from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "home.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from home.caching.read_models import bump_when_changed
        from home.jobs import mail_renderers as outbox
        from home.jobs import queue as jobs
        from home.translation import signals
        from home.translation.core import guards as guard
        from home.translation.core.actions.catch_up import CATCH_UP, catch_up
        from home.translation.core.actions.daily_audit import LOOK_THROUGH, look_through
        from home.translation.core.actions.notices import SEND_DIGESTS
        from home.translation.core.actions.purge import PURGE_DELETED, purge_deleted
        from home.translation.glossary.read_models.terms import GLOSSARY
        from home.translation.models import GlossaryTerm, GlossaryTranslation
        from home.translation.publication.actions.bulk_opening import OPEN_IN_BULK, open_in_bulk
        from home.translation.publication.actions.schedule import PUBLISH_DUE, publish_due, something_is_due
        from home.translation.team.actions.digests import DESK_DIGEST, render_digest, send_digests
        from home.translation.team.actions.roles import CLOSE_ENDED, close_ended

        bump_when_changed(GLOSSARY, GlossaryTerm, GlossaryTranslation)
        jobs.register_hourly(CATCH_UP, catch_up)
        jobs.register(OPEN_IN_BULK, open_in_bulk)
        jobs.register_daily(PURGE_DELETED, purge_deleted)
        jobs.register_daily(CLOSE_ENDED, close_ended)
        jobs.register_hourly(SEND_DIGESTS, send_digests)
        jobs.register_watched(PUBLISH_DUE, something_is_due, publish_due)
        outbox.register(DESK_DIGEST, render_digest)
        jobs.register_daily(LOOK_THROUGH, look_through)
        guard.connect()
        signals.connect()
