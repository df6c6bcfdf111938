"""A drawn plate for a person without a photo: the sea, a ridge, the sun, and the person's initials.

Every person has a horizon of their own, always the same: it is derived from the slug alone.
"""

import hashlib
import re
from dataclasses import dataclass

WIDTH, HEIGHT = 160, 200
HORIZON = 138
# Names of colour sets in the style sheet (.plate-…); all of paper, ink, sea, none of alarm.
MOODS = ("dawn", "noon", "haze", "dusk", "moon", "sand")


@dataclass(frozen=True)
class Plate:
    initials: str
    mood: str
    sun_x: int
    sun_y: int
    sun_radius: int
    far_ridge: str
    near_ridge: str
    waves: tuple[str, ...]


def initials_of(name: str) -> str:
    """Return the initials of the first and last word of a name, ignoring a second name in brackets."""
    words = [word for word in re.sub(r"\(.*?\)", " ", name).split() if word[0].isalpha()]
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in chosen)


def _ridge(heights: list[int], *, base: int) -> str:
    """Return an SVG path of smooth hills through `heights` (above `base`), closed at the bottom."""
    step = WIDTH / (len(heights) - 1)
    points = [(round(i * step), base - height) for i, height in enumerate(heights)]
    path = f"M0 {base}L{points[0][0]} {points[0][1]}"
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        middle = (x0 + x1) // 2
        path += f"C{middle} {y0} {middle} {y1} {x1} {y1}"
    return f"{path}L{WIDTH} {base}Z"


def _wave(y: int, *, shift: int, length: int) -> str:
    return f"M{shift} {y}q{length // 4} -3 {length // 2} 0t{length // 2} 0"


def plate_for(*, slug: str, name: str) -> Plate:
    """Return the plate of the person with this slug; `name` only gives the initials."""
    seed = hashlib.sha256(slug.encode()).digest()
    return Plate(
        initials=initials_of(name),
        mood=MOODS[seed[0] % len(MOODS)],
        sun_x=28 + seed[1] % 104,
        sun_y=30 + seed[2] % 34,
        sun_radius=10 + seed[3] % 6,
        far_ridge=_ridge([6 + byte % 40 for byte in seed[4:10]], base=HORIZON),
        near_ridge=_ridge([2 + byte % 22 for byte in seed[10:15]], base=HORIZON),
        waves=tuple(
            _wave(HORIZON + 14 + 14 * row, shift=8 + seed[16 + row] % 70, length=40 + seed[20 + row] % 36)
            for row in range(4)
        ),
    )
