"""Whom a picture shows, and taking its public copies away once it may not be shown."""

import logging
from collections.abc import Iterable, Iterator
from functools import partial
from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from home.headless.answers.read_models import content_changed
from home.jobs.actions.tasks import DELETE_FILE
from home.jobs.queue import do_each, enqueue
from home.models import SiteImage, SiteRendition
from home.shown_pictures import forbidden_among
from prisoner_pages.choices import Scope
from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.models import ImageSubject, Prisoner
from prisoner_pages.permissions.choosers import records_for
from prisoner_pages.permissions.partners import require
from prisoner_pages.querysets.records import PrisonerQuerySet

logger = logging.getLogger(__name__)

WITHDRAW = "prisoner_pages.withdraw_ended_pictures"
IMAGES_A_QUESTION = 500
SHOWS_SOMEBODY = _("Somebody is named in this picture, or it is the photo of a record.")


class NotDeleted(Exception):
    """The storage keeps a public file."""


# --- What is said of a picture --------------------------------------------------------------------
@transaction.atomic
def name_people(image: SiteImage, people: Iterable[Prisoner], *, by: User | None) -> None:
    """Let the image show these people and nobody else among those whom `by` may name; others named stay.

    With nobody left nothing is said of the image, and it appears nowhere. Takes back `say_nobody_is_shown`.
    """
    image = _locked(image, by)
    wanted = {person.pk for person in people}
    seen = _nameable(by)
    require(seen.filter(pk__in=wanted).count() == len(wanted))
    named = set(image.subjects.filter(prisoner__in=seen).values_list("prisoner_id", flat=True))
    added, removed = wanted - named, named - wanted
    if not added and not removed and not image.shows_nobody:
        return
    ImageSubject.objects.bulk_create(ImageSubject(image=image, prisoner_id=pk) for pk in added)
    image.subjects.filter(prisoner__in=removed).delete()
    for action, ids in (("name_in_picture", added), ("unname_in_picture", removed)):
        for person in Prisoner.objects.filter(pk__in=ids):
            log_record(person, action, by=by, image=image.pk)
    if added or removed:
        log(image, "prisoner_pages.name_people", user=by)  # what shows it has to be looked at
    if image.shows_nobody:
        log(image, "prisoner_pages.take_back_nobody_is_shown", user=by)
    _say(image, shows_nobody=False)


@transaction.atomic
def say_nobody_is_shown(image: SiteImage, *, by: User | None) -> None:
    """State that nobody can be recognised in the image. Raises ValidationError where somebody is named."""
    image = _locked(image, by)
    if image.shows_nobody:
        return
    if names_somebody(image):
        raise ValidationError(SHOWS_SOMEBODY)
    _say(image, shows_nobody=True)
    log(image, "prisoner_pages.say_nobody_is_shown", user=by)


@transaction.atomic
def name_owner_of_photo(record: Prisoner, *, by: User | None) -> None:
    """Let the photo chosen for a record, even in a draft, name its person; others it names stay named."""
    if record.photo_id is None:
        return
    _subject, is_new = ImageSubject.objects.get_or_create(image_id=record.photo_id, prisoner=record)
    if is_new and record.photo:
        log_record(record, "name_in_picture", by=by, image=record.photo_id)
        _say(record.photo, shows_nobody=False)


def names_somebody(image: SiteImage) -> bool:
    return image.subjects.exists() or Prisoner.objects.filter(photo=image).exists()


def _locked(image: SiteImage, by: User | None) -> SiteImage:
    policy = policy_registry.get_by_type(SiteImage)
    require(by is None or policy.user_has_permission_for_instance(by, "change", image))
    return SiteImage.objects.select_for_update().get(pk=image.pk)


def _nameable(by: User | None) -> PrisonerQuerySet:
    return Prisoner.objects.all() if by is None else records_for(by)


def _say(image: SiteImage, *, shows_nobody: bool) -> None:
    """Store the statement; public copies are made anew where the picture may still be shown."""
    SiteImage.objects.filter(pk=image.pk).update(shows_nobody=shows_nobody)
    content_changed()
    _delete(image.renditions.all())


# --- Public copies --------------------------------------------------------------------------------
def delete_public_pictures(record: Prisoner) -> None:
    """Delete every public rendition that shows the person; originals stay in the private store.

    Pictures of the stories count, whomever they name; what stands on another page too is made anew there.
    """
    _delete(_copies_for(record))


def forget_replaced(image: SiteImage, name: str) -> None:
    """Delete what was made of a file that was replaced, and the file as soon as its store answers."""
    _delete(image.renditions.all())
    enqueue(DELETE_FILE, alias="default", path=name)


def withdraw_ended_pictures() -> None:
    """Delete the public copies of all that may no longer be shown though nobody acted: a basis has expired.

    Runs each day and looks at what is there, so that a missed day loses nothing. Raises
    RowsFailed while the storage keeps a file.
    """
    do_each(_ended_copies(), _withdraw)


def _ended_copies() -> Iterator[SiteRendition]:
    images = sorted(set(SiteRendition.objects.public().values_list("image_id", flat=True)))
    for start in range(0, len(images), IMAGES_A_QUESTION):
        hidden = forbidden_among(set(images[start : start + IMAGES_A_QUESTION]))
        yield from SiteRendition.objects.public().filter(image__in=hidden)
    for record in Prisoner.objects.with_expired_basis({Scope.NAME, Scope.PHOTO}):
        yield from _copies_for(record)


def _withdraw(rendition: SiteRendition) -> None:
    """Delete the file first: where the storage fails, the row stays and the next try finds it."""
    if not _delete_file(*_file_of(rendition)):
        raise NotDeleted
    rendition.delete()


def _delete(renditions: Iterable[SiteRendition]) -> None:
    for rendition in renditions:
        transaction.on_commit(partial(_delete_file, *_file_of(rendition)))
        rendition.delete()


def _file_of(rendition: SiteRendition) -> tuple[Storage, str]:
    return rendition.file.storage, cast(str, rendition.file.name)


def _delete_file(storage: Storage, name: str) -> bool:
    """Delete at once and return whether it worked. Wagtail's queue tries once more, if a worker is there."""
    try:
        storage.delete(name)
    except Exception:  # whatever a disk or a bucket raises must not undo the pause that is committed
        logger.exception("Public picture not deleted", extra={"event": "picture_not_deleted"})
        return False
    return True


def _copies_for(record: Prisoner) -> set[SiteRendition]:
    shown = SiteRendition.objects.filter(image__subjects__prisoner=record)
    images = {record.photo_id} | _images_of_stories(record)
    return {*shown, *SiteRendition.objects.filter(image__in=images)}


def _images_of_stories(record: Prisoner) -> set[int]:
    """Return the ids of the pictures in the stories' texts, as they stand on the site."""
    bodies = record.pages.values_list("body", flat=True)
    blocks = [block for body in bodies for block in body if block.block_type == "picture"]
    return {block.value["image"].pk for block in blocks if block.value["image"]}
