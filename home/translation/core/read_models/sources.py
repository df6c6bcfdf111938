"""Which pages and words are translated, and which of them changed since the desk last looked."""

from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.read_models.public_texts import without_hidden
from home.translation.models import DeskTranslation


def translated_models():
    """Return the models whose text is translated: those that name their fields."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, TranslatableMixin) and hasattr(model, "translatable_fields")
    ]


def word_models():
    return [model for model in translated_models() if not issubclass(model, Page)]


def originals(model):
    """Return what is live of a model in the source language: the desk takes over nothing else."""
    return model.objects.filter(locale__language_code=SOURCE_LANGUAGE, live=True)


def readable(model):
    """Return the originals of a model that anybody can read now: people of the desk see no others."""
    return without_hidden(originals(model)) if issubclass(model, Page) else originals(model)


def is_readable(path):
    """Return a Q for rows whose `path` leads to a TranslationSource: anybody can read its original now."""
    key, locale = OuterRef(f"{path}object_id"), OuterRef(f"{path}locale")
    place = {"live": True, "translation_key": key, "locale": locale}
    pages = Q(Exists(without_hidden(Page.objects.filter(**place))))
    return reduce(or_, (Q(Exists(model.objects.filter(**place))) for model in word_models()), pages)


def original_of(source):
    """Return the page or word whose texts `source` holds, as it is in public; None once it is gone."""
    model = source.specific_content_type.model_class()
    return model.objects.filter(translation_key=source.object_id, locale=source.locale_id).first()


def source_of(original):
    """Return the TranslationSource of an original that is open at the desk in a language; None otherwise."""
    opened = TranslationSource.objects.filter(
        object_id=original.translation_key, locale=original.locale_id, translations__isnull=False
    )
    return opened.first()


def target_of(translation):
    """Return the page or word of the translation's language, None where there is none yet."""
    source = translation.source
    model = source.specific_content_type.model_class()
    return model.objects.filter(
        translation_key=source.object_id, locale_id=translation.target_locale_id
    ).first()


def is_taken(original):
    """Has the desk the text that is public of this original?"""
    taken = TranslationSource.objects.filter(
        object_id=original.translation_key,
        locale=original.locale_id,
        last_updated_at__gte=original.last_published_at,
    )
    return taken.exists()


def behind(model):
    """Return the originals of which the desk has not the public text, or not the one in another language."""
    opened = Translation.objects.filter(source__object_id=OuterRef("translation_key"))
    taken = TranslationSource.objects.filter(
        object_id=OuterRef("translation_key"),
        locale=OuterRef("locale"),
        last_updated_at__gte=OuterRef("last_published_at"),
    )
    changed = Q(last_published_at__isnull=False) & Q(Exists(opened)) & ~Q(Exists(taken))
    # What never had a publishing of its own, like a list, comes to the desk once somebody opens it.
    counts = Q(last_published_at__isnull=False) | Q(Exists(opened))
    due = originals(model).filter(changed | counts & Q(Exists(_entered_since(model))))
    return due.order_by(F("last_published_at").asc(), "pk")


def _entered_since(model):
    """Return the texts beside an original whose last revision came by another road than the desk."""
    base = Page if issubclass(model, Page) else model
    beside = base.objects.filter(translation_key=OuterRef("translation_key"), latest_revision__isnull=False)
    known = DeskTranslation.objects.filter(
        Q(known_revision=OuterRef("latest_revision")) | Q(is_detached=True),
        translation__source__object_id=OuterRef("translation_key"),
        translation__target_locale=OuterRef("locale"),
    )
    return beside.exclude(pk=OuterRef("pk")).exclude(Exists(known))


def languages_beside(original):
    """Return the pks of the locales in which there is a page or word of the same, the original's left out."""
    return set(original.get_translations().values_list("locale", flat=True))
