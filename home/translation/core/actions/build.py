"""A page as it would be in one language, built in memory; nothing is written."""

from wagtail.fields import StreamField
from wagtail.models import Page

from home.translation.core.actions.publish import fill, new_target, target_of
from home.translation.core.read_models.plan import plan, public_text


def built(translation, *, text_of):
    """Return the page of the translation's language, unsaved. `text_of` says what stands for a string."""
    original = translation.source.as_instance()
    page = target_of(translation) or _place(new_target(original, translation.target_locale), original)
    fill(page, original, translation, plan(translation, text_of=text_of))
    _settle(page)
    return page


def draft_or_public(unit):
    """Return (text, links): a draft that can be shown, else what may be public, (None, {}) for neither."""
    if unit.draft and not unit.draft_error:
        return unit.draft, unit.attrs
    return public_text(unit)


def _settle(page):
    """Let the stored form of each body say what its blocks now say, as if it came from the database."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            body = getattr(page, field.name)
            setattr(page, field.name, field.to_python(field.get_prep_value(body)))


def _place(page, original):
    """Give a page that is in no tree yet the place that it will have."""
    above = original.get_parent()
    above = Page.objects.filter(translation_key=above.translation_key, locale=page.locale).first() or above
    page.path, page.depth, page.live = f"{above.path}ZZZZ", above.depth + 1, True
    page.first_published_at = page.last_published_at = original.last_published_at
    page.set_url_path(above)
    return page
