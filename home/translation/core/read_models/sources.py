"""Which pages and words are translated, and which of them changed since the desk last looked."""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.read_models.public_texts import without_hidden
from home.translation.models import DeskTranslation
from home.translation.translatables import PageOrWord, model_of


def translated_models() -> list[type[PageOrWord]]:
    """Return the models whose text is translated: those that name their fields."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, TranslatableMixin) and hasattr(model, "translatable_fields")
    ]


def word_models() -> list[type[PageOrWord]]:
    return [model for model in translated_models() if not issubclass(model, Page)]


def originals(model: type[PageOrWord]) -> QuerySet[Any]:
    """Return the live rows of a model in the source language: the desk takes over nothing else."""
    return model.objects.filter(locale__language_code=SOURCE_LANGUAGE, live=True)


def readable(model: type[PageOrWord]) -> QuerySet[Any]:
    """Return the originals of a model that anybody can read now: people at the desk see no others."""
    return without_hidden(originals(model)) if issubclass(model, Page) else originals(model)


def is_readable(path: str) -> Q:
    """Return a Q for rows whose `path` leads to a TranslationSource: anybody can read its original now."""
    key, locale = OuterRef(f"{path}object_id"), OuterRef(f"{path}locale")
    place = {"live": True, "translation_key": key, "locale": locale}
    pages = Q(Exists(without_hidden(Page.objects.filter(**place))))
    return reduce(or_, (Q(Exists(model.objects.filter(**place))) for model in word_models()), pages)


def original_of(source: TranslationSource) -> PageOrWord | None:
    """Return the page or word whose texts `source` holds, in its public form; None once it is gone."""
    model = model_of(source.specific_content_type)
    return model.objects.filter(translation_key=source.object_id, locale=source.locale_id).first()


def source_of(original: PageOrWord) -> TranslationSource | None:
    """Return the TranslationSource of an original that is open at the desk in a language; None otherwise."""
    opened = TranslationSource.objects.filter(
        object_id=original.translation_key, locale=original.locale_id, translations__isnull=False
    )
    return opened.first()


def target_of(translation: Translation) -> PageOrWord | None:
    """Return the page or word of the translation's language, None where there is none yet."""
    source = translation.source
    model = model_of(source.specific_content_type)
    return model.objects.filter(
        translation_key=source.object_id, locale_id=translation.target_locale_id
    ).first()


def is_taken(original: PageOrWord) -> bool:
    """Say whether the desk has the public text of this original."""
    taken = TranslationSource.objects.filter(
        object_id=original.translation_key,
        locale=original.locale_id,
        last_updated_at__gte=original.last_published_at,
    )
    return taken.exists()


def behind(model: type[PageOrWord]) -> QuerySet[Any]:
    """Return the originals whose public text, or that of a translation, the desk doesn't have yet."""
    opened = Translation.objects.filter(source__object_id=OuterRef("translation_key"))
    taken = TranslationSource.objects.filter(
        object_id=OuterRef("translation_key"),
        locale=OuterRef("locale"),
        last_updated_at__gte=OuterRef("last_published_at"),
    )
    changed = Q(last_published_at__isnull=False) & Q(Exists(opened)) & ~Q(Exists(taken))
    # What is never published by itself, like a list, comes to the desk once somebody opens it.
    counts = Q(last_published_at__isnull=False) | Q(Exists(opened))
    due = originals(model).filter(changed | counts & Q(Exists(_entered_since(model))))
    return due.order_by(F("last_published_at").asc(), "pk")


def _entered_since(model: type[PageOrWord]) -> QuerySet[Any]:
    """Return the texts beside an original whose latest revision was not made by the desk."""
    base: type[PageOrWord] = Page if issubclass(model, Page) else model
    beside = base.objects.filter(translation_key=OuterRef("translation_key"), latest_revision__isnull=False)
    known = DeskTranslation.objects.filter(
        Q(known_revision=OuterRef("latest_revision")) | Q(is_detached=True),
        translation__source__object_id=OuterRef("translation_key"),
        translation__target_locale=OuterRef("locale"),
    )
    return beside.exclude(pk=OuterRef("pk")).exclude(Exists(known))


def languages_beside(original: PageOrWord) -> set[int]:
    """Return the pks of the other locales that have this page or word."""
    return set(original.get_translations().values_list("locale", flat=True))
