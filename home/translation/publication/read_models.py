"""Which public originals are not open in a language yet, and which ones a bulk job still has to open."""

from django.apps import apps
from django.db.models import Exists, OuterRef
from wagtail.models import Page
from wagtail_localize.models import Translation

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.read_models.public_texts import without_hidden
from home.translation.core.read_models.sources import readable, translated_models


def unopened(model, locale):
    """Return the public originals of a model that nobody has opened for translation into this language."""
    opened = Translation.objects.filter(source__object_id=OuterRef("translation_key"), target_locale=locale)
    return readable(model).exclude(Exists(opened))


def unopened_kinds(locale):
    """Return [(model, how many are not open)] of those that have some; a query for each kind of text."""
    counts = [(model, unopened(model, locale).count()) for model in translated_models()]
    return [(model, count) for model, count in counts if count]


def sections():
    """Return the public pages of the source language that have others below them, as a tree is read."""
    return _pages().filter(numchild__gt=0, depth__gt=1).order_by("path")


def originals_of(job):
    """Return the public originals that a bulk job opens."""
    if job.words:
        return readable(apps.get_model(job.words))
    models = [model for model in translated_models() if issubclass(model, Page)]
    return _pages().type(*models).descendant_of(job.section, inclusive=True)


def next_original(job):
    """Return the one behind the job's cursor, None when there is no more."""
    found = originals_of(job).filter(pk__gt=job.cursor).order_by("pk").first()
    return found.specific if isinstance(found, Page) else found


def failures_of(job):
    """Return [(title, pk, error)] of what the job could not open; what is not public has no title."""
    found = originals_of(job).filter(pk__in=[each["pk"] for each in job.failed])
    titles = {original.pk: str(original) for original in found}
    return [(titles.get(each["pk"], ""), each["pk"], each["error"]) for each in job.failed]


def _pages():
    return without_hidden(Page.objects.live().filter(locale__language_code=SOURCE_LANGUAGE))
