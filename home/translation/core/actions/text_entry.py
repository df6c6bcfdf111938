"""How text in another language enters a page or a word."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.models import Locale, Page, Revision
from wagtail_localize.fields import SynchronizedField, TranslatableField, get_translatable_fields
from wagtail_localize.models import Translation

from home.pages.actions.publishing import (
    SomePage,
    add_draft_page,
    add_public_page,
    keep_draft,
    keep_first_draft,
)
from home.translation.core.actions.catch_up import ask_to_catch_up
from home.translation.core.actions.entering import approve_texts, propose_texts, texts_said
from home.translation.core.actions.publish import (
    NotReady,
    fields_with_strings,
    new_target,
    publish_translation,
)
from home.translation.core.actions.sync import sync
from home.translation.core.publishing_permit import publishing
from home.translation.core.read_models.sources import is_taken, originals, target_of
from home.translation.models import DeskTranslation
from home.translation.translatables import PageOrWord


class ParentNotTranslated(Exception):
    """The page under which the text must lie does not exist in that locale yet."""


class FieldNotTranslated(ValueError):
    """A text was given for a field that the model does not declare as translated."""


@transaction.atomic
def place_story(
    original: PageOrWord, *, locale: Locale | str, fields: dict[str, Any], by: User | None, live: bool
) -> PageOrWord:
    """Put `fields` (field name -> value in that language) beside `original`, a page or a word.

    Fields that the model declares as synchronised are copied from the original; every other text starts
    empty, so nothing of the source language can show. With `live` the result is published; without, it
    waits as a draft and what was public before stays public. `locale` is a Locale or a language code.

    Once the desk has the text, the fields are entered there, approved if `live`; what a person approved
    stays, and what may not be public yet stays unpublished. Returns the page or word of that locale; None
    where the desk has made none. Raises ParentNotTranslated, FieldNotTranslated.
    """
    if unknown := set(fields) - set(_declared(type(original), TranslatableField)):
        raise FieldNotTranslated(", ".join(sorted(unknown)))
    locale = locale if isinstance(locale, Locale) else Locale.objects.get(language_code=locale)
    if translation := _at_desk(original, locale):
        return _enter_at_desk(translation, original, fields, by, live)
    return _place_beside(original, locale, fields, by, live)


def place_new_story(
    original: SomePage, *, locale: Locale, fields: dict[str, Any], by: User | None, live: bool
) -> SomePage:
    """Do as `place_story` where this step has made the original: no desk has it, and nothing beside it.

    Raises ParentNotTranslated before it has written anything.
    """
    target = new_target(original, locale)
    parent = _parent_of(original, locale)
    ask_to_catch_up()
    _say(target, fields)
    with publishing(target):
        return (add_public_page if live else add_draft_page)(parent, target, by=by)


def keep_new_text(page: Page, *, fields: dict[str, Any], by: User | None) -> None:
    """Let other texts wait in a draft of a page that this step has made."""
    _say(page, fields)
    with publishing(page):
        keep_first_draft(page, by=by)


def show_again(target: PageOrWord, revision: Revision, *, by: User | None) -> PageOrWord:
    """Republish a text that was taken down: as the desk has it now, else as in the revision."""
    if translation := _at_desk(target, target.locale):
        return _publish_if_ready(translation, {})
    with publishing(target):
        revision.publish(user=by, skip_permission_checks=True)
    return target


def _at_desk(original: PageOrWord, locale: Locale) -> Translation | None:
    """Return the desk's translation of the text, locked, if the desk follows it."""
    kept = DeskTranslation.objects.select_for_update().filter(
        translation__source__object_id=original.translation_key, translation__target_locale=locale
    )
    desk = kept.exclude(is_detached=True).first()
    if desk is None:
        return None
    return Translation.objects.select_related("source", "target_locale").get(pk=desk.pk)


# --- The desk has it -----------------------------------------------------------------------------------
def _enter_at_desk(
    translation: Translation, original: PageOrWord, fields: dict[str, Any], by: User | None, live: bool
) -> PageOrWord:
    _sync_if_published_since(translation, original)
    said = new_target(original, translation.target_locale)
    _say(said, fields)
    pairs = texts_said(translation, said, also=fields)
    own = {name: fields[name] for name in fields.keys() - fields_with_strings(translation)}
    if live:
        approve_texts(translation, pairs)
        return _publish_if_ready(translation, own)
    propose_texts(translation, pairs)
    return _keep_draft(translation, original, fields, by) if own else target_of(translation)


def _sync_if_published_since(translation: Translation, original: PageOrWord) -> None:
    public = originals(type(original)).filter(translation_key=original.translation_key).first()
    if public and public.last_published_at and not is_taken(public):
        sync(public)
        translation.refresh_from_db()


def _publish_if_ready(translation: Translation, own: dict[str, Any]) -> PageOrWord:
    try:
        return publish_translation(translation, by=None, own=own)
    except NotReady:
        return target_of(translation)


def _keep_draft(
    translation: Translation, original: PageOrWord, fields: dict[str, Any], by: User | None
) -> PageOrWord:
    """Keep fields that have no string in a draft of the page or word itself."""
    target = _place_beside(original, translation.target_locale, fields, by, live=False)
    DeskTranslation.objects.filter(translation=translation).update(known_revision=target.latest_revision)
    return target


# --- The desk has not seen it yet ----------------------------------------------------------------------
def _place_beside(
    original: PageOrWord, locale: Locale, fields: dict[str, Any], by: User | None, live: bool
) -> PageOrWord:
    """Write the page or word now and let the desk take it over later: imports make thousands."""
    ask_to_catch_up()
    target = original.get_translation_or_none(locale)
    if target is not None and not live and target.latest_revision_id:
        target = target.get_latest_revision_as_object()
    target = target or new_target(original, locale)
    for name in _declared(type(original), SynchronizedField):
        setattr(target, name, getattr(original, name))
    _say(target, fields)
    place = _place_page if isinstance(target, Page) else _place_word
    with publishing(target):
        return place(target, original, by, live)


def _say(target: PageOrWord, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(target, name, value)


def _declared(model: type[PageOrWord], kind: type[SynchronizedField | TranslatableField]) -> list[str]:
    return [field.field_name for field in get_translatable_fields(model) if isinstance(field, kind)]


def _place_page(page: Page, original: Page, by: User | None, live: bool) -> Page:
    if page.pk is None and live:
        return add_public_page(_parent_of(original, page.locale), page, by=by)
    if page.pk is None:
        return add_draft_page(_parent_of(original, page.locale), page, by=by)
    if not live:
        keep_draft(page, by=by)
        return page
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()
    return page


def _parent_of(original: Page, locale: Locale) -> Page:
    parent = original.get_parent()
    found = Page.objects.filter(translation_key=parent.translation_key, locale=locale).first()
    if parent.is_root():
        return parent
    if found is None:
        raise ParentNotTranslated(f"{parent.slug}: {locale.language_code}")
    return found


def _place_word(word: PageOrWord, _original: PageOrWord, by: User | None, live: bool) -> PageOrWord:
    if word.pk is None:
        word.live = False
        word.save()
    revision = word.save_revision(user=by)
    if live:
        revision.publish(user=by, skip_permission_checks=True)
        word.refresh_from_db()
    return word
