"""The only sizes that pictures are made in. A size that is not in these tables is refused.

Without such a list, anyone who can name sizes could have the server make them without end.
"""

from dataclasses import dataclass

# name of the place -> filter spec as written in `{% image photo fill-320x400 format-webp %}`
PUBLIC_SPECS = {
    "portrait in a list": "fill-160x200|format-webp",
    "portrait on a card": "fill-320x400|format-webp",
    "portrait on a profile": "fill-640x800|format-webp",
    "picture in a text": "width-880",
    "picture in a text, telephone": "width-480|format-webp",
    "picture across the page": "width-1440|format-webp",
    "portrait on a card, smaller": "fill-320x400|format-avif",
    "portrait on a profile, smaller": "fill-640x800|format-avif",
    "portrait in a frame on another site": "fill-160x200|format-webp|webpquality-55",
    "logo of a partner": "max-320x120|format-webp",
    "preview when a link is shared": "fill-1200x630|format-jpeg",
}

# Those of our own pages and frames, in which every picture is there before visitors see it.
PAGE_SPECS = tuple(
    PUBLIC_SPECS[place]
    for place in (
        "portrait on a card",
        "portrait on a profile",
        "portrait in a frame on another site",
        "picture in a text",
        # A page shows the picture without these.
        "portrait on a card, smaller",
        "portrait on a profile, smaller",
    )
)

# What other front ends choose from (home.headless.content); the format that every browser reads is last.
FORMATS_ELSEWHERE = ("avif", "webp", "jpeg")
WIDTHS_ELSEWHERE = (320, 640, 960, 1280, 1600)


def spec_elsewhere(width: int, kind: str) -> str:
    return f"width-{width}|format-{kind}"


def widths_elsewhere(width: int) -> list[int]:
    """Return the widths in which a picture of this width is offered: none is enlarged.

    >>> widths_elsewhere(700)
    [320, 640, 960]
    """
    smaller = sum(offered < width for offered in WIDTHS_ELSEWHERE)
    return list(WIDTHS_ELSEWHERE[: smaller + 1])


PUBLIC_SPECS |= {
    f"{width} wide elsewhere, {kind}": spec_elsewhere(width, kind)
    for width in WIDTHS_ELSEWHERE
    for kind in FORMATS_ELSEWHERE
}


@dataclass(frozen=True)
class Choice:
    """What a browser chooses from: the cuts of a picture, from small to large, and how wide it stands.

    In these formats, the best first; whoever reads none of them takes the file of the `<img>`.
    """

    cuts: tuple[str, ...]
    stands: str  # the `sizes` of its sources
    formats: tuple[str, ...] = ("avif", "webp")

    def specs_in(self, kind: str) -> list[str]:
        return [f"{cut}|format-{kind}" for cut in self.cuts]


# No wider in a text than the file that every browser reads: a telephone has many dots, and a slow network.
CHOICES = {
    "portrait on a card": Choice(("fill-320x400",), "5.5rem", ("avif",)),
    "portrait on a profile": Choice(("fill-320x400", "fill-640x800"), "15rem"),
    "picture in a text": Choice(("width-320", "width-640", "width-960"), "(min-width: 50rem) 46rem, 92vw"),
}


def sizes_with(spec: str) -> tuple[str, ...]:
    """Return this size and all from which a browser chooses in its stead.

    >>> sizes_with("fill-320x400|format-webp")
    ('fill-320x400|format-webp', 'fill-320x400|format-avif')
    """
    choices = (choice for place, choice in CHOICES.items() if PUBLIC_SPECS[place] == spec)
    chosen = (each for choice in choices for kind in choice.formats for each in choice.specs_in(kind))
    return tuple(dict.fromkeys([spec, *chosen]))


ALL_SIZES = tuple(PUBLIC_SPECS.values())

# Made for Wagtail's admin; kept beside the originals, and shown only to staff with permission.
STAFF_SPECS = {
    "list and chooser": "max-165x165",
    "duplicate found while uploading": "max-150x150",
    "editing and choosing": "max-800x600",
    "chosen picture in a form": "fill-600x338",
    "whole picture in the editor": "original",
}


def is_staff_spec(spec: str) -> bool:
    return spec in STAFF_SPECS.values()


def is_known_spec(spec: str) -> bool:
    return spec in PUBLIC_SPECS.values() or is_staff_spec(spec)
