"""Making a translation public: the page or word of that language is built from the plan, never copied."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Revision
from wagtail_localize.fields import SynchronizedField, copy_synchronised_fields, get_translatable_fields
from wagtail_localize.models import RelatedObjectSegment, TranslatableObject, Translation, TranslationLog
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments

from home.pages.actions.publishing import add_public_page
from home.translation.choices import NoticeKind, Right
from home.translation.core.actions.notices import notify, writers_of
from home.translation.core.publishing_permit import publishing
from home.translation.core.read_models.plan import Plan, plan, prune
from home.translation.core.read_models.sources import target_of
from home.translation.models import DeskTranslation, Unit
from home.translation.permissions import require
from home.translation.translatables import PageOrWord


class NotReady(Exception):
    """The translation may not be public yet; `reasons` are sentences for whoever publishes."""

    def __init__(self, reasons: list[str | Promise]) -> None:
        super().__init__(*map(str, reasons))
        self.reasons = reasons


@transaction.atomic
def publish_translation(
    translation: Translation, *, by: User | None, own: dict[str, Any] | None = None
) -> PageOrWord:
    """Publish what is approved in this language; return the page or word. Raises NotReady.

    The first time everything must be reviewed. Later, a string that changed keeps its older approved text and
    a new one is not shown until it is approved. `own` are {field: value} of fields that are empty in the
    original, so that they have no string.
    """
    require(by, Right.PUBLISH, translation.target_locale)
    translation = Translation.objects.select_for_update().get(pk=translation.pk)
    original = translation.source.as_instance()
    target = target_of(translation)
    made = plan(translation)
    if reasons := _reasons(translation, original, made):
        raise NotReady(reasons)
    target = target or new_target(original, translation.target_locale)
    fill(target, original, translation, made)
    for name, value in (own or {}).items():
        setattr(target, name, value)
    with publishing(target):
        revision = _make_public(target, original, by)
    _stamp(translation, revision, by)
    strings = Unit.objects.filter(translation=translation, is_active=True)
    notify(writers_of(translation, strings), translation, NoticeKind.PUBLISHED, by=by)
    return target


def reasons_against(translation: Translation) -> list[str | Promise]:
    """Return, in sentences, why the translation cannot be published now; none where it can."""
    return _reasons(translation, translation.source.as_instance(), plan(translation))


def _reasons(translation: Translation, original: PageOrWord, made: Plan) -> list[str | Promise]:
    return [*_reasons_of_text(translation, original, made), *_reasons_around(translation, original)]


def fill(target: PageOrWord, original: PageOrWord, translation: Translation, made: Plan) -> None:
    """Put the plan into `target`, unsaved. Cuts what is missing out of `original`.

    A field that never had a text in the original keeps the language's own.
    """
    own = _own_texts(target, original, translation)
    prune(original, made.missing)
    copy_synchronised_fields(original, target)
    for name in _text_fields(type(original)):
        if not _is_stream(original, name):
            setattr(target, name, "")
    for name, value in own.items():
        setattr(target, name, value)
    # A block is dropped as a whole, approved parts included, where a required part is missing.
    left = {value.path for value in extract_segments(original)}
    segments = [segment for segment in made.segments if segment.path in left]
    ingest_segments(original, target, translation.source.locale, translation.target_locale, segments)


def _own_texts(target: PageOrWord, original: PageOrWord, translation: Translation) -> dict[str, Any]:
    names = _text_fields(type(original)) - fields_with_strings(translation)
    return {name: getattr(target, name) for name in names if not getattr(original, name)}


def fields_with_strings(translation: Translation) -> set[str]:
    """Return the fields in which the original has a text, or once had one."""
    paths = Unit.objects.filter(translation=translation).values_list("context__path", flat=True)
    return {path.partition(".")[0] for path in paths}


def _text_fields(model: type[PageOrWord]) -> set[str]:
    """Return the translated fields: what the plan does not fill must be emptied."""
    fields = (each.get_field(model) for each in get_translatable_fields(model) if each.is_translated(None))
    kinds = models.CharField | models.TextField | StreamField
    return {field.name for field in fields if isinstance(field, kinds)}


def _is_stream(original: PageOrWord, name: str) -> bool:
    return isinstance(original._meta.get_field(name), StreamField)


def new_target(original: PageOrWord, locale: Locale) -> PageOrWord:
    target = type(original)(locale=locale, translation_key=original.translation_key)
    for each in get_translatable_fields(type(original)):
        if isinstance(each, SynchronizedField):
            setattr(target, each.field_name, getattr(original, each.field_name))
    return target


# --- May it be public? ---------------------------------------------------------------------------------
def _reasons_of_text(translation: Translation, original: PageOrWord, made: Plan) -> Iterator[str | Promise]:
    if _is_first(translation) and Unit.objects.filter(translation=translation).active().unapproved().exists():
        yield _("Not everything is reviewed yet.")
    required = {name for name in _text_fields(type(original)) if _is_needed(original, name)}
    if required - {segment.path for segment in made.segments}:
        yield _("The title has no text in this language.")


def _is_first(translation: Translation) -> bool:
    """Say whether it was never public. One that was taken down comes back with what was public."""
    return not DeskTranslation.objects.filter(
        translation=translation, first_published_at__isnull=False
    ).exists()


def _is_needed(original: PageOrWord, name: str) -> bool:
    is_text = not _is_stream(original, name)
    return is_text and bool(getattr(original, name)) and not original._meta.get_field(name).blank


def _reasons_around(translation: Translation, original: PageOrWord) -> Iterator[str | Promise]:
    if translation.desk.is_detached:
        yield _("It is a page of its own by now, and edited among the pages.")
    if not original.live:
        yield _("The original is not public.")
    if isinstance(original, Page) and not _has_public_parent(original, translation.target_locale):
        yield _("The page above it is not public in this language.")
    segments = RelatedObjectSegment.objects.filter(source=translation.source).select_related("object")
    if any(not _is_public(segment.object, translation.target_locale) for segment in segments):
        yield _("A word it uses is not public in this language.")


def _has_public_parent(original: Page, locale: Locale) -> bool:
    parent = original.get_parent()
    if parent.is_root():
        return True
    return Page.objects.filter(translation_key=parent.translation_key, locale=locale, live=True).exists()


def _is_public(related: TranslatableObject, locale: Locale) -> bool:
    found = related.get_instance_or_none(locale)
    return found is not None and getattr(found, "live", True)


# --- Making it public ----------------------------------------------------------------------------------
def _make_public(target: PageOrWord, original: PageOrWord, by: User | None) -> Revision | None:
    if isinstance(target, Page) and target.pk is None:
        parent = original.get_parent()
        if not parent.is_root():
            parent = Page.objects.get(translation_key=parent.translation_key, locale=target.locale)
        return add_public_page(parent, target, by=by).live_revision
    if target.pk is None:
        target.live = False
        target.save()
    revision = target.save_revision(user=by)
    revision.publish(user=by, skip_permission_checks=True)
    target.refresh_from_db()
    return revision


def _stamp(translation: Translation, revision: Revision | None, by: User | None) -> None:
    now = timezone.now()
    DeskTranslation.objects.update_or_create(
        translation=translation,
        defaults={
            "last_published_at": now,
            "last_published_by": by,
            "published_source_at": translation.source.last_updated_at,
            "known_revision": revision,
        },
    )
    DeskTranslation.objects.filter(translation=translation, first_published_at=None).update(
        first_published_at=now
    )
    TranslationLog.objects.create(
        source=translation.source, locale=translation.target_locale, revision=revision
    )
