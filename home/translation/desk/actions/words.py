"""Making the words of records public: all that are reviewed, at once."""

from home.translation.choices import Right
from home.translation.core.actions.publish import NotReady, publish_translation
from home.translation.desk.read_models.word_rows import publishable
from home.translation.permissions import require

AT_ONCE = 50  # words in one request: each is a publishing of its own


def publish_words(locale, *, by, kind=""):
    """Publish what is reviewed; return (how many, [(translation, reasons) of those that may not be yet])."""
    require(by, Right.PUBLISH, locale)
    done, refused = 0, []
    for translation in publishable(locale, kind=kind).select_related("source", "target_locale")[:AT_ONCE]:
        try:
            publish_translation(translation, by=by)
            done += 1
        except NotReady as fault:
            refused.append((translation, fault.reasons))
    return done, refused
