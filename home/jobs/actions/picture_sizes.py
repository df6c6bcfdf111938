"""Sizes of pictures: those of our pages and those that other front ends choose from.

The worker makes them as soon as a picture stands in public, since a public host opens no original.
"""

import logging

from django.db.models import Count, Exists, OuterRef, Q

from home.caching.read_models import BESIDE_PEOPLE, CONTENT, bump_once, renewing_soon
from home.jobs.queue import enqueue
from home.models import SiteImage, SiteRendition
from home.pictures.renditions import (
    FORMATS_ELSEWHERE,
    PAGE_SPECS,
    WIDTHS_ELSEWHERE,
    spec_elsewhere,
    widths_elsewhere,
)
from home.shown_pictures import forbidden_among, standing_in_public

logger = logging.getLogger(__name__)

MAKE_SIZES = "home.make_picture_sizes"
# Twenty files for a picture take some seconds; a job that runs too long is run again by another worker.
PICTURES_A_JOB = 20
PICTURES_A_QUESTION = 500
# Every picture gets this one, and it is made last: where it exists, all those for others exist.
LAST = spec_elsewhere(WIDTHS_ELSEWHERE[0], FORMATS_ELSEWHERE[-1])


REMAKE_LOST = "home.remake_lost_sizes"
ROWS_A_JOB = 200


def remake_lost_sizes(after: int = 0) -> None:
    """Make anew what the table of sizes names and the public store lacks, after a restore; in parts."""
    some = list(SiteRendition.objects.filter(pk__gt=after).order_by("pk")[:ROWS_A_JOB])
    hidden = forbidden_among({rendition.image_id for rendition in some})
    for rendition in some:
        if not rendition.file.storage.exists(str(rendition.file.name)):
            image, spec = rendition.image, rendition.filter_spec
            rendition.delete()
            if image.pk not in hidden:
                image.get_rendition(spec)
    if some:
        enqueue(REMAKE_LOST, after=some[-1].pk)


def some_lack_sizes() -> bool:
    return bool(_lacking())


@renewing_soon()
def make_picture_sizes() -> None:
    """Make the missing sizes of pictures that stand in public; of any other no public copy is made."""
    newest, lacking = _newest(), _lacking()
    for image in SiteImage.objects.filter(pk__in=lacking):
        try:
            _make(image)
        except Exception:  # whatever a storage or a picture raises, the others get their sizes
            logger.exception("Sizes of a picture not made", extra={"event": "picture_sizes_not_made"})
    # Answers that named fewer are made anew. With nothing left, a job that was killed may have made all.
    if not lacking or _newest() != newest:
        bump_once(BESIDE_PEOPLE)
        bump_once(CONTENT)


def _newest() -> int | None:
    return SiteRendition.objects.order_by("-pk").values_list("pk", flat=True).first()


def _lacking() -> list[int]:
    """Return the ids of some pictures that lack sizes and may be shown. One query, and one per gate."""
    made = SiteRendition.objects.filter(image=OuterRef("pk"))
    in_public = Q(Exists(made.public())) | Q(pk__in=standing_in_public())
    of_pages = Count(
        "renditions__filter_spec", filter=Q(renditions__filter_spec__in=PAGE_SPECS), distinct=True
    )
    counted = SiteImage.objects.filter(in_public).annotate(of_pages=of_pages)
    is_lacking = Q(of_pages__lt=len(PAGE_SPECS)) | ~Exists(made.filter(filter_spec=LAST))
    lacking = counted.filter(is_lacking)
    ids = set(lacking.order_by("-pk").values_list("pk", flat=True)[:PICTURES_A_QUESTION])
    return sorted(ids - forbidden_among(ids))[:PICTURES_A_JOB]


def _make(image: SiteImage) -> None:
    _add_sizes(image)
    if forbidden_among({image.pk}):  # meanwhile: a pause has deleted only the sizes made before it
        for rendition in image.renditions.public():
            rendition.delete()


def _add_sizes(image: SiteImage) -> None:
    """Make one size after the other, since each needs memory for the whole picture."""
    for spec in PAGE_SPECS:
        image.get_rendition(spec)
    for width in reversed(widths_elsewhere(image.width)):
        for kind in FORMATS_ELSEWHERE:
            image.get_rendition(spec_elsewhere(width, kind))
