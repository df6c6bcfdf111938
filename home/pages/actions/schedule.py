"""What was planned in the form of a page: it becomes public, or is taken down, when its time has come.

Wagtail leaves that to a command which somebody has to run; here the worker does it.
"""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision, get_page_models

from home.jobs.queue import do_each

FOLLOW_SCHEDULE = "home.follow_schedule"


def to_publish() -> QuerySet[Revision]:
    """Return the drafts whose time has come, planned by who may publish."""
    due = Revision.objects.filter(approved_go_live_at__lte=timezone.now(), content_type__in=_kinds())
    return due.order_by("approved_go_live_at")


def to_take_down() -> QuerySet[Page]:
    due = Page.objects.filter(live=True, expire_at__lte=timezone.now(), content_type__in=_kinds())
    return due.order_by("expire_at")


def _kinds() -> Iterable[ContentType]:
    """Return the kinds of pages for which an hour may be set."""
    models = [model for model in get_page_models() if getattr(model, "follows_hours", False)]
    return ContentType.objects.get_for_models(*models).values()


def something_is_due() -> bool:
    """Say whether a planned time has come; the worker asks each minute."""
    return to_publish().exists() or to_take_down().exists()


def follow_schedule() -> None:
    """Take down and publish what is due. One that fails holds up no other, and is tried again."""
    do_each([*to_take_down(), *to_publish()], _carry_out)


@transaction.atomic
def _carry_out(due: Model) -> None:
    """Look again under a lock: somebody may have planned otherwise meanwhile."""
    if isinstance(due, Page):
        page = to_take_down().select_for_update(of=("self",)).filter(pk=due.pk).first()
        if page:
            page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        return
    draft = to_publish().select_for_update(of=("self",)).filter(pk=due.pk).first()
    if draft:
        draft.publish(log_action="wagtail.publish.scheduled")
