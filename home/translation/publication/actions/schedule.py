"""Publishing at a chosen time: planned when everything is ready, and checked again when the time comes."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import Translation

from home.translation.choices import NoticeKind, Right
from home.translation.core.actions.notices import notify
from home.translation.core.actions.publish import NotReady, publish_translation, reasons_against
from home.translation.models import DeskTranslation
from home.translation.permissions import NotYours, require

logger = logging.getLogger(__name__)
PUBLISH_DUE = "translation.publish_due"


@transaction.atomic
def plan_publishing(translation: Translation, at: datetime, *, by: User) -> None:
    """Let the translation become public at `at`. Raises NotYours, NotReady."""
    require(by, Right.PUBLISH, translation.target_locale)
    desk = DeskTranslation.objects.select_for_update().get(pk=translation.pk)
    if at <= timezone.now():
        raise NotReady([_("This moment is over.")])
    if reasons := reasons_against(translation):
        raise NotReady(reasons)
    _plan(desk, at=at, by=by)


@transaction.atomic
def cancel_publishing(translation: Translation, *, by: User) -> None:
    """Cancel the plan. Raises NotYours."""
    require(by, Right.PUBLISH, translation.target_locale)
    _plan(DeskTranslation.objects.select_for_update().get(pk=translation.pk), at=None, by=None)


def _plan(
    desk: DeskTranslation, *, at: datetime | None, by: User | None, refused_at: datetime | None = None
) -> None:
    desk.publish_at, desk.publish_by, desk.publish_refused_at = at, by, refused_at
    desk.save(update_fields=["publish_at", "publish_by", "publish_refused_at"])


def due() -> QuerySet[DeskTranslation]:
    return DeskTranslation.objects.filter(publish_at__lte=timezone.now())


def something_is_due() -> bool:
    """Say whether a planned time has come; the worker asks each minute."""
    return due().exists()


def publish_due() -> int:
    """Publish what is due; return how many. One that is refused holds up no other."""
    return sum(_publish(pk) for pk in due().order_by("publish_at").values_list("pk", flat=True))


def _publish(pk: int) -> bool:
    """Publish one, or refuse it: readiness and the right of whoever planned it are checked again now."""
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
def _refuse(pk: int, fault: Exception) -> None:
    desk = DeskTranslation.objects.select_for_update().get(pk=pk)
    logger.warning(
        "Planned publishing refused",
        extra={"event": "planned_publishing_refused", "translation": pk, "error": type(fault).__name__},
    )
    notify([desk.publish_by], desk.translation, NoticeKind.REFUSED)
    _plan(desk, at=None, by=None, refused_at=timezone.now())
