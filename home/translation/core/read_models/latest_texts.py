"""The latest text of a language, whether at the desk or in a draft beside the original."""

from wagtail_localize.strings import StringValue

from home.translation.models import Unit
from home.translation.translatables import PageOrWord


def last_text(target: PageOrWord, field: str) -> str:
    """Return the latest text of a plain field: one that waits for review, else the public one.

    `target` is the page or word of the language.
    """
    units = Unit.objects.filter(
        translation__source__object_id=target.translation_key,
        translation__target_locale=target.locale_id,
        translation__desk__is_detached=False,
        context__path=field,
    )
    unit = units.active().with_drafts().first()
    text = unit and (unit.draft or unit.approved_text or unit.carried_text)
    if text or unit and unit.approved_at:
        return StringValue(text).render_text()
    return getattr(target.get_latest_revision_as_object(), field)
