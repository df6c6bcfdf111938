"""A pen for soft shapes. Coordinates are those of the finished picture, whatever it is drawn at."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

Point = Sequence[float]  # two of them

WIDTH, HEIGHT = 600, 750  # of the finished picture, dots
SCALE = 2  # drawn twice as large, then reduced: smooth edges
STEPS = 10  # straight pieces between two points of a curve


def curve(points: Sequence[Point], *, closed: bool) -> list[Point]:
    """Return points of a Catmull-Rom curve through `points`."""
    around = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    line: list[Point] = []
    for before, start, end, after in zip(around, around[1:], around[2:], around[3:], strict=False):
        line += [_between(before, start, end, after, step / STEPS) for step in range(STEPS)]
    return line if closed else [*line, points[-1]]


def _between(before: Point, start: Point, end: Point, after: Point, t: float) -> Point:
    return tuple(
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(before, start, end, after, strict=True)
    )


def mirrored(points: Sequence[Point]) -> list[Point]:
    """Return the points of the left half followed by their mirror images, bottom to top again."""
    return [*points, *((WIDTH - x, y) for x, y in reversed(points))]


def shade(colour: str, amount: float) -> str:
    """Return the colour (#rrggbb) darker (amount < 0) or lighter (> 0), by that part of the way."""
    target = 255 if amount > 0 else 0
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (target - part) * abs(amount)):02x}" for part in parts)


class Pen:
    def __init__(self, paper: str) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), paper)
        self.draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def fill(self, points: Sequence[Point], colour: str) -> None:
        """A soft shape through the points."""
        self.polygon(curve(points, closed=True), colour)

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        self.draw.polygon(_scaled(points), fill=colour)

    def stroke(self, points: Sequence[Point], colour: str, width: float) -> None:
        """A soft line with round ends through the points."""
        line = _scaled(curve(points, closed=False))
        self.draw.line(line, fill=colour, width=round(width * SCALE), joint="curve")
        radius = width * SCALE / 2
        for x, y in (line[0], line[-1]):
            self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def oval(self, centre: Point, radii: Point, colour: str) -> None:
        (x, y), (a, b) = centre, radii
        self.draw.ellipse(_box(x - a, y - b, x + a, y + b), fill=colour)

    def ring(self, centre: Point, radii: Point, colour: str, width: float) -> None:
        (x, y), (a, b) = centre, radii
        box = _box(x - a, y - b, x + a, y + b)
        self.draw.rounded_rectangle(box, radius=b * SCALE * 0.8, outline=colour, width=round(width * SCALE))

    def rectangle(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.draw.rectangle(_box(left, top, right, bottom), fill=colour)

    def glow(self, centre: Point, radii: Point, colour: str, strength: float) -> None:
        """A breath of colour without an edge; strength 0 to 1."""
        (x, y), (a, b) = centre, radii
        edge = min(a, b)
        mask = Image.new("L", (round(2 * (a + edge)), round(2 * (b + edge))))
        ImageDraw.Draw(mask).ellipse((edge, edge, edge + 2 * a, edge + 2 * b), fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(edge / 2))
        mask = mask.resize((mask.width * SCALE, mask.height * SCALE))
        corner = (round((x - a - edge) * SCALE), round((y - b - edge) * SCALE))
        self.image.paste(Image.new("RGB", mask.size, colour), corner, mask)


def _scaled(points: Sequence[Point]) -> list[tuple[float, float]]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return left * SCALE, top * SCALE, right * SCALE, bottom * SCALE
