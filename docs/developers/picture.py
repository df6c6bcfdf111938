"""The picture of the architecture: apps as bands, their folders in their order, imports as arrows."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from docs.developers.folders import purpose_of
from tests.architecture.sources import APPS, ROOT, app_of
from tests.architecture.test_layers import FOLDERS, imports

PATH = ROOT / "docs" / "developers" / "architecture.svg"
# Of the picture, in its own units.
BAND_WIDTH, MARGIN, GAP = 760, 20, 26
BOX_HEIGHT, BOX_GAP, LETTER_WIDTH = 26, 8, 7.4
HEADING_HEIGHT, LANE_WIDTH, FIRST_LANE = 56, 26, 24
COLOURS = {
    "cms": "#5b5b5b",
    "letters": "#a3452c",
    "prisoner_pages": "#0b5563",
    "home.headless": "#6a4c93",
    "home.translation": "#2e6f40",
    "home": "#8a6d1f",
}


@dataclass(frozen=True)
class Box:
    name: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Band:
    """One app: its frame, and the boxes of its folders, the lowest first."""

    app: str
    y: float
    height: float
    boxes: list[Box]


def drawn() -> str:
    bands = list(bands_of_apps())
    height = bands[-1].y + bands[-1].height + MARGIN
    width = MARGIN + BAND_WIDTH + FIRST_LANE + LANE_WIDTH * len(bands)
    pairs = {(app_of(here), app_of(there)) for here, there in imports()}
    frames = [part for band in bands for part in frame(band)]
    lines = [part for band in bands for part in arrows(band, bands, pairs)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" role="img"'
            ' font-family="system-ui, sans-serif">',
            "<title>The apps, their folders, and which app imports from which</title>",
            f'<rect width="{width}" height="{height:g}" fill="#fff"/>',
            *frames,
            *lines,
            "</svg>\n",
        ]
    )


def bands_of_apps() -> Iterator[Band]:
    """Yield the apps from the top of the picture, where nothing imports from, to its bottom."""
    y = MARGIN
    for app in reversed(APPS):
        boxes = list(boxes_of(app, y + HEADING_HEIGHT))
        bottom = boxes[-1].y + BOX_HEIGHT + 12 if boxes else y + HEADING_HEIGHT
        yield Band(app, y, bottom - y, boxes)
        y = bottom + GAP


def boxes_of(app: str, y: float) -> Iterator[Box]:
    """Yield the folders of an app in rows; none for an app that has no folders."""
    x, names = 2 * MARGIN, FOLDERS[app].split()
    for name in names if len(names) > 1 else []:
        label = "root" if name == "." else name
        width = len(label) * LETTER_WIDTH + 18
        if x + width > BAND_WIDTH:
            x, y = 2 * MARGIN, y + BOX_HEIGHT + BOX_GAP
        yield Box(label, x, y, width)
        x += width + BOX_GAP


def frame(band: Band) -> Iterator[str]:
    colour = COLOURS[band.app]
    yield (
        f'<rect x="{MARGIN}" y="{band.y:g}" width="{BAND_WIDTH}" height="{band.height:g}" rx="6"'
        f' fill="{colour}" fill-opacity=".08" stroke="{colour}"/>'
    )
    yield text(band.app, 2 * MARGIN, band.y + 24, size=17, colour=colour, weight="bold")
    yield text(purpose_of(band.app), 2 * MARGIN, band.y + 43, size=13, colour="#333")
    for box in band.boxes:
        is_root = box.name == "root"
        yield (
            f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{BOX_HEIGHT}" rx="4"'
            f' fill="{colour if is_root else "#fff"}" stroke="{colour}"/>'
        )
        yield text(
            box.name,
            box.x + box.width / 2,
            box.y + 17,
            size=13,
            colour="#fff" if is_root else "#111",
            anchor="middle",
        )


def arrows(band: Band, bands: list[Band], pairs: set[tuple[str, str]]) -> Iterator[str]:
    """Yield a line from the app down a lane of its own, with a head at each app that it imports from."""
    colour, edge = COLOURS[band.app], MARGIN + BAND_WIDTH
    lane = edge + FIRST_LANE + LANE_WIDTH * (len(bands) - 2 - bands.index(band))
    start = band.y + band.height - 10
    below = [each for each in bands if each is not band and (band.app, each.app) in pairs]
    for end in [arrival(band, each, bands) for each in below]:
        line = f"M{edge} {start:g}H{lane}V{end:g}H{edge + 8}"
        yield f'<path d="{line}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        yield f'<path d="M{edge + 1} {end:g}l9 -4.5v9z" fill="{colour}"/>'


def arrival(band: Band, target: Band, bands: list[Band]) -> float:
    """Return the height at which an arrow reaches its target: those from further down come in below."""
    return target.y + 10 + 9 * bands.index(band)


def text(words: str, x: float, y: float, *, size: int, colour: str, weight="normal", anchor="start") -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}" font-weight="{weight}"'
        f' text-anchor="{anchor}">{escape(words)}</text>'
    )
