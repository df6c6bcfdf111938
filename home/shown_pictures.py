"""Which pictures may be shown: higher apps decide, and one that any of them forbids appears nowhere."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from django.db.models import prefetch_related_objects
from wagtail.images.models import AbstractImage

from home.registry import provided

Picture = TypeVar("Picture", bound=AbstractImage)


def forbidden_among(image_ids: Collection[int]) -> frozenset[int]:
    """Return which of these images may not be shown, in one query per gate; none for no image.

    A gate (`provides_display_gates`) is a function of image ids that returns the forbidden ones.
    """
    gates = provided("display_gates") if image_ids else ()
    return frozenset().union(*(gate(image_ids) for gate in gates))


def shown_images(images: Iterable[Picture | None]) -> dict[int, Picture]:
    """Return {primary key: image} of those that may be shown, with their sizes prefetched."""
    present = [image for image in images if image is not None]
    forbidden = forbidden_among({image.pk for image in present})
    allowed = [image for image in present if image.pk not in forbidden]
    if allowed:
        prefetch_related_objects(allowed, "renditions")
    return {image.pk: image for image in allowed}
