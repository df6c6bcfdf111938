"""A page as it would be in one language, built in memory; nothing is written."""

from collections.abc import Callable

from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import Translation

from home.translation.core.actions.publish import fill, new_target
from home.translation.core.read_models.plan import Text, plan, public_text
from home.translation.core.read_models.sources import target_of
from home.translation.models import Unit
from home.translation.translatables import PageOrWord


def built(translation: Translation, *, text_of: Callable[[Unit], Text]) -> PageOrWord:
    """Return the page of the translation's language, unsaved. `text_of` gives the text for a unit."""
    original = translation.source.as_instance()
    page = target_of(translation) or _place(new_target(original, translation.target_locale), original)
    fill(page, original, translation, plan(translation, text_of=text_of))
    _settle(page)
    return page


def draft_or_public(unit: Unit) -> Text:
    """Return (text, links): a draft that can be shown, else what may be public, else (None, {})."""
    if unit.draft and not unit.draft_error:
        return unit.draft, unit.attrs
    return public_text(unit)


def _settle(page: PageOrWord) -> None:
    """Bring the stored form of each body up to its blocks, as if it came from the database."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            body = getattr(page, field.name)
            setattr(page, field.name, field.to_python(field.get_prep_value(body)))


def _place(page: Page, original: Page) -> Page:
    """Give a page that is not in the tree yet the place that it will have."""
    above = original.get_parent()
    above = Page.objects.filter(translation_key=above.translation_key, locale=page.locale).first() or above
    page.path, page.depth, page.live = f"{above.path}ZZZZ", above.depth + 1, True
    page.first_published_at = page.last_published_at = original.last_published_at
    page.set_url_path(above)
    return page
