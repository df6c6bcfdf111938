"""Which pictures may be shown: higher apps decide, and one that any of them forbids appears nowhere.

A gate (`provides_display_gates`) is a function of image ids and a day that returns a queryset of the ids of
those that may not be shown. All gates are asked in one query, each time a picture is to be shown.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, FilteredRelation, Q, QuerySet
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from home.pictures.renditions import ALL_SIZES
from home.registry import provided
from home.settings.defaults import settings
from home.written_once import Asked, written_once

# Functions by which a higher app tells which pictures stand in public (`provides_public_pictures`).
PUBLIC_PICTURES = "public_pictures"

logger = logging.getLogger(__name__)


def forbidden_among(image_ids: Collection[int]) -> frozenset[int]:
    """Return which of these images may not be shown. One query, none for no image."""
    if not image_ids or not provided("display_gates"):
        return frozenset()
    return frozenset(_forbidden(timezone.localdate()).ask(ids=list(image_ids)))


@written_once
def _forbidden(today: date) -> QuerySet[Any, int]:
    first, *others = (gate(Asked("ids"), today).order_by() for gate in provided("display_gates"))
    return first.union(*others)


@dataclass(frozen=True)
class Pictures:
    """Pictures that were asked for together, by their ids, with their sizes.

    Only those in `shown` may be shown. `known` are all that were asked for, None for one that is gone.
    """

    known: Mapping[int, Any] = field(default_factory=dict)
    shown: Mapping[int, Any] = field(default_factory=dict)


NO_PICTURES = Pictures()


def pictures_with(image_ids: Iterable[int], *, sizes: tuple[str, ...] = ALL_SIZES) -> Pictures:
    """Return the Pictures with these ids, which know these of their sizes. One query, none for no id."""
    ids = list(dict.fromkeys(image_ids))
    known: dict[int, Any] = dict.fromkeys(ids)
    for row in _pictures(timezone.localdate(), sizes).ask(ids=ids) if ids else ():
        image = known[row.pk] = known.get(row.pk) or row
        made = image.__dict__.setdefault("prefetched_renditions", [])
        if size := getattr(row, "size", None):  # Django sets none where there is none
            size.image = image
            made.append(size)
    # Whatever a database says but a plain no, hides it.
    shown = {pk: image for pk, image in known.items() if image and image.is_forbidden is False}
    return Pictures(known, shown)


@written_once
def _pictures(today: date, sizes: tuple[str, ...]) -> QuerySet[Any]:
    """Return a row for each of these sizes of each picture; one row for a picture that has none of them."""
    ids = Asked("ids")
    gates = (Q(pk__in=gate(ids, today)) for gate in provided("display_gates"))
    is_forbidden = reduce(or_, gates, Q(pk__isnull=True))
    of_these = FilteredRelation("renditions", condition=Q(renditions__filter_spec__in=sizes))
    rows = get_image_model().objects.filter(pk__in=ids).annotate(size=of_these).select_related("size")
    return rows.annotate(is_forbidden=ExpressionWrapper(is_forbidden, BooleanField()))


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

    Without a query for what `pictures_with` returned.
    """
    known = getattr(image, "prefetched_renditions", None)
    sizes = image.renditions.all() if known is None else known
    made = {rendition.filter_spec: rendition for rendition in sizes}
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
