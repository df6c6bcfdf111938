"""Which pictures may be shown, and in what size; none shows a person without a basis for photos."""

from home.picture_gates import shown_images
from prisoner_pages.choices import Scope
from prisoner_pages.models import ImageSubject, Prisoner


def forbidden_among(image_ids):
    """Return which of these images show somebody who is not public or has no basis for photos. One query.

    Registered as a gate (home.picture_gates). A person's own photo shows that person, wherever it stands; any
    other image shows those whom it names.
    """
    shown = Prisoner.objects.public().with_basis(Scope.PHOTO)
    named = ImageSubject.objects.filter(image__in=image_ids).exclude(prisoner__in=shown)
    own = Prisoner.objects.filter(photo__in=image_ids).exclude(pk__in=shown.values("pk")).order_by()
    return frozenset(named.values_list("image_id", flat=True).union(own.values_list("photo_id", flat=True)))


def photos_of(prisoners, spec):
    """Return {prisoner id: rendition} for those whose photo may be shown, in two queries at most."""
    own = [p for p in prisoners if p.photo_id and Scope.PHOTO in p.bases and p.call_to_action.shows_facts]
    shown = shown_images([prisoner.photo for prisoner in own])
    return {prisoner.pk: prisoner.photo.get_rendition(spec) for prisoner in own if prisoner.photo_id in shown}


def rendition_of(image, spec):
    """Return one image in that size, or None when there is none or it shows somebody who may not be shown."""
    return image.get_rendition(spec) if image and shown_images([image]) else None
