from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:  # no model can be imported before the apps are ready
    from django.db.models import Model

    from home.day.entries import DayEntry
    from home.headless.webhooks.subjects import Provider
    from home.jobs.mail_renderers import Renderer
    from home.jobs.queue import Job
    from home.registry import Section
    from home.search.entries import Source
    from home.staff.given_roles import WayToGive
    from home.staff.roles import Duty, Role, RoleKind

FRONT_PAGE = "prisoner_pages/people/front_page"
STYLE = "prisoner_pages/people/people.css"


class PrisonerPagesConfig(AppConfig):
    name = "prisoner_pages"
    label = "prisoner_pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from prisoner_pages import checks  # noqa: F401
        from prisoner_pages.campaigns.forms import ParticipationForm
        from prisoner_pages.models.page_panels import ByRule, WhoTookPart
        from prisoner_pages.people.filters.rule import rule_in_words
        from prisoner_pages.permissions.partners import register_policies
        from prisoner_pages.records.forms.records import PAGE_FORMS
        from prisoner_pages.signals import connect, connect_mail, connect_search

        register_policies()
        connect()
        connect_mail()
        connect_search()
        self._tell_what_answers_hang_on()
        for page_class, form_class in PAGE_FORMS.items():
            page_class.base_form_class = form_class  # models lie below forms and cannot name them
        WhoTookPart.row_form = ParticipationForm
        ByRule.in_words = rule_in_words

    def _tell_what_answers_hang_on(self) -> None:
        from home.caching.read_models import bump_when_changed
        from home.headless.answers.api.front_ends import FRONT_ENDS
        from home.headless.answers.read_models import changes_with
        from home.site.read_models import SHELL
        from prisoner_pages.models import FrontEnd, Partner, PartnerPage
        from prisoner_pages.public.read_models.lexicon import LEXICON, LEXICON_MODELS
        from prisoner_pages.syndication.read_models.public_state import SHOWN_MODELS

        bump_when_changed(LEXICON, *LEXICON_MODELS)
        bump_when_changed(SHELL, Partner, PartnerPage)
        bump_when_changed(FRONT_ENDS, FrontEnd, Partner)
        changes_with(*SHOWN_MODELS)

    def provides_models_of_people(self) -> "list[type[Model]]":
        from prisoner_pages.models import PrisonerPage
        from prisoner_pages.syndication.read_models.public_state import SHOWN_OF_PEOPLE

        return [*SHOWN_OF_PEOPLE, PrisonerPage]

    def provides_roles(self) -> "tuple[Role, ...]":
        from prisoner_pages.roles import ROLES

        return ROLES

    def provides_duties(self) -> "tuple[Duty, ...]":
        from prisoner_pages.roles import DUTIES

        return DUTIES

    def provides_guide_parts(self) -> dict[str, str]:
        from prisoner_pages.guide_parts import GUIDE_PARTS

        return GUIDE_PARTS

    def provides_panel_parts(self) -> dict[str, str]:
        from prisoner_pages.guide_parts import PANEL_PARTS

        return PANEL_PARTS

    def provides_ways_to_give(self) -> "dict[RoleKind, WayToGive]":
        from prisoner_pages.partners.actions.staff_roles import WAYS

        return WAYS

    def provides_day_entries(self) -> "tuple[DayEntry, ...]":
        from prisoner_pages.places import read_models as places
        from prisoner_pages.records.read_models import day
        from prisoner_pages.vocabularies import read_models as vocabularies

        return (*day.DAY_ENTRIES, *vocabularies.DAY_ENTRIES, *places.DAY_ENTRIES)

    def provides_jobs(self) -> "dict[str, Job]":
        from home.jobs.actions.clock import by_a_clock_that_is_right
        from home.jobs.queue import Job, Turn
        from prisoner_pages.demo.actions import unfinished
        from prisoner_pages.facts.actions import post_notes
        from prisoner_pages.facts.actions.changes import SETTLE_POST
        from prisoner_pages.lists import jobs as lists
        from prisoner_pages.pictures.actions import WITHDRAW, withdraw_ended_pictures
        from prisoner_pages.records.actions import bulk, digests, merging

        return {
            bulk.BULK: Job(bulk.bulk_change),
            bulk.FORGET: Job(by_a_clock_that_is_right(bulk.forget_old_changes), every=Turn.DAY),
            merging.FORGET: Job(by_a_clock_that_is_right(merging.forget_old_merges), every=Turn.DAY),
            merging.FOLLOW: Job(merging.follow_merged, every=Turn.HOUR),
            digests.VERIFY_DIGEST: Job(digests.send_digests, every=Turn.DAY),
            WITHDRAW: Job(withdraw_ended_pictures, every=Turn.DAY),
            unfinished.LOAD_WORK: Job(unfinished.load_work),
            lists.WORK: Job(lists.work_at_list),
            SETTLE_POST: Job(post_notes.settle_places, every=Turn.DAY),
            post_notes.FORGET_TELLERS: Job(
                by_a_clock_that_is_right(post_notes.forget_tellers), every=Turn.DAY
            ),
            lists.FORGET: Job(by_a_clock_that_is_right(lists.forget_lists), every=Turn.DAY),
        }

    def provides_mails(self) -> "dict[str, Renderer]":
        from prisoner_pages.records.actions.digests import VERIFY_DIGEST, render_digest
        from prisoner_pages.stories.actions.approval_mail import MAILS

        return {**MAILS, VERIFY_DIGEST: render_digest}

    def provides_front_page_sections(self) -> "list[Section]":
        from home.registry import Section
        from prisoner_pages.people.filters.doors import front_page_doors
        from prisoner_pages.people.read_models import front_page

        return [
            Section(f"{FRONT_PAGE}/doors.html", front_page_doors, STYLE),
            Section(f"{FRONT_PAGE}/people.html", front_page.people_to_write_to, STYLE),
            Section(f"{FRONT_PAGE}/campaigns.html", front_page.current_campaigns, STYLE),
            Section(f"{FRONT_PAGE}/figures.html", front_page.published_figures, STYLE),
        ]

    def provides_partner_links(self) -> list[Callable[..., Any]]:
        from prisoner_pages.people.read_models.front_page import partner_links

        return [partner_links]

    def provides_display_gates(self) -> list[Callable[..., Any]]:
        from prisoner_pages.pictures.read_models.photos import DISPLAY_GATES

        return [*DISPLAY_GATES]

    def provides_public_pictures(self) -> list[Callable[..., Any]]:
        from prisoner_pages.pictures.read_models.public_pictures import standing_in_public

        return [standing_in_public]

    def provides_name_providers(self) -> list[Callable[..., Any]]:
        from prisoner_pages.people.read_models.mentions import people_named

        return [people_named]

    def provides_hidden_pages(self) -> list[Callable[..., Any]]:
        from prisoner_pages.public.read_models.hidden import hidden_stories

        return [hidden_stories]

    def provides_kept_back_strings(self) -> list[Callable[..., Any]]:
        from prisoner_pages.public.read_models.hidden import hidden_strings

        return [hidden_strings]

    def provides_previews_elsewhere(self) -> list[Callable[..., Any]]:
        from prisoner_pages.stories.read_models import previews_of

        return [previews_of]

    def provides_word_counters(self) -> dict[str, Callable[..., Any]]:
        from prisoner_pages.public.read_models.word_usage import word_counters

        return word_counters()

    def provides_words_elsewhere(self) -> list[Callable[..., Any]]:
        from prisoner_pages.public.read_models.word_usage import names_of_facilities

        return [names_of_facilities]

    def provides_front_ends(self) -> list[Callable[..., Any]]:
        from prisoner_pages.partners.read_models.front_ends import known_front_ends

        return [known_front_ends]

    def provides_search_sources(self) -> "dict[str, Source]":
        from prisoner_pages.search.read_models import SOURCES

        return SOURCES

    def provides_webhook_subjects(self) -> "list[Provider]":
        from home.headless.webhooks.subjects import Provider
        from prisoner_pages.syndication.read_models import public_state

        return [
            Provider(
                keys_of=public_state.keys_of,
                look=public_state.look,
                outline=public_state.outline,
                due_since=public_state.due_since,
                keys_of_pages=public_state.keys_of_pages,
                keys_of_rows=public_state.keys_of_rows,
                hidings=public_state.HIDINGS,
            )
        ]
