"""Which pictures may be shown, and in what size; none shows a person without a basis for photos."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.files.storage import Storage
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractRendition

from home.models import SiteImage
from home.pictures.renditions import sizes_with
from home.shown_pictures import Pictures, forbidden_among, in_size, pictures_with
from prisoner_pages.choices import Scope
from prisoner_pages.models import ImageSubject, Prisoner
from prisoner_pages.querysets.records import PrisonerQuerySet


# --- The display gates. A person's own photo shows that person, wherever it stands; any other image shows
# those whom it names. An image of which nothing is said may show anybody.
def named_without_basis(image_ids: Any, today: date) -> QuerySet[ImageSubject, int]:
    """Return the ids of images that name somebody who is not public or has no basis for photos."""
    shown = _shown(today).filter(pk=OuterRef("prisoner"))
    named = ImageSubject.objects.filter(~Exists(shown), image__in=image_ids)
    return named.values_list("image_id", flat=True)


def photos_without_basis(image_ids: Any, today: date) -> QuerySet[Prisoner, int | None]:
    shown = _shown(today).filter(pk=OuterRef("pk"))
    own = Prisoner.objects.filter(~Exists(shown), photo__in=image_ids)
    return own.order_by().values_list("photo_id", flat=True)


def of_which_nothing_is_said(image_ids: Any, _today: date) -> QuerySet[SiteImage, int]:
    """Return the ids of images that name nobody, are nobody's photo, and are not said to show nobody."""
    silent = SiteImage.objects.filter(pk__in=image_ids, shows_nobody=False)
    named, own = (
        ImageSubject.objects.filter(image=OuterRef("pk")),
        Prisoner.objects.filter(photo=OuterRef("pk")),
    )
    return silent.filter(~Exists(named), ~Exists(own)).values_list("pk", flat=True)


def _shown(today: date) -> PrisonerQuerySet:
    return Prisoner.objects.public(today).with_basis(Scope.PHOTO, today)


DISPLAY_GATES = (named_without_basis, photos_without_basis, of_which_nothing_is_said)


def why_hidden(images: Sequence[SiteImage]) -> dict[SiteImage, str | Promise]:
    """Return {image: reason in words} of those that the site does not show, for staff. Two queries."""
    ids = {image.pk for image in images}
    hidden, silent = forbidden_among(ids), set(of_which_nothing_is_said(ids, timezone.localdate()))
    return {
        image: _("nobody has said yet whom it shows")
        if image.pk in silent
        else _("it shows somebody whose photo may not be shown now")
        for image in images
        if image.pk in hidden
    }


def photos_of(
    prisoners: Iterable[Prisoner], spec: str, pictures: Pictures | None = None
) -> dict[int, AbstractRendition]:
    """Return {prisoner id: rendition} for those whose photo may be shown.

    One query at most; none where `pictures` has them already, in that size.
    """
    own = with_photo(prisoners)
    shown = (pictures or pictures_with(photo_ids(own), sizes=sizes_with(spec))).shown
    return {
        prisoner.pk: rendition
        for prisoner in own
        if (image := shown.get(prisoner.photo_id or 0)) and (rendition := in_size(image, spec))
    }


def with_photo(prisoners: Iterable[Prisoner]) -> list[Prisoner]:
    """Return those who have a photo and a basis for it; whom else it shows is asked of each picture."""
    return [p for p in prisoners if p.photo_id and Scope.PHOTO in p.bases and p.call_to_action.shows_facts]


def photo_ids(prisoners: Iterable[Prisoner]) -> list[int]:
    return [photo for prisoner in with_photo(prisoners) if (photo := prisoner.photo_id)]


def rendition_of(image_id: int | None, spec: str) -> AbstractRendition | None:
    """Return one image in that size, or None when there is none or it shows somebody who may not be shown."""
    shown = pictures_with([image_id] if image_id else [], sizes=sizes_with(spec)).shown
    return next((in_size(image, spec) for image in shown.values()), None)


def inlined(rendition: AbstractRendition | None, *, most_bytes: int) -> str:
    """Return the picture as a `data:` address, for a page that may ask for nothing else.

    "" when there is none, when it is larger, or when it has been deleted this moment. Whether the picture may
    be shown has been asked by whoever brings the rendition.
    """
    try:
        content = _content(rendition.file.storage, rendition.file.name) if rendition else b""
    except OSError:
        return ""
    fits = 0 < len(content) <= most_bytes
    return f"data:image/webp;base64,{b64encode(content).decode()}" if fits else ""


@lru_cache(maxsize=256)  # a few kilobytes each; names are random and never used twice
def _content(storage: Storage, name: str) -> bytes:
    with storage.open(name) as file:
        return file.read()
