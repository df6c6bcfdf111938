"""Taking a person out of public view, holding letters, refusing answers: at once. One person is enough."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from home.translation.core.actions.text_entry import show_again
from prisoner_pages.choices import PauseForm
from prisoner_pages.facts.actions.changes import letters_follow, lock_record, log_record
from prisoner_pages.models import Pause, Prisoner
from prisoner_pages.permissions.partners import require_editor, require_moderator
from prisoner_pages.pictures.actions import delete_public_pictures


@transaction.atomic
def pause_prisoner(
    record: Prisoner, *, by: User | None, reason: str = "", form: str = PauseForm.QUIET
) -> Pause:
    """Hide the person in every locale, list, search, feed and image; return the pause. Idempotent.

    Quiet: outside it looks like any unpublishing, and the public update log gets no row.
    """
    require_editor(by, record.partner)
    record = lock_record(record)
    if open_pause := record.pauses.filter(resumed_at__isnull=True).first():
        return _quieter(open_pause, form)
    pause = Pause(prisoner=record, form=form, paused_at=timezone.now(), paused_by=by, was_live=record.live)
    pause.reason = reason
    pause.pages = take_stories_down(record, by)
    pause.save()
    record.paused_at = pause.paused_at
    record.save(update_fields=["paused_at"])
    delete_public_pictures(record)
    letters_follow(record)
    log_record(record, "pause", by=by, form=form)
    return pause


@transaction.atomic
def resume_prisoner(record: Prisoner, *, by: User | None) -> None:
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
    for page_id, revision_id in reversed(pause.pages):
        bring_story_back(record, page_id, revision_id, by)
    letters_follow(record)
    log_record(record, "resume", by=by)


@transaction.atomic
def hold_letters(record: Prisoner, *, by: User | None) -> None:
    """Stop printing and posting to this person; letters can still be written and are kept."""
    require_editor(by, record.partner)
    record = lock_record(record)
    if record.held_at is None:
        record.held_at = timezone.now()
        record.save(update_fields=["held_at"])
        letters_follow(record)
        log_record(record, "hold_letters", by=by)


@transaction.atomic
def release_letters(record: Prisoner, *, by: User | None) -> None:
    require_moderator(by, record.partner)
    record = lock_record(record)
    if record.held_at is not None:
        record.held_at = None
        record.save(update_fields=["held_at"])
        letters_follow(record)
        log_record(record, "release_letters", by=by)


@transaction.atomic
def refuse_answers(record: Prisoner, *, by: User | None) -> None:
    """Promise writers no answer from this person, and pass none on: answering would bring punishment."""
    require_editor(by, record.partner)
    record = lock_record(record)
    if record.answers_refused_at is None:
        record.answers_refused_at = timezone.now()
        record.save(update_fields=["answers_refused_at"])
        log_record(record, "refuse_answers", by=by)


@transaction.atomic
def allow_answers(record: Prisoner, *, by: User | None) -> None:
    require_moderator(by, record.partner)
    record = lock_record(record)
    if record.answers_refused_at is not None:
        record.answers_refused_at = None
        record.save(update_fields=["answers_refused_at"])
        log_record(record, "allow_answers", by=by)


def _quieter(pause: Pause, form: str) -> Pause:
    """Let a second pause make an open one quiet, never a quiet one open."""
    if form == PauseForm.QUIET and pause.form != form:
        pause.form = form
        pause.save(update_fields=["form"])
    return pause


def take_stories_down(record: Prisoner, by: User | None) -> list[list[int]]:
    """Unpublish the live stories; return [page id, revision to restore] of each."""
    left = []
    # Other languages first: they would go with their original, and not be noted here.
    for page in record.pages.filter(live=True).order_by("-pk"):
        revision = page.live_revision or page.save_revision(user=None, changed=False, log_action=False)
        left.append([page.pk, revision.pk])
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    return left


def bring_story_back(record: Prisoner, page_id: int, revision_id: int, by: User | None) -> None:
    """Publish the story as it stood; one approved during the pause stays, since it is newer."""
    page = record.pages.filter(pk=page_id, live=False).first()
    revision = page and page.revisions.filter(pk=revision_id).first()
    if revision:
        show_again(page, revision, by=by)
