"""A picture as a front end elsewhere can show it: in the formats and widths that exist, with words beside it.

Only what `home.picture_gates.shown_images` returned may be given here: it asks whom a picture shows, and
brings the sizes along, so that no picture costs a query of its own.
"""

from ninja import Schema

from home.renditions import FORMATS_ELSEWHERE, spec_elsewhere, widths_elsewhere

FIRST_SPEC = spec_elsewhere(640, "webp")


class FocalPoint(Schema):
    """The middle of what matters, from the upper left corner, as a part of width and height (0 to 1)."""

    x: float
    y: float


class PictureFile(Schema):
    url: str
    width: int
    height: int


class PictureSource(Schema):
    """One format: what a `<source>` of a `<picture>` takes."""

    type: str
    srcset: str
    files: list[PictureFile]


class Picture(Schema):
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


def picture_of(image, *, root, alt, credit=None):
    """Return the picture; the first time one of its sizes is made, like on a page, the rest by a job."""
    files = {kind: _files(image, kind, root) for kind in FORMATS_ELSEWHERE}
    if not any(files.values()):
        files["webp"] = [_file(image.get_rendition(FIRST_SPEC), root)]
    sources = [
        {"type": f"image/{kind}", "srcset": _srcset(found), "files": found}
        for kind, found in files.items()
        if found
    ]
    plain = sources[-1]  # what every browser reads stands last
    return {
        "alt": alt or "",
        "width": image.width,
        "height": image.height,
        "focal_point": _focal_point(image),
        "src": plain["files"][-1]["url"],
        "srcset": plain["srcset"],
        "sources": sources,
        "credit": credit or None,
    }


def _files(image, kind, root):
    made = {rendition.filter_spec: rendition for rendition in image.renditions.all()}
    specs = [spec_elsewhere(width, kind) for width in widths_elsewhere(image.width)]
    return [_file(made[spec], root) for spec in specs if spec in made]


def _file(rendition, root):
    url = rendition.url
    return {
        "url": url if url.startswith("http") else root + url,
        "width": rendition.width,
        "height": rendition.height,
    }


def _srcset(files):
    return ", ".join(f"{file['url']} {file['width']}w" for file in files)


def _focal_point(image):
    if not image.has_focal_point():
        return None
    return {
        "x": round(image.focal_point_x / image.width, 4),
        "y": round(image.focal_point_y / image.height, 4),
    }
