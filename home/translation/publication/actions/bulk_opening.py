"""Opening a whole section or all words of a kind for translation, in a job that survives being killed."""

import logging
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from home.jobs.queue import enqueue
from home.jobs.turns import give_way
from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.actions.catch_up import ask_to_catch_up
from home.translation.core.actions.sync import submit
from home.translation.models import BulkJob
from home.translation.permissions import require_lead
from home.translation.publication.read_models import next_original, originals_of, unopened
from home.translation.translatables import PageOrWord

logger = logging.getLogger(__name__)

OPEN_IN_BULK = "translation.open_in_bulk"
AT_ONCE = 50  # originals per run; each run queues the next, so that other work gets its turn


@transaction.atomic
def open_texts(model: type[PageOrWord], pks: Iterable[int], locale: Locale, *, by: User) -> int:
    """Open some public originals of a model in a language; return how many were not open before."""
    require_lead(by)
    found = unopened(model, locale).filter(pk__in=pks)
    for original in found:
        submit(original, [locale])
    return len(found)


@transaction.atomic
def ask_for_bulk(
    *, locales: Iterable[Locale], by: User, section: Page | None = None, words: str = ""
) -> BulkJob:
    """Queue the opening of a page with all below it, or of all words of a model; return the BulkJob.

    `words` is the model's label, as "app.model".
    """
    require_lead(by)
    job = BulkJob.objects.create(section=section, words=words, by=by)
    job.locales.set(locale for locale in locales if locale.language_code != SOURCE_LANGUAGE)
    job.total = originals_of(job).count()
    job.save(update_fields=["total"])
    enqueue(OPEN_IN_BULK)
    return job


@transaction.atomic
def stop_bulk(job: BulkJob, *, by: User) -> None:
    """Stop the job; what it has opened stays open."""
    require_lead(by)
    BulkJob.objects.filter(pk=job.pk, ended_at=None).update(ended_at=timezone.now())


def open_in_bulk(limit: int = AT_ONCE) -> int:
    """Go on with the oldest job for `limit` originals and queue the next run; return how many were tried.

    Each original is opened and counted in one transaction, so a killed run loses at most the one in hand, and
    two runs at once share the work.
    """
    job = BulkJob.objects.filter(ended_at=None).order_by("pk").first()
    tried = 0
    while job and tried < limit and _open_next(job.pk):
        tried += 1
        give_way()
    if BulkJob.objects.filter(ended_at=None).exists():
        enqueue(OPEN_IN_BULK)
    return tried


@transaction.atomic
def _open_next(pk: int) -> PageOrWord | None:
    """Open the next original of the job; return it, None when the job is over."""
    job = BulkJob.objects.select_for_update().get(pk=pk)
    original = None if job.ended_at else next_original(job)
    if original is None:
        _end(job)
        return None
    try:
        with transaction.atomic():
            submit(original, job.locales.all())
        job.done += 1
    except Exception as fault:
        _note_failure(job, original, fault)
    job.cursor = original.pk
    job.save(update_fields=["done", "failed", "cursor"])
    return original


def _note_failure(job: BulkJob, original: PageOrWord, fault: Exception) -> None:
    error, row = type(fault).__name__, f"{original._meta.label} {original.pk}"
    job.failed.append({"pk": original.pk, "error": error})  # no title: it would outlive the text
    logger.warning("Not opened", extra={"event": "bulk_failed", "row": row, "error": error})


def _end(job: BulkJob) -> None:
    if job.ended_at is None:
        # Texts were added or removed meanwhile: count those that were really tried.
        job.total = job.done + len(job.failed)
        job.ended_at = timezone.now()
        job.save(update_fields=["total", "ended_at"])
        ask_to_catch_up()  # existing texts in these languages are taken over
