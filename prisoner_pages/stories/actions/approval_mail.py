"""Mail about drafts that wait, were approved or need changes: a link and the partner's name only."""

from collections.abc import Iterable
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail, Renderer
from home.settings.defaults import settings
from prisoner_pages.models import Partner
from prisoner_pages.models.workflow import partner_of

SUBMITTED, APPROVED, RETURNED = "draft_submitted", "draft_approved", "draft_returned"
# Mail that somebody may do without -> where the settings of the account say so.
WANTED = {APPROVED: "approved_notifications", RETURNED: "rejected_notifications"}


def _texts(template: str, partner: Partner | None) -> tuple[str, str]:
    return {
        SUBMITTED: (
            _("%(partner)s: a draft waits for approval") % {"partner": partner},
            _(
                "A colleague has submitted a draft. It is approved by another person of the partner: whoever"
                " wrote it cannot approve it. Please read it here:"
            ),
        ),
        APPROVED: (
            _("%(partner)s: your draft was approved") % {"partner": partner},
            _("What you submitted was approved and published:"),
        ),
        RETURNED: (
            _("%(partner)s: changes are asked for") % {"partner": partner},
            _("The draft you submitted needs changes. What exactly stands beside it:"),
        ),
    }[template]


# A row of the outbox names one thing by a UUID: here the workflow and the person, side by side.
def reference_of(workflow_state: WorkflowState, user: User) -> UUID:
    return UUID(int=(workflow_state.pk << 64) | user.pk)


def referred(reference: UUID) -> tuple[WorkflowState | None, User | None]:
    """Return (workflow state, user), None for what is gone."""
    state_id, user_id = reference.int >> 64, reference.int & (2**64 - 1)
    return (
        WorkflowState.objects.filter(pk=state_id).first(),
        get_user_model().objects.filter(pk=user_id, is_active=True).first(),
    )


def render(template: str, reference: UUID, _language: str) -> Mail | None:
    state, user = referred(reference)
    thing = state and state.content_object
    if thing is None or user is None or not user.email:
        return None
    thing = thing.specific if isinstance(thing, Page) else thing
    address = AdminURLFinder(user).get_edit_url(thing)
    if address is None:
        return None
    subject, words = _texts(template, partner_of(thing))
    lines = [words, f"{settings.STAFF_URL}{address}", _("This mail names nobody on purpose.")]
    return Mail(to=user.email, subject=subject, body="\n\n".join(lines) + "\n")


def tell(template: str, workflow_state: WorkflowState, users: Iterable[User]) -> None:
    for user in users:
        queue_mail(template=template, reference=reference_of(workflow_state, user), language="uk")


def tell_moderators(instance: TaskState, user: User | None = None, **kwargs: Any) -> None:
    """Tell the partner's moderators, save whoever submitted."""
    state = instance.workflow_state
    thing = state.content_object
    partner = partner_of(thing)
    if partner and partner.moderators:
        moderators = partner.moderators.user_set.filter(is_active=True)
        tell(SUBMITTED, state, moderators.exclude(pk=cast(int, state.requested_by_id)))


def tell_requester_of_approval(instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    _tell_requester(APPROVED, instance, user)


def tell_requester_of_changes(instance: WorkflowState, user: User | None = None, **kwargs: Any) -> None:
    _tell_requester(RETURNED, instance, user)


def _tell_requester(template: str, state: WorkflowState, user: User | None) -> None:
    author = state.requested_by
    if author and author != user and _wants(author, template):
        tell(template, state, [author])


def _wants(user: User, template: str) -> bool:
    """Say whether the settings of the account ask for this mail, as they do until somebody changes them."""
    return not UserProfile.objects.filter(user=user, **{WANTED[template]: False}).exists()


MAILS: dict[str, Renderer] = {
    template: partial(render, template) for template in (SUBMITTED, APPROVED, RETURNED)
}
