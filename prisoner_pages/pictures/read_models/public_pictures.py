"""Where pictures stand, and which of them may not be shown now: for whoever is told of changes.

A page that shows somebody loses the picture when that person's basis ends, though nobody touched the page.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, ReferenceIndex

from home.models import SiteImage
from home.shown_pictures import forbidden_among
from prisoner_pages.choices import Scope
from prisoner_pages.models import ImageSubject, Prisoner


def pages_with_pictures(people: Collection[int], images: Iterable[int | str]) -> set[str]:
    """Return the ids of the pages with one of these images, or with one that shows one of these people."""
    named = ImageSubject.objects.filter(prisoner__in=people).values_list("image_id", flat=True)
    own = Prisoner.objects.filter(pk__in=people).exclude(photo=None).values_list("photo_id", flat=True)
    wanted = {*map(int, images), *named, *own}
    return (
        {page for page, _image in _standing().filter(to_object_id__in=map(str, wanted))} if wanted else set()
    )


def standing_in_public() -> set[int]:
    """Return the ids of images on live pages, and of the photos of people who are shown with them."""
    own = Prisoner.objects.public().with_basis(Scope.PHOTO).exclude(photo=None)
    pairs = list(_standing())
    live = set(
        Page.objects.live().filter(pk__in={page for page, _image in pairs}).values_list("pk", flat=True)
    )
    on_pages = {int(image) for page, image in pairs if int(page) in live}
    return on_pages | set(own.order_by().values_list("photo_id", flat=True))


def hidden_on(page_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return {page id: ids of the images that stand there and may not be shown now}, sorted."""
    rows = _standing().filter(object_id__in=map(str, page_ids))
    standing = {(int(page), int(image)) for page, image in rows}
    hidden, found = forbidden_among({image for _page, image in standing}), defaultdict(list)
    for page, image in sorted(standing):
        if image in hidden:
            found[page].append(image)
    return found


def _standing() -> QuerySet[ReferenceIndex, Any]:
    """Return (page, image) pairs, as texts, of all pages as they are stored."""
    types = ContentType.objects.get_for_models(Page, SiteImage)
    rows = ReferenceIndex.objects.filter(base_content_type=types[Page], to_content_type=types[SiteImage])
    return rows.values_list("object_id", "to_object_id")
