"""Publishing at a time that somebody chose: planned when all is ready, and looked at again when it comes."""

import logging

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.translation.choices import NoticeKind, Right
from home.translation.core.actions.notices import notify
from home.translation.core.actions.publish import NotReady, publish_translation, reasons_against
from home.translation.models import DeskTranslation
from home.translation.permissions import NotYours, require

logger = logging.getLogger(__name__)
PUBLISH_DUE = "translation.publish_due"


@transaction.atomic
def plan_publishing(translation, at, *, by):
    """Let the translation become public at `at`. Raises NotYours, NotReady."""
    require(by, Right.PUBLISH, translation.target_locale)
    desk = DeskTranslation.objects.select_for_update().get(pk=translation.pk)
    if at <= timezone.now():
        raise NotReady([_("This moment is over.")])
    if reasons := reasons_against(translation):
        raise NotReady(reasons)
    _plan(desk, at=at, by=by)


@transaction.atomic
def cancel_publishing(translation, *, by):
    """Let it wait for somebody to publish it. Raises NotYours."""
    require(by, Right.PUBLISH, translation.target_locale)
    _plan(DeskTranslation.objects.select_for_update().get(pk=translation.pk), at=None, by=None)


def _plan(desk, *, at, by, refused_at=None):
    desk.publish_at, desk.publish_by, desk.publish_refused_at = at, by, refused_at
    desk.save(update_fields=["publish_at", "publish_by", "publish_refused_at"])


def due():
    return DeskTranslation.objects.filter(publish_at__lte=timezone.now())


def something_is_due():
    """Has a time come? The worker asks each minute."""
    return due().exists()


def publish_due():
    """Publish what is due; return how many. One that is refused keeps no other back."""
    return sum(_publish(pk) for pk in due().order_by("publish_at").values_list("pk", flat=True))


def _publish(pk):
    """Publish one, or refuse it: planned or not, the gate and the right of whoever planned are asked now."""
    try:
        with transaction.atomic():
            desk = due().select_for_update(of=("self",)).filter(pk=pk).first()
            if desk is None:
                return False  # another worker, or cancelled meanwhile
            if desk.publish_by is None:
                raise NotYours  # the account is gone
            publish_translation(desk.translation, by=desk.publish_by)
            desk.refresh_from_db()
            _plan(desk, at=None, by=None)
        return True
    except DatabaseError:
        logger.warning("Planned publishing waits", extra={"event": "planned_publishing_waits"})
    except Exception as fault:
        _refuse(pk, fault)
    return False


@transaction.atomic
def _refuse(pk, fault):
    desk = DeskTranslation.objects.select_for_update().get(pk=pk)
    logger.warning(
        "Planned publishing refused",
        extra={"event": "planned_publishing_refused", "translation": pk, "error": type(fault).__name__},
    )
    notify([desk.publish_by], desk.translation, NoticeKind.REFUSED)
    _plan(desk, at=None, by=None, refused_at=timezone.now())
