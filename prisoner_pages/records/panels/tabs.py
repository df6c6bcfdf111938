"""Tabs of the record that hold no field of its draft: how it stands, its stories, its bases."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _, gettext_lazy as _l
from wagtail.admin.panels import ObjectList, Panel
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.coreutils import safe_snake_case
from wagtail.models import Locale

from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from prisoner_pages.choices import FactGroup, PairAnswer, Scope
from prisoner_pages.consents.consent_words import HIDDEN_WITHOUT
from prisoner_pages.facts.can_be_written_to_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.models import Consent, Prisoner, PrisonerPage, Verification
from prisoner_pages.permissions.partners import may_keep_copies, may_read_consents, may_read_private
from prisoner_pages.policies import CONFIRMED_SCOPES, is_fresh
from prisoner_pages.public.read_models.addresses import person_address
from prisoner_pages.records.panels.acts import acts_for
from prisoner_pages.records.read_models.announcing import can_be_announced
from prisoner_pages.records.read_models.checklist import Checklist, checklist_of
from prisoner_pages.records.read_models.merging import merges_of
from prisoner_pages.records.read_models.sources import known_sources, source_in_words
from prisoner_pages.stories.read_models import previews_of


class RecordTab(Panel):
    """What a tab shows of a stored record; absent while a record is being made."""

    class BoundPanel(Panel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()


# --- How the record stands -----------------------------------------------------------------------
class StandingTab(ObjectList):
    """The first tab of a stored record; one that is being made begins with the name."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()


@dataclass(frozen=True)
class GroupCheck:
    group: str
    label: str | Promise
    verified_on: date | None
    precision: str
    is_due: bool
    address: str


class OverviewTab(RecordTab):
    class BoundPanel(RecordTab.BoundPanel):
        template_name = "prisoner_pages/records/overview.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            record, user = self.instance, self.request.user
            call = record.call_to_action
            stored = Prisoner.objects.get(pk=record.pk)  # no act is done to the draft alone
            return {
                **super().get_context_data(parent_context),
                "record": record,
                "stored": stored,
                "call": CALL_WORDS[call.call],
                "reason": REASON_WORDS[call.reason],
                "checklist": checklist_of(record, user),
                "checks": checks_of(stored),
                "known": [
                    (source.pk, source_in_words(source))
                    for source in known_sources(Prisoner.objects.filter(pk=record.pk))
                ],
                "acts": acts_for(stored, user),
                "announce": can_be_announced(record) and reverse("announce"),
                "claims": record.claims.to_decide().count(),
                "merges": merges_of(record),
                "private": may_read_private(user, record) and reverse("record_private", args=[record.pk]),
                "copies": may_keep_copies(user, record) and reverse("source_copies", args=[record.pk]),
                "public_address": public_address(record),
                "previews": previews_of(record, user),
            }


def checks_of(record: Prisoner) -> list[GroupCheck]:
    """Return when each group of which the record says something was last checked, and whether it is due."""
    verified = {row.group: row for row in record.verifications.all()}
    told = record.groups_told
    return [_group_check(record, group, verified.get(group)) for group in FactGroup if group in told]


def _group_check(record: Prisoner, group: FactGroup, check: Verification | None) -> GroupCheck:
    checked_on = check.verified_on if check else None
    return GroupCheck(
        group,
        group.label,
        checked_on,
        check.precision if check else "",
        record.is_kept_verified and not is_fresh(group, checked_on, timezone.localdate()),
        f"{reverse('record_act', args=[record.pk, 'verify'])}?group={group}",
    )


def public_address(record: Prisoner) -> str:
    return person_address(SOURCE_LANGUAGE, record.slug) if record.is_public else ""


class SaveHere(Panel):
    """Without scripts, saves the form and comes back to the tab of this heading."""

    def __init__(self, tab: Promise | str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tab = tab

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "tab": self.tab}

    class BoundPanel(Panel.BoundPanel):
        template_name = "prisoner_pages/records/save_here.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            place = f"#tab-{safe_snake_case(self.panel.tab)}"
            return {**super().get_context_data(parent_context), "place": place}


class ChecklistSidePanel(BaseSidePanel):
    """Beside the form; a save renews it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label: Any = _l("What is still missing")
        icon_name = "tasks"

        def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "count": self.panel.checklist.count}

    name = "missing"
    title = _l("What is still missing")
    template_name = "prisoner_pages/records/checklist.html"
    order = 50

    @cached_property
    def checklist(self) -> Checklist:
        return checklist_of(self.object, self.request.user)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "checklist": self.checklist}


class NameBasisNotice(Panel):
    """Says, before anything is submitted, that without a basis for the name nothing will be shown."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "prisoner_pages/records/name_basis.html"

        def is_shown(self) -> bool:
            record = self.instance
            return super().is_shown() and not (record.pk and Scope.NAME in record.bases)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            pk = self.instance.pk
            address = pk and f"{reverse('add_consent', args=[pk])}?scope={Scope.NAME}"
            return {**super().get_context_data(parent_context), "address": address}


class DoublesNotice(Panel):
    """Who may be the same person, and the question whether it is so; renewed while a name is typed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "prisoner_pages/records/doubles_notice.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {
                **context,
                "doubles": self.form.doubles,
                "answers": PairAnswer.choices,
                "answer": self.form.answer,
                "record": self.instance,
            }


# --- Stories by locale ---------------------------------------------------------------------------
class StoriesTab(RecordTab):
    class BoundPanel(RecordTab.BoundPanel):
        template_name = "prisoner_pages/records/stories.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, "rows": stories_of(self.instance), "record": self.instance}


@dataclass(frozen=True)
class StoryRow:
    language: str
    state: str
    address: str
    public_address: str


def stories_of(record: Prisoner) -> list[StoryRow]:
    """Return a row for each open locale, in the switcher's order."""
    stories = {story.locale.language_code: story for story in record.pages.select_related("locale")}
    open_languages = set(Locale.objects.values_list("language_code", flat=True))
    return [
        _story_row(own_name, stories.get(language), language)
        for language, own_name in CONTENT_LANGUAGES
        if language in open_languages
    ]


def _story_row(own_name: str, story: PrisonerPage | None, language: str) -> StoryRow:
    if story is None:
        missing = _("not begun") if language == SOURCE_LANGUAGE else _("not translated yet")
        return StoryRow(own_name, missing, "", "")
    back = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[story.prisoner_id])
    return StoryRow(
        own_name,
        story_state(story),
        f"{reverse('wagtailadmin_pages:edit', args=[story.pk])}?{urlencode({'next': back})}",
        story.get_url() if story.live and story.prisoner.is_public else "",
    )


def story_state(story: PrisonerPage) -> str:
    if story.workflow_in_progress:
        return _("waits for approval")
    if not story.live:
        return _("draft")
    return (
        _("on the site, with changes not yet approved") if story.has_unpublished_changes else _("on the site")
    )


# --- Bases ---------------------------------------------------------------------------------------
class ConsentsTab(RecordTab):
    class BoundPanel(RecordTab.BoundPanel):
        template_name = "prisoner_pages/records/consents.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            record = self.instance
            return {
                **super().get_context_data(parent_context),
                "record": record,
                "rows": bases_of(record),
                "may_read": may_read_consents(self.request.user, record),
                "add": reverse("add_consent", args=[record.pk]),
            }


@dataclass(frozen=True)
class BasisRow:
    scope: str
    label: str | Promise
    holds: bool
    hidden: Promise  # what the site leaves out while it does not hold
    consents: tuple[Consent, ...]


def bases_of(record: Prisoner) -> list[BasisRow]:
    held, consents = record.bases, list(record.consents.order_by("-created_at"))
    return [
        BasisRow(
            scope,
            label,
            scope in held,
            HIDDEN_WITHOUT[Scope(scope)],
            tuple(_with_state(each) for each in consents if each.scope == scope),
        )
        for scope, label in Scope.choices
    ]


def _with_state(consent: Any) -> Any:
    consent.state = consent_state(consent)
    return consent


def consent_state(consent: Consent) -> str:
    if consent.withdrawn_at:
        return _("ended")
    if consent.expires_on and consent.expires_on < timezone.localdate():
        return _("expired")
    if consent.scope in CONFIRMED_SCOPES and consent.basis == "published" and not consent.confirmed_at:
        return _("waits for a moderator’s confirmation")
    return _("holds")
