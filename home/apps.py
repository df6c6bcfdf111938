import mimetypes
from typing import TYPE_CHECKING

from django.apps import AppConfig, apps
from django.core.signals import request_started
from django.db.backends.signals import connection_created
from django.utils.translation import gettext

if TYPE_CHECKING:
    from home.day.entries import DayEntry
    from home.health.figures import Figure
    from home.health.question import Question
    from home.jobs.mail_renderers import Renderer
    from home.jobs.queue import Job
    from home.staff.given_roles import Tie


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home import checks, signals  # noqa: F401
        from home.backup.replaced_file import leave_replaced_file, note_file
        from home.fields import show_dates_in_admin
        from home.languages.ordering import in_alphabetical_order, teach_alphabet
        from home.models.base import BasePage
        from home.pages.forms import PlannedPageForm
        from home.pictures import left_behind
        from home.private_parts import count_every_list, order_every_list
        from home.site.middleware import request_log
        from home.spreadsheets import guard_exports_of_wagtail
        from home.staff import signals as staff_signals

        request_log.configure_structlog()
        signals.connect()
        staff_signals.connect()
        left_behind.connect()
        guard_exports_of_wagtail()
        connection_created.connect(teach_alphabet)
        connection_created.connect(note_file)
        request_started.connect(leave_replaced_file)
        order_every_list(in_alphabetical_order)
        count_every_list(lambda count: gettext("%(count)s in all") % {"count": count})
        BasePage.base_form_class = PlannedPageForm
        if apps.is_installed("allauth.mfa"):
            from home.login.signals import connect

            connect()
        show_dates_in_admin()
        mimetypes.add_type("image/avif", ".avif")  # not every system's table has it

    def provides_jobs(self) -> "dict[str, Job]":
        from home.health.actions.watching import LOOK, is_time_to_look, look_at_health
        from home.jobs.actions.alarms import TELL_OF_LOCKED, some_are_untold, tell_of_failing, tell_of_locked
        from home.jobs.actions.clock import by_a_clock_that_is_right
        from home.jobs.actions.picture_sizes import (
            MAKE_SIZES,
            REMAKE_LOST,
            make_picture_sizes,
            remake_lost_sizes,
            some_lack_sizes,
        )
        from home.jobs.actions.statistics import KEEP_STATISTICS, keep_statistics
        from home.jobs.actions.tasks import DELETE_FILE, delete_file
        from home.jobs.queue import TELL_OF_FAILING, Job, Turn
        from home.pages.actions.schedule import FOLLOW_SCHEDULE, follow_schedule, something_is_due
        from home.search import actions as search
        from home.staff.actions.invitations import FORGET_INVITATIONS, forget_invitations
        from home.staff.actions.sessions import FORGET_SESSIONS, forget_sessions

        return {
            **self.jobs_of_login(),
            TELL_OF_FAILING: Job(tell_of_failing),
            TELL_OF_LOCKED: Job(tell_of_locked, is_due=some_are_untold),
            FOLLOW_SCHEDULE: Job(by_a_clock_that_is_right(follow_schedule), is_due=something_is_due),
            MAKE_SIZES: Job(make_picture_sizes, is_due=some_lack_sizes),
            FORGET_SESSIONS: Job(by_a_clock_that_is_right(forget_sessions), every=Turn.DAY),
            REMAKE_LOST: Job(remake_lost_sizes),
            KEEP_STATISTICS: Job(keep_statistics, every=Turn.DAY),
            search.CATCH_UP: Job(search.catch_up, every=Turn.DAY),
            DELETE_FILE: Job(delete_file),
            LOOK: Job(look_at_health, is_due=is_time_to_look),
            FORGET_INVITATIONS: Job(by_a_clock_that_is_right(forget_invitations), every=Turn.DAY),
        }

    def jobs_of_login(self) -> "dict[str, Job]":
        if not apps.is_installed("allauth.mfa"):  # a public host
            return {}
        from home.jobs.actions.clock import by_a_clock_that_is_right
        from home.jobs.queue import Job, Turn
        from home.login.actions.mails import FORGET_ADDRESSES, forget_addresses

        return {FORGET_ADDRESSES: Job(by_a_clock_that_is_right(forget_addresses), every=Turn.DAY)}

    def provides_health(self) -> "tuple[Question, ...]":
        from home.health.read_models import HEALTH

        return HEALTH

    def provides_figures(self) -> "tuple[Figure, ...]":
        from home.health.read_models import FIGURES

        return FIGURES

    def provides_mails(self) -> "dict[str, Renderer]":
        from home.health.actions.watching import AMISS, site_amiss
        from home.jobs.actions.alarms import JOB_FAILS, KEYS_LOCKED, job_fails, keys_locked
        from home.staff.actions.devices import NEW_DEVICE, new_device
        from home.staff.actions.invitations import INVITED, staff_invited
        from home.staff.actions.newcomers import CHANGED_MAIL, JOINED, staff_changed, staff_joined

        of_login = self.mails_of_login()
        return {
            AMISS: site_amiss,
            JOB_FAILS: job_fails,
            KEYS_LOCKED: keys_locked,
            NEW_DEVICE: new_device,
            INVITED: staff_invited,
            JOINED: staff_joined,
            CHANGED_MAIL: staff_changed,
            **of_login,
        }

    def provides_day_entries(self) -> "tuple[DayEntry, ...]":
        if not apps.is_installed("allauth.mfa"):  # a public host
            return ()
        from home.login.read_models import DAY_ENTRIES

        return DAY_ENTRIES

    def provides_ties(self) -> "tuple[Tie, ...]":
        if not apps.is_installed("allauth.mfa"):
            return ()
        from home.login.actions.leaving import TIES

        return TIES

    def mails_of_login(self) -> "dict[str, Renderer]":
        if not apps.is_installed("allauth.mfa"):  # a public host
            return {}
        from home.login.actions.mails import renderers

        return renderers()
