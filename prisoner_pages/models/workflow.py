from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CASCADE, ForeignKey, Model, OuterRef, Q, QuerySet, UniqueConstraint
from django.db.models.functions import Coalesce
from django.forms import BooleanField, HiddenInput
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.forms import TaskStateCommentForm
from wagtail.locks import WorkflowLock
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision, Task, TaskState, WorkflowState

from home.translation.core.read_models.changed_originals import words_lost
from home.translation.publication.actions.source_changes import withdraw_all_older
from prisoner_pages.fund_raising import fund_raising_in, said_by
from prisoner_pages.models.pages import CampaignPage, EventPage, PartnerPage
from prisoner_pages.models.partner import Partner
from prisoner_pages.models.prisoner import Prisoner
from prisoner_pages.policies import TREASON_ARTICLES
from prisoner_pages.querysets.drafts import naming, not_named_by


def partner_of(thing: Any) -> Partner | None:
    """Return the partner whose record, page or section this is; None for what belongs to the whole site."""
    if isinstance(thing, Prisoner):
        return thing.partner
    section = PartnerPage.objects.ancestor_of(thing, inclusive=True).select_related("partner").first()
    return section.partner if section else None


def specific(thing: Any) -> Any:
    return thing.specific if isinstance(thing, Page) else thing


def draft_of(thing: Any) -> Any:
    """Return the thing as its newest revision says it."""
    return thing.get_latest_revision_as_object() if isinstance(thing, Page) else thing


def edited_since_publication(thing: Any, user: User) -> bool:
    """Tell whether the user wrote any revision that is newer than the public one.

    A public revision is never overwritten in place (`ApprovedRevisions`), so its number tells.
    """
    return thing.revisions.filter(user=user, pk__gt=thing.live_revision_id or 0).exists()


def is_private_since_publication(thing: Any) -> bool:
    """Tell whether a basis for showing something of the person has ended since the last publication."""
    person = getattr(specific(thing), "prisoner", None)
    published = thing.last_published_at
    return person is not None and published is not None and person.consents.ended_since(published).exists()


# --- What stops a campaign or an event ------------------------------------------------------------
OVERRULE = "prisoner_pages.overrule_stop"


class LetPass(Model):
    """Somebody charged with treason or espionage, whom a second person let stand on a campaign's page."""

    campaign = ForeignKey(CampaignPage, CASCADE, related_name="let_pass")
    prisoner = ForeignKey(Prisoner, CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        verbose_name = gettext_lazy("recipient let pass")
        constraints = [
            UniqueConstraint(fields=["campaign", "prisoner"], name="one_is_let_pass_once"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.prisoner_id}"


@dataclass(frozen=True)
class Stops:
    """What endangers prisoners on a page that asks for letters: a second person may let it pass."""

    words: tuple[str, ...] = ()  # that raise money for arms, army or intelligence
    people: tuple[int, ...] = ()  # recipients charged with treason or espionage

    def __bool__(self) -> bool:
        return bool(self.words or self.people)

    def without(self, passed: dict[str, Any]) -> "Stops":
        words = (each for each in self.words if each not in passed["words"])
        people = (each for each in self.people if each not in passed["people"])
        return Stops(tuple(words), tuple(people))


def stops_of(draft: Any) -> Stops:
    """Return what stops this draft, less what a second person has let pass on this page before."""
    if not isinstance(draft, CampaignPage | EventPage):
        return Stops()
    texts = (getattr(draft, field.name) for field in draft._meta.fields if field.get_internal_type() in TEXTS)
    found = Stops(tuple(fund_raising_in(said_by([*texts, list(draft.body.raw_data)]))), _endangered(draft))
    return found.without(_let_pass(draft)) if found and draft.pk else found


TEXTS = {"CharField", "TextField", "URLField"}


def _endangered(draft: CampaignPage | EventPage) -> tuple[int, ...]:
    """Return the recipients charged with treason who are shown, or are the partner's own."""
    if not isinstance(draft, CampaignPage):
        return ()
    chosen = [person.pk for person in draft.recipients.all()]
    people = Prisoner.objects.asked_for(chosen, draft.recipient_rule).charged_with(TREASON_ARTICLES)
    seen = people.public_or(chosen)
    return tuple(seen.order_by("pk").values_list("pk", flat=True))


def _let_pass(page: CampaignPage | EventPage) -> dict[str, Any]:
    """Return the words that were let pass last on this page, and all people who ever were."""
    entry = PageLogEntry.objects.filter(page=page.pk, action=OVERRULE).order_by("-timestamp", "-pk").first()
    people = LetPass.objects.filter(campaign=page.pk).values_list("prisoner", flat=True)
    return {"words": entry.data["words"] if entry else (), "people": set(people)}


class ApprovalForm(TaskStateCommentForm):
    """A comment, what becomes of words in other languages, and who answers for what stops a page."""

    withdraws = BooleanField(label=gettext_lazy("Take it out of every language now"), required=False)
    is_stopped = BooleanField(widget=HiddenInput, required=False)
    overrules = BooleanField(
        label=gettext_lazy("I have looked at this and answer for publishing it"), required=False
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.pop("is_stopped", False) and not said["overrules"]:
            self.add_error("overrules", gettext_lazy("Tick this, or ask the author for changes instead."))
        if said.get("overrules") and not said.get("comment", "").strip():
            self.add_error("comment", gettext_lazy("Say in a sentence why it endangers nobody."))
        return said


UNDER_APPROVAL = gettext_lazy("The draft waits for approval: until then only a moderator may change it.")


class WaitsForApproval(WorkflowLock):
    """Says one sentence of whatever waits: Wagtail's put the kind of it where Ukrainian would inflect it."""

    def get_message(self, user: User) -> str | None:
        return str(UNDER_APPROVAL) if self.for_user(user) else None


class PartnerApprovalTask(Task):
    """Approval by another person of the partner: a moderator who wrote no part of what would be published."""

    lock_class = WaitsForApproval

    class Meta:
        verbose_name = gettext_lazy("approval within the partner")
        verbose_name_plural = gettext_lazy("approvals within the partner")

    @classmethod
    def get_description(cls) -> str:
        return _("A moderator of the same partner approves; nobody approves their own edit.")

    def moderates(self, thing: Any, user: User) -> bool:
        partner = partner_of(thing)
        return partner is not None and user.is_active and partner.has_moderator(user)

    def may_approve(self, thing: Any, user: User) -> bool:
        state = thing.current_workflow_state
        return (
            self.moderates(thing, user)
            and not (state and state.requested_by_id == user.pk)
            and not edited_since_publication(thing, user)
        )

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, str, bool]]:
        if not self.moderates(obj, user):
            return []
        actions = [("reject", _("Request changes"), True)]
        if self.may_approve(obj, user):
            actions += self._approvals(obj)
        return actions

    def _approvals(self, obj: Any) -> list[tuple[str, str, bool]]:
        """What the draft no longer says may stand in other languages: nobody approves that without a look."""
        if words_lost(obj) or stops_of(draft_of(obj)):
            return [("approve", _("Approve"), True)]
        return [("approve", _("Approve"), False), ("approve", _("Approve with comment"), True)]

    def get_form_for_action(self, action: str) -> type[TaskStateCommentForm]:
        return ApprovalForm if action == "approve" else super().get_form_for_action(action)

    def get_template_for_action(self, action: str) -> str:
        return "prisoner_pages/stories/approval.html" if action == "approve" else ""

    @transaction.atomic
    def on_action(
        self,
        task_state: TaskState,
        user: User,
        action_name: str,
        *,
        withdraws: bool = False,
        overrules: bool = False,
        **kwargs: Any,
    ) -> None:
        """Ask again: "save and approve" in one request is offered before the revision is written."""
        thing = specific(task_state.workflow_state.content_object)
        if action_name not in {name for name, _label, _modal in self.get_actions(thing, user)}:
            raise PermissionDenied(_("Another person of the partner approves what you have written."))
        if action_name == "approve":
            _answer_for_stops(thing, user, overrules=overrules, comment=kwargs.get("comment", ""))
        super().on_action(task_state, user, action_name, **kwargs)
        if withdraws:
            withdraw_all_older(thing, by=user)

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return self.moderates(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        """While it waits, only moderators may touch it: what is approved is what was submitted."""
        return not self.moderates(obj, user)

    def user_can_lock(self, obj: Any, user: User) -> bool:
        return self.moderates(obj, user)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        """Return what waits for this user, by partner and authorship, in SQL."""
        waiting = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        asked = WorkflowState.objects.filter(_names_what_is_for(user)).exclude(requested_by=user)
        return waiting.filter(workflow_state__in=asked)


def _answer_for_stops(thing: Any, user: User, *, overrules: bool, comment: str) -> None:
    stops = stops_of(draft_of(thing))
    if not stops:
        return
    if not (overrules and comment.strip()):
        raise PermissionDenied(_("Nobody has answered for what endangers prisoners on this page."))
    words = sorted({*stops.words, *_let_pass(thing)["words"]})
    log(thing, OVERRULE, user=user, data={"words": words, "people": list(stops.people)})
    passes = [LetPass(campaign=thing, prisoner_id=person) for person in stops.people]
    LetPass.objects.bulk_create(passes, ignore_conflicts=True)


def _names_what_is_for(user: User) -> Q:
    """Return the condition that a workflow state names what this user moderates and has not written."""
    partners = Partner.objects.moderated_by(user)
    own_edits = Revision.objects.filter(user=user, pk__gt=Coalesce(OuterRef("live_revision_id"), 0))
    below = Q(pk__in=[])
    for path in PartnerPage.objects.filter(partner__in=partners).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    records, pages = Prisoner.objects.filter(partner__in=partners), Page.objects.filter(below)
    return naming(not_named_by(own_edits, records)) | naming(not_named_by(own_edits, pages))
