"""Which pictures may be shown, and their sizes; a picture shows nobody without that person's basis for photos."""

from django.db.models import prefetch_related_objects

from prisoner_pages.choices import Scope
from prisoner_pages.models import ImageSubject, Prisoner


def forbidden_among(image_ids):
    """Return which of these images show somebody who is not public or has no basis for photos. One query.

    An image that names nobody shows nobody; a person's own photo is asked for by `photo_of` besides.
    """
    if not image_ids:
        return frozenset()
    shown = Prisoner.objects.public().with_basis(Scope.PHOTO)
    subjects = ImageSubject.objects.filter(image__in=image_ids).exclude(prisoner__in=shown)
    return frozenset(subjects.values_list("image_id", flat=True))


def photos_of(prisoners, spec):
    """Return {prisoner id: rendition} for those whose photo may be shown. Two queries, none where none has one."""
    own = [p for p in prisoners if p.photo_id and Scope.PHOTO in p.bases and p.call_to_action.shows_facts]
    forbidden = forbidden_among({prisoner.photo_id for prisoner in own})
    allowed = [prisoner for prisoner in own if prisoner.photo_id not in forbidden]
    with_renditions([prisoner.photo for prisoner in allowed])
    return {prisoner.pk: prisoner.photo.get_rendition(spec) for prisoner in allowed}


def with_renditions(images):
    """Bring the sizes already cut of all these images in one query."""
    images = list(images)
    if images:
        prefetch_related_objects(images, "renditions")
    return images


def shown_image(image, spec):
    """Return the rendition of one image, or None when it shows somebody who may not be shown."""
    if image is None or image.pk in forbidden_among([image.pk]):
        return None
    return with_renditions([image])[0].get_rendition(spec)
