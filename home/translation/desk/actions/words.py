"""Making the words of records public: all that are reviewed, at once."""

from django.contrib.auth.models import User
from django.utils.functional import Promise
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.translation.choices import Right
from home.translation.core.actions.publish import NotReady, publish_translation
from home.translation.desk.read_models.word_rows import publishable
from home.translation.permissions import require

AT_ONCE = 50  # words in one request: each is a publication of its own


def publish_words(
    locale: Locale, *, by: User, kind: str = ""
) -> tuple[int, list[tuple[Translation, list[str | Promise]]]]:
    """Publish what is reviewed; return how many, and [(translation, reasons)] of those that can't be yet."""
    require(by, Right.PUBLISH, locale)
    done = 0
    refused = []
    for translation in publishable(locale, kind=kind).select_related("source", "target_locale")[:AT_ONCE]:
        try:
            publish_translation(translation, by=by)
            done += 1
        except NotReady as fault:
            refused.append((translation, fault.reasons))
    return done, refused
