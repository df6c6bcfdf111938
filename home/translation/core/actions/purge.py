"""Erasing everything ever said in a page or a word, in every language: no table may keep any of it."""

import logging
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)

from home.jobs.queue import do_each
from home.pages.actions.indexing import forget_deleted_entries
from home.translation.models import Question, Unit
from home.translation.permissions import require_lead
from home.translation.translatables import PageOrWord, model_of

logger = logging.getLogger(__name__)

PURGE_DELETED = "translation.purge_deleted"


class StillUsed(Exception):
    """There are pages below it: they must be erased or moved first."""


@transaction.atomic
def purge_text(instance: PageOrWord, *, by: User | None) -> None:
    """Delete the page or word in all languages, and every trace of its text.

    Texts that other pages contain too stay there. Raises StillUsed, NotYours, and ProtectedError where a
    record still refers to the word.
    """
    require_lead(by)
    key = instance.translation_key
    _delete_instances(instance.get_translation_model(), key)
    if found := TranslatableObject.objects.select_for_update().filter(translation_key=key).first():
        _forget(found)
    forget_deleted_entries()
    logger.info("Text purged", extra={"event": "text_purged", "translation_key": str(key)})


def purge_deleted() -> None:
    """Delete the texts of what was deleted in every language, and unused strings; a daily job.

    Raises RowsFailed.
    """
    _delete_unused()
    do_each(list(TranslatableObject.objects.filter(Exists(_sources(OuterRef("pk"))))), _forget_deleted)


@transaction.atomic
def _forget_deleted(found: TranslatableObject) -> None:
    model = model_of(found.content_type)
    if not model.objects.filter(translation_key=found.pk).exists():
        _forget(found)


def _delete_instances(model: type[PageOrWord], key: UUID) -> None:
    instances = [
        each.specific if isinstance(each, Page) else each
        for each in model.objects.filter(translation_key=key)
    ]
    if any(isinstance(each, Page) and each.numchild for each in instances):
        raise StillUsed
    for instance in instances:
        entries = _log_entries(instance)  # they name it in their labels
        instance.delete()
        entries.delete()


def _log_entries(instance: PageOrWord) -> QuerySet[Any]:
    if isinstance(instance, Page):
        return PageLogEntry.objects.filter(page_id=instance.pk)
    kind = ContentType.objects.get_for_model(type(instance))
    return ModelLogEntry.objects.filter(content_type=kind, object_id=str(instance.pk))


def _sources(key: Any) -> QuerySet[TranslationSource]:
    return TranslationSource.objects.filter(object=key)


def _forget(found: TranslatableObject) -> None:
    """Delete sources with all that depends on them, then what wagtail-localize would leave behind."""
    contexts = TranslationContext.objects.filter(object=found)
    for model in (StringTranslation, SegmentOverride):
        model.objects.filter(context__in=contexts).delete()
    _sources(found).delete()
    contexts.delete()
    _delete_unused()
    found.delete()


def _delete_unused() -> None:
    """Delete strings and templates that nothing uses any more, whatever text they were part of."""
    holders = [holder.objects.filter(string=OuterRef("pk")) for holder in (StringSegment, Unit, Question)]
    holders.append(Question.objects.filter(asked_about=OuterRef("pk")))
    unused = String.objects.all()
    for rows in holders:
        unused = unused.exclude(Exists(rows))
    unused.delete()
    Template.objects.exclude(Exists(TemplateSegment.objects.filter(template=OuterRef("pk")))).delete()
