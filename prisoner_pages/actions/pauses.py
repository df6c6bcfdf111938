"""Taking a person out of public view at once, and holding letters at once. One person is enough."""

import logging
from functools import partial

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from home.models import SiteRendition
from prisoner_pages.actions.records import lock_record, log_record
from prisoner_pages.choices import PauseForm
from prisoner_pages.models import Pause
from prisoner_pages.permissions import require_editor, require_moderator

logger = logging.getLogger(__name__)


@transaction.atomic
def pause_prisoner(record, *, by, reason="", form=PauseForm.QUIET):
    """Hide the person in every locale, list, search, feed and image; return the pause. Idempotent.

    Quiet: outside it looks like any unpublishing, and the public update log gets no row.
    """
    require_editor(by, record.partner)
    record = lock_record(record)
    if open_pause := record.pauses.filter(resumed_at__isnull=True).first():
        return _quieter(open_pause, form)
    pause = Pause(prisoner=record, form=form, paused_at=timezone.now(), paused_by=by, was_live=record.live)
    pause.reason = reason
    pause.pages = _unpublish_stories(record, by)
    pause.save()
    record.paused_at = pause.paused_at
    record.save(update_fields=["paused_at"])
    delete_public_pictures(record)
    log_record(record, "pause", by=by, form=form)
    return pause


@transaction.atomic
def resume_prisoner(record, *, by):
    """Show the person again, with the stories that stood there when the pause began."""
    require_moderator(by, record.partner)
    record = lock_record(record)
    pause = record.pauses.filter(resumed_at__isnull=True).first()
    if pause is None:
        return
    pause.resumed_at, pause.resumed_by = timezone.now(), by
    pause.save()
    record.paused_at = None
    record.save(update_fields=["paused_at"])
    for page_id, revision_id in pause.pages:
        _republish(record, page_id, revision_id, by)
    log_record(record, "resume", by=by)


@transaction.atomic
def hold_letters(record, *, by):
    """Stop printing and posting to this person; letters can still be written and are kept."""
    require_editor(by, record.partner)
    record = lock_record(record)
    if record.held_at is None:
        record.held_at = timezone.now()
        record.save(update_fields=["held_at"])
        log_record(record, "hold_letters", by=by)


@transaction.atomic
def release_letters(record, *, by):
    require_moderator(by, record.partner)
    record = lock_record(record)
    if record.held_at is not None:
        record.held_at = None
        record.save(update_fields=["held_at"])
        log_record(record, "release_letters", by=by)


def delete_public_pictures(record):
    """Delete every public rendition that shows the person; originals stay in the private store.

    Pictures of the stories count, whomever they name; what stands on another page too is made anew there.
    """
    shown = SiteRendition.objects.filter(image__subjects__prisoner=record)
    images = {record.photo_id} | _images_of_stories(record)
    for rendition in {*shown, *SiteRendition.objects.filter(image__in=images)}:
        transaction.on_commit(partial(_delete_file, rendition.file.storage, rendition.file.name))
        rendition.delete()


def _delete_file(storage, name):
    """Delete at once: Wagtail leaves it to the queue, and a worker may be away. The queue tries once more."""
    try:
        storage.delete(name)
    except Exception:  # whatever a disk or a bucket raises must not undo the pause that is committed
        logger.exception("Public picture not deleted", extra={"event": "picture_not_deleted"})


def _images_of_stories(record):
    """Return the ids of the pictures in the stories' texts, as they stand on the site."""
    bodies = record.pages.values_list("body", flat=True)
    blocks = [block for body in bodies for block in body if block.block_type == "picture"]
    return {block.value["image"].pk for block in blocks if block.value["image"]}


def _quieter(pause, form):
    """Let a second pause make an open one quiet, never a quiet one open."""
    if form == PauseForm.QUIET and pause.form != form:
        pause.form = form
        pause.save(update_fields=["form"])
    return pause


def _unpublish_stories(record, by):
    """Unpublish the live stories; return [page id, revision to restore] of each."""
    left = []
    for page in record.pages.filter(live=True):
        revision = page.live_revision or page.save_revision(user=None, changed=False, log_action=False)
        left.append([page.pk, revision.pk])
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    return left


def _republish(record, page_id, revision_id, by):
    """Publish the story as it stood; one approved during the pause stays, since it is newer."""
    page = record.pages.filter(pk=page_id, live=False).first()
    revision = page and page.revisions.filter(pk=revision_id).first()
    if revision:
        revision.publish(user=by, skip_permission_checks=True)
