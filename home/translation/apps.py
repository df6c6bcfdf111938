from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from home.day.entries import DayEntry
    from home.jobs.mail_renderers import Renderer
    from home.jobs.queue import Job
    from home.staff.given_roles import Tie, WayToGive
    from home.staff.roles import Duty, Role, RoleKind


class TranslationConfig(AppConfig):
    name = "home.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home.caching.read_models import bump_when_changed
        from home.translation import signals
        from home.translation.core import guards
        from home.translation.glossary.read_models.terms import GLOSSARY
        from home.translation.models import GlossaryTerm, GlossaryTranslation

        bump_when_changed(GLOSSARY, GlossaryTerm, GlossaryTranslation)
        guards.connect()
        signals.connect()

    def provides_roles(self) -> "tuple[Role, ...]":
        from home.translation.roles import ROLES

        return ROLES

    def provides_duties(self) -> "tuple[Duty, ...]":
        from home.translation.roles import DUTIES

        return DUTIES

    def provides_guide_parts(self) -> dict[str, str]:
        from home.translation.guide_parts import GUIDE_PARTS

        return GUIDE_PARTS

    def provides_ways_to_give(self) -> "dict[RoleKind, WayToGive]":
        from home.translation.team.actions.staff_roles import WAYS

        return WAYS

    def provides_day_entries(self) -> "tuple[DayEntry, ...]":
        from home.translation.desk.read_models.day import DAY_ENTRIES

        return DAY_ENTRIES

    def provides_ties(self) -> "tuple[Tie, ...]":
        from home.translation.team.actions.staff_roles import TIES

        return TIES

    def provides_jobs(self) -> "dict[str, Job]":
        from home.jobs.actions.clock import by_a_clock_that_is_right
        from home.jobs.queue import Job, Turn
        from home.translation.core.actions.catch_up import CATCH_UP, catch_up
        from home.translation.core.actions.daily_audit import LOOK_THROUGH, look_through
        from home.translation.core.actions.notices import SEND_DIGESTS
        from home.translation.core.actions.purge import PURGE_DELETED, purge_deleted
        from home.translation.publication.actions.bulk_opening import OPEN_IN_BULK, open_in_bulk
        from home.translation.publication.actions.schedule import PUBLISH_DUE, publish_due, something_is_due
        from home.translation.team.actions.digests import send_digests
        from home.translation.team.actions.roles import CLOSE_ENDED, close_ended

        return {
            OPEN_IN_BULK: Job(open_in_bulk),
            PUBLISH_DUE: Job(by_a_clock_that_is_right(publish_due), is_due=something_is_due),
            CATCH_UP: Job(catch_up, every=Turn.HOUR),
            SEND_DIGESTS: Job(send_digests, every=Turn.HOUR),
            PURGE_DELETED: Job(by_a_clock_that_is_right(purge_deleted), every=Turn.DAY),
            CLOSE_ENDED: Job(close_ended, every=Turn.DAY),
            LOOK_THROUGH: Job(look_through, every=Turn.DAY),
        }

    def provides_mails(self) -> "dict[str, Renderer]":
        from home.translation.team.actions.digests import DESK_DIGEST, render_digest

        return {DESK_DIGEST: render_digest}
