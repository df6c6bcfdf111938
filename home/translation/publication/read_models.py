"""Which public originals are not open in a language yet, and which ones a bulk job still has to open."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.read_models.public_texts import without_hidden
from home.translation.core.read_models.sources import readable, translated_models
from home.translation.models import BulkJob
from home.translation.translatables import PageOrWord


def unopened(model: type[PageOrWord], locale: Locale) -> QuerySet[Any]:
    """Return the public originals of a model that nobody has opened for translation into this language."""
    opened = Translation.objects.filter(source__object_id=OuterRef("translation_key"), target_locale=locale)
    return readable(model).exclude(Exists(opened))


def languages_unopened(original: PageOrWord) -> QuerySet[Locale]:
    """Return the locales into whose language nobody has opened this original for translation."""
    opened = Translation.objects.filter(source__object_id=original.translation_key)
    return Locale.objects.exclude(pk__in=opened.values("target_locale")).exclude(pk=original.locale_id)


def unopened_kinds(locale: Locale) -> list[tuple[type[PageOrWord], int]]:
    """Return [(model, number that are not open)] of those with any; a query for each kind of text."""
    counts = [(model, unopened(model, locale).count()) for model in translated_models()]
    return [(model, count) for model, count in counts if count]


def sections() -> QuerySet[Page]:
    """Return the public pages of the source language that have others below them, in tree order."""
    return _pages().filter(numchild__gt=0, depth__gt=1).order_by("path")


def originals_of(job: BulkJob) -> QuerySet[Any]:
    """Return the public originals that a bulk job opens."""
    if job.words:
        return readable(apps.get_model(job.words))
    models = [model for model in translated_models() if issubclass(model, Page)]
    return _pages().type(*models).descendant_of(job.section, inclusive=True)


def next_original(job: BulkJob) -> PageOrWord | None:
    """Return the one after the job's cursor, None when there are no more."""
    found = originals_of(job).filter(pk__gt=job.cursor).order_by("pk").first()
    return found.specific if isinstance(found, Page) else found


def failures_of(job: BulkJob) -> list[tuple[str, int, str]]:
    """Return [(title, pk, error)] of what the job could not open; what is not public has no title."""
    found = originals_of(job).filter(pk__in=[each["pk"] for each in job.failed])
    titles = {original.pk: str(original) for original in found}
    return [(titles.get(each["pk"], ""), each["pk"], each["error"]) for each in job.failed]


def _pages() -> Any:
    return without_hidden(Page.objects.live().filter(locale__language_code=SOURCE_LANGUAGE))
