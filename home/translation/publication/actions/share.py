"""Showing a translation to somebody outside, for a few days."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail_localize.models import Translation

from home.translation.desk.read_models.work import translations_of
from home.translation.permissions import NotYours
from home.translation.publication import preview_links


@transaction.atomic
def share_preview(translation: Translation, days: int, *, by: User) -> str:
    """Return the token of a link that holds for `days` (one of preview_links.DAYS). Raises NotYours."""
    if not translations_of(by).filter(pk=translation.pk).exists():
        raise NotYours
    until = int(timezone.now().timestamp()) + days * preview_links.A_DAY
    facts = {"text": translation.source.object_repr, "days": days}
    log(
        translation.target_locale,
        "translation.share_preview",
        user=by,
        title=str(translation.target_locale),
        data=facts,
    )
    return preview_links.make(translation.pk, by.pk, until=until)
