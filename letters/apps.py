from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig

if TYPE_CHECKING:  # no model can be imported before the apps are ready
    from datetime import date
    from uuid import UUID

    from django.contrib.auth.models import User
    from django.db.models.functions import Coalesce

    from home.day.entries import DayEntry
    from home.health.figures import Figure
    from home.health.question import Question
    from home.jobs.mail_renderers import Mail
    from home.jobs.queue import Job
    from home.staff.given_roles import Tie, WayToGive
    from home.staff.roles import Duty, Role, RoleKind
    from letters.handling.panels import Panel
    from letters.models import Letter, WriterRequest
    from letters.printing.forms import PackForm
    from prisoner_pages.models import Partner, Prisoner
    from prisoner_pages.opening.read_models.languages import Finding
    from prisoner_pages.partners.letter_desks import DeskAt
    from prisoner_pages.people.draw_rule import DrawRule
    from prisoner_pages.records.read_models.merging import Follower
    from prisoner_pages.records.read_models.state import LettersTo


def without_detail(action: "Callable[..., Letter]") -> "Callable[..., Letter]":
    def do(*, detail: str, **about: Any) -> "Letter":
        return action(**about)

    return do


class LettersConfig(AppConfig):
    name = "letters"
    label = "letters"
    default = True  # of the two here
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home.caching.read_models import bump_when_changed
        from home.headless.answers.read_models import changes_with
        from letters import checks  # noqa: F401
        from letters.models import (
            AdviceReason,
            AdviceText,
            CountryName,
            DrawChange,
            LetterDesk,
            LetterLimit,
            PostCountry,
            WatchedWord,
            WritingAid,
            WritingAidText,
        )
        from letters.permissions.limits import LIMITS
        from letters.writing.read_models.advice import ADVICE
        from letters.writing.read_models.languages import LETTER_LANGUAGES
        from letters.writing.read_models.post_countries import COUNTRIES
        from prisoner_pages.models import Partner

        bump_when_changed(ADVICE, WatchedWord, AdviceReason, AdviceText, WritingAid, WritingAidText)
        bump_when_changed(LIMITS, LetterLimit)
        bump_when_changed(LETTER_LANGUAGES, LetterDesk, Partner)
        bump_when_changed(COUNTRIES, PostCountry, CountryName)
        changes_with(DrawChange)

    def provides_roles(self) -> "tuple[Role, ...]":
        from letters.roles import ROLES

        return ROLES

    def provides_duties(self) -> "tuple[Duty, ...]":
        from letters.roles import DUTIES

        return DUTIES

    def provides_guide_parts(self) -> dict[str, str]:
        from letters.guide_parts import GUIDE_PARTS

        return GUIDE_PARTS

    def provides_ways_to_give(self) -> "dict[RoleKind, WayToGive]":
        from letters.oversight.actions.staff_roles import WAYS

        return WAYS

    def provides_ties(self) -> "tuple[Tie, ...]":
        from letters.oversight.actions.staff_roles import TIES

        return TIES

    def provides_refusals_of_roles(self) -> "tuple[Callable[[User], None], ...]":
        from letters.oversight.actions.staff_roles import refuse_too_much

        return (refuse_too_much,)

    def provides_day_entries(self) -> "tuple[DayEntry, ...]":
        from letters.oversight.read_models.day import DAY_ENTRIES

        return DAY_ENTRIES

    def provides_letter_desks(self) -> "list[Callable[[], list[DeskAt]]]":
        from letters.oversight.read_models.partners import desks

        return [desks]

    def provides_addresses_of_letter_desks(self) -> "list[Callable[[], str]]":
        from django.urls import reverse

        return [lambda: reverse("letter_desk:desks")]

    def provides_work_at_desks(self) -> "list[Callable[[Partner], Iterable[str]]]":
        from letters.oversight.read_models.partners import half_done

        return [half_done]

    def provides_closings_of_desks(self) -> "list[Callable[[Partner, User | None], None]]":
        from letters.oversight.actions.replies import leave_desk

        return [leave_desk]

    def provides_paper_to_a_person(self) -> "list[Callable[[Prisoner], Iterable[str]]]":
        from letters.oversight.read_models.partners import on_paper

        return [on_paper]

    def provides_follow_handed_over(self) -> "list[Callable[[Prisoner, User | None], None]]":
        from letters.oversight.actions.replies import follow_person

        return [follow_person]

    def provides_letters_to_a_person(self) -> "tuple[LettersTo, ...]":
        from letters.oversight.read_models.of_person import letters_to

        return (letters_to,)

    def provides_followers_of_merged(self) -> "tuple[Follower, ...]":
        from letters.handling.actions.merged_people import FOLLOWER

        return (FOLLOWER,)

    def provides_jobs(self) -> "dict[str, Job]":
        from home.jobs.actions.clock import by_a_clock_that_is_right
        from home.jobs.queue import Job, Turn
        from letters.demo.actions import loading
        from letters.erasure.actions import late, requests, restore, retention_run
        from letters.handling.actions import holds, near_duplicates
        from letters.intake.actions import scans
        from letters.log.actions import digests
        from letters.numbers import actions as numbers
        from letters.oversight.actions import desks, languages, openness
        from letters.printing.actions import build_pack, pack_contents
        from letters.requests.actions import carrying_out
        from letters.retention.actions import tombstones

        return {
            pack_contents.BUILD_PACK: Job(build_pack.build_pack),
            scans.READ_SCANS: Job(scans.read_scans),
            near_duplicates.FIND_SIMILAR: Job(
                near_duplicates.compare_new, is_due=near_duplicates.some_to_compare
            ),
            requests.ERASE_AS_ASKED: Job(requests.erase_as_asked),
            tombstones.NOTE_ERASED: Job(restore.note_erased),
            loading.LOAD_LETTERS: Job(loading.load_letters),
            carrying_out.CARRY_OUT: Job(carrying_out.carry_out_requests, threads=1),
            # What changes by the clock alone, and what a dead worker holds for a while.
            scans.GO_ON_READING: Job(scans.go_on_reading, every=Turn.HOUR),
            holds.REFRESH_HOLDS: Job(holds.refresh_holds, every=Turn.HOUR),
            digests.CLOSE_DAYS: Job(by_a_clock_that_is_right(digests.close_days), every=Turn.HOUR),
            build_pack.RESUME_PACKS: Job(build_pack.resume_packs, every=Turn.HOUR),
            openness.NOTE_OPENNESS: Job(openness.note_openness, is_due=openness.openness_has_changed),
            languages.NOTE_LANGUAGES: Job(languages.note_languages, is_due=languages.languages_have_changed),
            numbers.NOTE_WEEKS: Job(numbers.note_weeks, every=Turn.DAY),
            desks.CLOSE_DOORS: Job(desks.close_doors, every=Turn.DAY),
            retention_run.KEEP_TIMES: Job(
                by_a_clock_that_is_right(retention_run.keep_times_daily), every=Turn.DAY
            ),
            late.TELL_OF_LATE: Job(late.tell_of_late, every=Turn.DAY),
        }

    def provides_requests(self) -> "dict[str, Callable[[WriterRequest], None]]":
        from letters.choices.requests import RequestKind
        from letters.erasure.actions import asked as erasing
        from letters.following.actions import asked as following

        return {
            RequestKind.NOTIFY: following.notify_as_asked,
            RequestKind.WITHDRAW: following.withdraw_as_asked,
            RequestKind.ANSWER: following.answer_as_asked,
            RequestKind.CONFIRM: following.confirm_as_asked,
            RequestKind.ERASE: erasing.erase_by_code,
            RequestKind.ERASE_MAIL: erasing.mail_link,
            RequestKind.ERASE_YES: erasing.erase_by_link,
        }

    def provides_mails(self) -> "dict[str, Callable[[UUID, str], Mail | None]]":
        from letters.erasure.actions import late, requests
        from letters.following.actions import mail
        from letters.handling.actions import emergency_access
        from letters.log.actions import digests

        return {
            requests.ERASURE_ASKED: requests.erasure_asked,
            emergency_access.ACCESS_ASKED: emergency_access.access_asked,
            emergency_access.ACCESS_GRANTED: emergency_access.access_granted,
            late.LETTERS_LATE: late.letters_late,
            digests.LOG_DIGEST: digests.log_digest,
            mail.ANSWER_CAME: mail.answer_came,
            mail.LETTER_ASKED: mail.letter_asked,
            mail.LETTER_RETURNED: mail.letter_returned,
            mail.LETTER_RECEIVED: mail.letter_received,
        }

    def provides_last_mails(self) -> list[str]:
        from letters.following.actions.mail import LETTER_RECEIVED

        return [LETTER_RECEIVED]

    def provides_health(self) -> "tuple[Question, ...]":
        from home.health.question import WITH_STAFF, Question
        from letters.oversight.read_models import health
        from letters.oversight.read_models.health import SEAL_REPLIES, SWAP_OFF, UNLOCK

        return (
            Question(
                "keys",
                health.keys_are_sound,
                "manage.py letters_keys list",
                "manage.py letters_keys make",
            ),
            # Not watched: home.jobs.actions.alarms mails it, once for each lock.
            Question("letters", health.letters_are_unlocked, UNLOCK, roles=WITH_STAFF),
            Question("memory", health.memory_stays_in_memory, SWAP_OFF, roles=WITH_STAFF),
            Question(
                "requests of visitors",
                health.requests_are_done,
                "look at the worker’s log",
                roles=WITH_STAFF,
                is_watched=True,
            ),
            Question(
                "replies",
                health.replies_are_kept_offline,
                SEAL_REPLIES,
                roles=WITH_STAFF,
                is_watched=True,
            ),
            Question(
                "letter desks",
                health.desks_are_attended,
                "tell a coordinator: seats are given in the admin, Letter desks",
                roles=WITH_STAFF,
                is_watched=True,
            ),
        )

    def provides_figures(self) -> "tuple[Figure, ...]":
        from home.health.figures import Figure
        from letters.oversight.read_models.health import letters_waiting, oldest_request, requests_waiting

        return (
            Figure(
                "letters_waiting",
                "Letters not sent yet, as writers are told",
                letters_waiting,
            ),
            Figure("requests_waiting", "Wishes of visitors to be carried out", requests_waiting),
            Figure("oldest_request_seconds", "How long the oldest wish of a visitor waits", oldest_request),
        )

    def provides_letter_acts(self) -> "dict[str, Callable[..., Letter]]":
        from letters.choices.desk import Act
        from letters.posting.actions import posting, returns
        from letters.printing.actions.packs import pull_letter
        from letters.screening.actions import decisions
        from letters.screening.actions.bring_back import bring_back
        from letters.translating.actions import approving

        return {
            Act.RETURN: lambda *, detail, **about: decisions.return_letter(
                reasons=[detail] if detail else [], **about
            ),
            Act.COME_BACK: lambda *, detail, **about: returns.come_back(reason=detail, **about),
            Act.BRING_BACK: lambda *, detail, **about: bring_back(reason=detail, **about),
            Act.ACCEPT: without_detail(decisions.accept_letter),
            Act.REJECT: without_detail(decisions.reject_letter),
            Act.APPROVE: without_detail(approving.approve),
            Act.APPROVE_AS_IS: without_detail(approving.approve_as_is),
            Act.REOPEN: without_detail(approving.reopen),
            Act.PULL: pull_letter,
            Act.POST: without_detail(posting.post_letter),
            Act.READDRESS: without_detail(returns.readdress),
            Act.RECORD_ANSWER: without_detail(returns.record_answer),
        }

    def provides_steps_taken_back(self) -> "dict[str, Callable[[Letter, str], None]]":
        from letters.choices.desk import LogAction
        from letters.posting.actions.posting import take_back_posting
        from letters.posting.actions.returns import take_back_return

        return {LogAction.POSTED: take_back_posting, LogAction.CAME_BACK: take_back_return}

    def provides_step_forms(self) -> "dict[str, Callable[[User], PackForm | None]]":
        from letters.choices.desk import QueueStep
        from letters.printing.views.packs import new_pack_form

        return {QueueStep.PRINT: new_pack_form}

    def provides_panels(self) -> "dict[str, list[Panel]]":
        from letters.choices.desk import QueueStep
        from letters.posting.views import returns
        from letters.screening.views import screening
        from letters.translating.views import reading_panel, second_reading, translation_panel

        return {
            QueueStep.INBOX: [screening.PANEL],
            QueueStep.TRANSLATE: [translation_panel.PANEL],
            QueueStep.CHECK: [second_reading.PANEL, reading_panel.PANEL],
            QueueStep.PRINT: [reading_panel.PANEL],
            QueueStep.HELD: [reading_panel.PANEL],
            QueueStep.POST: [returns.IN_HAND_PANEL],
            QueueStep.FOLLOW_UP: [returns.SENT],
        }

    def provides_panels_of_all_steps(self) -> "list[Panel]":
        from letters.intake.panels import PANEL
        from letters.screening.views import closed

        return [PANEL, closed.PANEL]

    def provides_language_findings(self) -> "list[Callable[[str], list[Finding]]]":
        from letters.oversight.read_models.languages import letters_in

        return [letters_in]

    def provides_letter_counters(self) -> "dict[type, Coalesce]":
        from letters.numbers.read_models.counters import ours
        from prisoner_pages.models import CampaignPage, EventPage

        return {CampaignPage: ours("campaign"), EventPage: ours("event")}

    def provides_letters_for_campaigns(self) -> "list[Coalesce]":
        from letters.numbers.read_models.counters import letters_for_it

        return [letters_for_it()]

    def provides_letters_before(self) -> "list[Callable[[date], Coalesce]]":
        from letters.numbers.read_models.counters import letters_before

        return [letters_before]

    def provides_draw_rules(self) -> "list[Callable[[date], DrawRule]]":
        from letters.oversight.read_models.draw import rule_in

        return [rule_in]


class StaffUsersConfig(WagtailUsersAppConfig):
    """Accounts of staff in the admin, which mind the seats at letter desks."""

    user_viewset = "letters.oversight.viewsets.StaffViewSet"
