"""A picture as another front end can show it: in the existing formats and widths, with its texts.

Pass only what is `shown` of `home.shown_pictures.pictures_with`: it checks whom a picture shows, and brings
the sizes, so that no picture costs a query of its own.
"""

from wagtail.images.models import AbstractRendition

from home.headless.answers.schemas import Shape, Text
from home.models import SiteImage
from home.pictures.renditions import FORMATS_ELSEWHERE, spec_elsewhere, widths_elsewhere
from home.shown_pictures import in_size, made_of, srcset_of

FIRST_SPEC = spec_elsewhere(640, "webp")


class FocalPoint(Shape):
    """The centre of what matters, from the upper left corner, as a fraction of width and height (0 to 1)."""

    x: float
    y: float


class PictureFile(Shape):
    url: str
    width: int
    height: int


class PictureSource(Shape):
    """One format: what a `<source>` of a `<picture>` takes."""

    type: str
    srcset: str
    files: list[PictureFile]


class Picture(Shape):
    """`width` and `height` are those of the whole picture; `src` and `srcset` are for an `<img>`.

    `sources` grow from one file to all formats and widths shortly after a picture is first shown.
    """

    alt: str
    width: int
    height: int
    focal_point: FocalPoint | None
    src: str
    srcset: str
    sources: list[PictureSource]
    credit: str | None


class Photo(Picture):
    """A picture whose words say in which language they are."""

    alt_lang: str
    credit_lang: str | None


def photo_of(
    image: SiteImage, *, root: str, alt: str, alt_lang: str, credit: Text | None = None
) -> Photo | None:
    picture = picture_of(image, root=root, alt=alt, credit=credit.text if credit else None)
    languages = {"alt_lang": alt_lang, "credit_lang": credit.lang if credit else None}
    return Photo.of(**dict(picture), **languages) if picture else None


def picture_of(image: SiteImage, *, root: str, alt: str | None, credit: str | None = None) -> Picture | None:
    """Return the Picture; the first time, one of its sizes is made, as on a page, and the rest by a job.

    None on a public host while the worker has made none.
    """
    sources = [source for kind in FORMATS_ELSEWHERE if (source := _source(image, kind, root))]
    if not sources:
        rendition = in_size(image, FIRST_SPEC)
        if rendition is None:
            return None
        first = _file(rendition, root)
        sources = [PictureSource.of(type="image/webp", srcset=_srcset([first]), files=[first])]
    plain = sources[-1]  # what every browser reads is last
    return Picture.of(
        alt=alt or "",
        width=image.width,
        height=image.height,
        focal_point=_focal_point(image),
        src=plain.files[-1].url,
        srcset=plain.srcset,
        sources=sources,
        credit=credit or None,
    )


def _source(image: SiteImage, kind: str, root: str) -> PictureSource | None:
    specs = [spec_elsewhere(width, kind) for width in widths_elsewhere(image.width)]
    files = [_file(rendition, root) for rendition in made_of(image, specs)]
    return PictureSource.of(type=f"image/{kind}", srcset=_srcset(files), files=files) if files else None


def _file(rendition: AbstractRendition, root: str) -> PictureFile:
    return PictureFile.of(url=absolute(rendition.url, root), width=rendition.width, height=rendition.height)


def absolute(url: str, root: str) -> str:
    """Return an address with scheme and host; a bucket's has its own."""
    return url if "//" in url else root + url


def _srcset(files: list[PictureFile]) -> str:
    return srcset_of((file.url, file.width) for file in files)


def _focal_point(image: SiteImage) -> FocalPoint | None:
    if image.focal_point_x is None or image.focal_point_y is None:
        return None
    return FocalPoint.of(
        x=round(image.focal_point_x / image.width, 4),
        y=round(image.focal_point_y / image.height, 4),
    )
