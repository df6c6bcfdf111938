"""Taking the languages along when their original leaves public view."""

from django.db import transaction
from wagtail.models import Page

from home.translation.models import DeskTranslation


@transaction.atomic
def take_down(original):
    """Unpublish the text of every language beside `original`; return how many there were.

    None of them comes back with the original: that takes a publishing at the desk.
    """
    base = Page if isinstance(original, Page) else type(original)
    targets = base.objects.filter(translation_key=original.translation_key, live=True)
    targets = targets.exclude(locale=original.locale_id).exclude(locale__in=_own_languages(original))
    for target in targets:
        getattr(target, "specific", target).unpublish()
    return len(targets)


def _own_languages(original):
    """The languages whose text is a page of its own by now."""
    detached = DeskTranslation.objects.filter(
        is_detached=True, translation__source__object_id=original.translation_key
    )
    return detached.values("translation__target_locale")
