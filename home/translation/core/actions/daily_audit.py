"""Once a day: is all approved that is public? No guard sees what is written into the database itself."""

import logging

from django.utils import timezone
from wagtail_localize.models import Translation

from home.translation.core.actions.publish import target_of
from home.translation.core.actions.unpublish import take_down
from home.translation.core.read_models.sources import original_of
from home.translation.core.read_models.unapproved import unapproved_texts
from home.translation.models import DeskTranslation

logger = logging.getLogger(__name__)
LOOK_THROUGH = "translation.look_through"


def look_through():
    """Note what is public and approved by nobody, take down what outlived its original; return how many."""
    found = 0
    translations = Translation.objects.filter(desk__is_detached=False)
    for translation in translations.select_related("source", "desk__known_revision").iterator():
        try:
            found += _look_at(translation)
        except Exception as fault:
            _tell("look_through_failed", translation, error=type(fault).__name__)
    return found


def _look_at(translation):
    target = target_of(translation)
    if target is None or not target.live:
        return _note(translation, is_strange=False)
    original = original_of(translation.source)
    if original is not None and not original.live:
        take_down(original)
        _tell("translation_outlived_original", translation)
        return 1
    return _note(translation, is_strange=bool(unapproved_texts(translation, target)))


def _note(translation, *, is_strange):
    """`unapproved_since` keeps the first day on which it was seen."""
    kept = DeskTranslation.objects.filter(pk=translation.pk)
    if not is_strange:
        kept.exclude(unapproved_since=None).update(unapproved_since=None)
        return 0
    kept.filter(unapproved_since=None).update(unapproved_since=timezone.now())
    _tell("unapproved_text_public", translation)
    return 1


def _tell(event, translation, **more):
    logger.warning("Public translation", extra={"event": event, "translation": translation.pk, **more})
