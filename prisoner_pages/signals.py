"""Rights on sections, wherever a section comes from (an action, a locale, Wagtail), and mail about drafts."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from prisoner_pages.models import PartnerIndexPage, PartnerPage
from prisoner_pages.partners.actions.workspaces import give_section_rights, open_workflow
from prisoner_pages.stories.actions import approval_mail


def _on_section(instance: PartnerPage, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        give_section_rights(instance)


def _on_index(created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        open_workflow()


def connect() -> None:
    post_save.connect(_on_section, sender=PartnerPage, dispatch_uid="section rights")
    post_save.connect(_on_index, sender=PartnerIndexPage, dispatch_uid="section workflow")


def connect_mail() -> None:
    """Send our mail of drafts in place of Wagtail's, which names people and texts.

    Our app is ready before Wagtail's admin: under its own `dispatch_uid` the first receiver stays.
    """
    task_submitted.connect(approval_mail.tell_moderators, dispatch_uid="draft submitted")
    for signal, receiver, word in (
        (workflow_rejected, approval_mail.tell_requester_of_changes, "rejected"),
        (workflow_approved, approval_mail.tell_requester_of_approval, "approved"),
    ):
        signal.connect(
            receiver, sender=WorkflowState, dispatch_uid=f"workflow_state_{word}_email_notification"
        )
