"""Which pictures may be shown: higher apps decide, and one that any of them forbids appears nowhere."""

import logging
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.db.models import prefetch_related_objects
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from home.registry import provided
from home.settings.defaults import settings

# Functions by which a higher app tells which pictures stand in public (`provides_public_pictures`).
PUBLIC_PICTURES = "public_pictures"

logger = logging.getLogger(__name__)

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


def standing_in_public() -> set[int]:
    """Return the ids of images that stand on a public page, whether or not they may be shown."""
    return set().union(*(standing() for standing in provided(PUBLIC_PICTURES)))


def has_size(image: AbstractImage, spec: str) -> bool:
    """Say whether this host can show the image in that size: a public one opens no original to make it."""
    if settings.SITE_ROLE != "public":
        return True
    try:
        image.find_existing_rendition(Filter(spec=spec))
    except image.get_rendition_model().DoesNotExist:
        return False
    return True


def made_of(image: Any, specs: Iterable[str]) -> list[AbstractRendition]:
    """Return those of these sizes of a SiteImage that are made, in their order; none is made here.

    Without a query for what `shown_images` returned.
    """
    made = {rendition.filter_spec: rendition for rendition in image.renditions.all()}
    return [made[spec] for spec in specs if spec in made]


def srcset_of(files: Iterable[tuple[str, int]]) -> str:
    """Return addresses of files, each with its width, as a `srcset`."""
    return ", ".join(f"{url} {width}w" for url, width in files)


def in_size(image: AbstractImage, spec: str) -> AbstractRendition | None:
    """Return the image in that size; None where `has_size` says no, or files are away.

    What stands for it is shown then: a page is no worse for a store that does not answer.
    """
    try:
        return image.get_rendition(spec) if has_size(image, spec) else None
    except OSError as fault:
        logger.warning("Size not made", extra={"event": "size_not_made", "error": type(fault).__name__})
        return None
