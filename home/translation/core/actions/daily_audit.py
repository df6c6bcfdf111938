"""Once a day: is everything approved that is public? No guard sees direct changes of the database."""

import logging

from django.utils import timezone
from wagtail_localize.models import Translation

from home.translation.core.actions.unpublish import take_down
from home.translation.core.read_models.sources import original_of, target_of
from home.translation.core.read_models.unapproved import unapproved_texts
from home.translation.models import DeskTranslation

logger = logging.getLogger(__name__)
LOOK_THROUGH = "translation.look_through"


def look_through() -> int:
    """Note what is public without approval, take down what outlived its original; return how many."""
    found = 0
    translations = Translation.objects.filter(desk__is_detached=False)
    for translation in translations.select_related("source", "desk__known_revision").iterator():
        try:
            found += _look_at(translation)
        except Exception as fault:
            _tell("look_through_failed", translation, error=type(fault).__name__)
    return found


def _look_at(translation: Translation) -> int:
    target = target_of(translation)
    if target is None or not target.live:
        return _note(translation, is_strange=False)
    original = original_of(translation.source)
    if original is not None and not original.live:
        take_down(original)
        _tell("translation_outlived_original", translation)
        return 1
    return _note(translation, is_strange=bool(unapproved_texts(translation, target)))


def _note(translation: Translation, *, is_strange: bool) -> int:
    """Keep in `unapproved_since` when it was first seen."""
    kept = DeskTranslation.objects.filter(pk=translation.pk)
    if not is_strange:
        kept.exclude(unapproved_since=None).update(unapproved_since=None)
        return 0
    kept.filter(unapproved_since=None).update(unapproved_since=timezone.now())
    _tell("unapproved_text_public", translation)
    return 1


def _tell(event: str, translation: Translation, **more: str) -> None:
    logger.warning("Public translation", extra={"event": event, "translation": translation.pk, **more})
