"""Which pictures may be shown, and in what size; none shows a person without a basis for photos."""

from base64 import b64encode
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from django.core.files.storage import Storage
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractRendition

from home.models import SiteImage
from home.shown_pictures import in_size, shown_images
from prisoner_pages.choices import Scope
from prisoner_pages.models import ImageSubject, Prisoner
from prisoner_pages.querysets.records import PrisonerQuerySet


def forbidden_among(image_ids: Collection[int]) -> frozenset[int]:
    """Return which of these images may not be shown. One query.

    Registered as a display gate. A person's own photo shows that person, wherever it stands; any
    other image shows those whom it names. An image of which nothing is said may show anybody.
    """
    shown = _shown()  # once: to put it together costs more than to ask it
    hidden = named_without_basis(image_ids, shown).union(
        photos_without_basis(image_ids, shown), of_which_nothing_is_said(image_ids)
    )
    return frozenset(hidden)


def named_without_basis(image_ids: Collection[int], shown: PrisonerQuerySet) -> QuerySet[ImageSubject, int]:
    """Return the ids of images that name somebody who is not public or has no basis for photos."""
    named = ImageSubject.objects.filter(image__in=image_ids).exclude(prisoner__in=shown)
    return named.values_list("image_id", flat=True)


def photos_without_basis(
    image_ids: Collection[int], shown: PrisonerQuerySet
) -> QuerySet[Prisoner, int | None]:
    own = Prisoner.objects.filter(photo__in=image_ids).exclude(pk__in=shown.values("pk"))
    return own.order_by().values_list("photo_id", flat=True)


def of_which_nothing_is_said(image_ids: Collection[int]) -> QuerySet[SiteImage, int]:
    """Return the ids of images that name nobody, are nobody's photo, and are not said to show nobody."""
    silent = SiteImage.objects.filter(pk__in=image_ids, shows_nobody=False)
    named, own = (
        ImageSubject.objects.filter(image=OuterRef("pk")),
        Prisoner.objects.filter(photo=OuterRef("pk")),
    )
    return silent.filter(~Exists(named), ~Exists(own)).values_list("pk", flat=True)


def _shown() -> PrisonerQuerySet:
    return Prisoner.objects.public().with_basis(Scope.PHOTO)


def why_hidden(images: Sequence[SiteImage]) -> dict[SiteImage, str | Promise]:
    """Return {image: reason in words} of those that the site does not show, for staff. Two queries."""
    ids = {image.pk for image in images}
    hidden, silent = forbidden_among(ids), set(of_which_nothing_is_said(ids))
    return {
        image: _("nobody has said yet whom it shows")
        if image.pk in silent
        else _("it shows somebody whose photo may not be shown now")
        for image in images
        if image.pk in hidden
    }


def photos_of(prisoners: Iterable[Prisoner], spec: str) -> dict[int, AbstractRendition]:
    """Return {prisoner id: rendition} for those whose photo may be shown, in two queries at most."""
    own = with_photo(prisoners)
    shown = shown_images([prisoner.photo for prisoner in own])
    return {
        prisoner.pk: rendition
        for prisoner in own
        if prisoner.photo_id in shown and (rendition := in_size(shown[prisoner.photo_id], spec))
    }


def with_photo(prisoners: Iterable[Prisoner]) -> list[Prisoner]:
    """Return those who have a photo and a basis for it; whom else it shows is asked of each picture."""
    return [p for p in prisoners if p.photo_id and Scope.PHOTO in p.bases and p.call_to_action.shows_facts]


def rendition_of(image: SiteImage | None, spec: str) -> AbstractRendition | None:
    """Return one image in that size, or None when there is none or it shows somebody who may not be shown."""
    return in_size(image, spec) if image and shown_images([image]) else None


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
