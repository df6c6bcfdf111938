"""The road by which text in another language enters a page or a word."""

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.fields import SynchronizedField, TranslatableField, get_translatable_fields

from home.publishing import add_public_page


class ParentNotTranslated(Exception):
    """The page under which the text must lie does not exist in that locale yet."""


class FieldNotTranslated(ValueError):
    """A text was given for a field that the model does not declare as translated."""


@transaction.atomic
def place_story(original, *, locale, fields, by, live):
    """Put `fields` (field name -> value in that language) beside `original`, a page or a word.

    Facts that the model declares as synchronised are copied from the original; every other text starts
    empty, so nothing of the source language can show. With `live` the result is published; without, it
    waits as a draft and what was public before stays public. `locale` is a Locale or a language code.
    Returns the page or word of that locale. Raises ParentNotTranslated, FieldNotTranslated.
    """
    locale = locale if isinstance(locale, Locale) else Locale.objects.get(language_code=locale)
    target = original.get_translation_or_none(locale) or _new_target(original, locale)
    _fill(target, original, fields)
    return (
        _place_page(target, original, by, live) if isinstance(target, Page) else _place_word(target, by, live)
    )


def _new_target(original, locale):
    return type(original)(locale=locale, translation_key=original.translation_key)


def _declared(model, kind):
    return [field.field_name for field in get_translatable_fields(model) if isinstance(field, kind)]


def _fill(target, original, fields):
    if unknown := set(fields) - set(_declared(type(original), TranslatableField)):
        raise FieldNotTranslated(", ".join(sorted(unknown)))
    for name in _declared(type(original), SynchronizedField):
        setattr(target, name, getattr(original, name))
    for name, value in fields.items():
        setattr(target, name, value)


def _place_page(page, original, by, live):
    if page.pk is None and live:
        return add_public_page(_parent_of(original, page.locale), page, by=by)
    if page.pk is None:
        page.live = False
        page.draft_title = page.title
        _parent_of(original, page.locale).add_child(instance=page)
    revision = page.save_revision(user=by)
    if live:
        revision.publish(user=by, skip_permission_checks=True)
        page.refresh_from_db()
    return page


def _parent_of(original, locale):
    parent = original.get_parent()
    found = Page.objects.filter(translation_key=parent.translation_key, locale=locale).first()
    if parent.is_root():
        return parent
    if found is None:
        raise ParentNotTranslated(f"{parent.slug}: {locale.language_code}")
    return found


def _place_word(word, by, live):
    if word.pk is None:
        word.live = False
        word.save()
    revision = word.save_revision(user=by)
    if live:
        revision.publish(user=by, skip_permission_checks=True)
        word.refresh_from_db()
    return word
