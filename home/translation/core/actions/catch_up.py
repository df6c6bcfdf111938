"""Bringing the desk up to date with what was published: after each publication, and each hour."""

import logging
from typing import Any

from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.jobs.queue import enqueue, enqueue_once
from home.jobs.turns import give_way
from home.translation.core.actions.adopt import adopt
from home.translation.core.actions.sync import submit
from home.translation.core.read_models.sources import behind, languages_beside, originals, translated_models
from home.translation.translatables import PageOrWord

logger = logging.getLogger(__name__)

CATCH_UP = "translation.catch_up"
AT_ONCE = 50  # originals per job; the next job takes the rest, so that a killed one loses little


def ask_to_catch_up() -> None:
    """Let the worker take over what this transaction publishes."""
    enqueue_once(CATCH_UP)


def catch_up(limit: int = AT_ONCE) -> int:
    """Take over `limit` originals that changed since; return how many. One that fails holds up no other."""
    due = ((model, pk) for model in translated_models() for pk in behind(model).values_list("pk", flat=True))
    done = 0
    for model, pk in due:
        done += _take_over(model, pk)
        give_way()
        if done == limit:
            enqueue(CATCH_UP)
            break
    return done


def _take_over(model: type[PageOrWord], pk: Any) -> int:
    try:
        with transaction.atomic():
            original = originals(model).filter(pk=pk).first()
            return 0 if original is None else take_over(original)
    except Exception as fault:
        row = f"{model._meta.label} {pk}"
        logger.warning(
            "Not taken over",
            extra={"event": "catch_up_failed", "row": row, "error": type(fault).__name__},
        )
        return 0


def take_over(original: PageOrWord) -> int:
    """Open it in each language in which it stands beside, and enter what it says there; return 1."""
    source = submit(original, Locale.objects.filter(pk__in=languages_beside(original)))
    for target in original.get_translations():
        translation = Translation.objects.get(source=source, target_locale=target.locale_id)
        adopt(translation, target, is_current=_is_current(target, original))
    return 1


def _is_current(target: PageOrWord, original: PageOrWord) -> bool:
    if None in (target.last_published_at, original.last_published_at):
        return target.live
    return target.last_published_at >= original.last_published_at
