"""Unpublishing the translations when their original is unpublished."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page

from home.translation.models import DeskTranslation
from home.translation.translatables import PageOrWord


@transaction.atomic
def take_down(original: PageOrWord) -> int:
    """Unpublish the text of every language beside `original`; return how many there were.

    None of them comes back with the original: that needs a publication at the desk.
    """
    base: type[PageOrWord] = Page if isinstance(original, Page) else type(original)
    targets = base.objects.filter(translation_key=original.translation_key, live=True)
    targets = targets.exclude(locale=original.locale_id).exclude(locale__in=_own_languages(original))
    for target in targets:
        getattr(target, "specific", target).unpublish()
    return len(targets)


def _own_languages(original: PageOrWord) -> QuerySet[DeskTranslation, Any]:
    """Return the languages whose text has become a page of its own."""
    detached = DeskTranslation.objects.filter(
        is_detached=True, translation__source__object_id=original.translation_key
    )
    return detached.values("translation__target_locale")
