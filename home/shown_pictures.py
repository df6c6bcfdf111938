"""Which pictures may stand on a page: higher apps say; one that any of them forbids appears nowhere."""

from django.db.models import prefetch_related_objects

from home.registry import provided


def forbidden_among(image_ids):
    """Return which of these images may not be shown; one query a gate, none for no image.

    A gate (`provides_display_gates`) is a function of image ids that returns the forbidden ones.
    """
    gates = provided("display_gates") if image_ids else ()
    return frozenset().union(*(gate(image_ids) for gate in gates))


def shown_images(images):
    """Return {primary key: image} of those that may be shown, their sizes brought along in one query."""
    images = [image for image in images if image is not None]
    forbidden = forbidden_among({image.pk for image in images})
    allowed = [image for image in images if image.pk not in forbidden]
    if allowed:
        prefetch_related_objects(allowed, "renditions")
    return {image.pk: image for image in allowed}
